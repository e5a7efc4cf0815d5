"""Pictures are valid, name themselves to a screen reader, carry no style or script, and hold text as text."""

from __future__ import annotations

import itertools
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.book import Book
from bot.figures.bars import Bar, bars
from bot.figures.svg import WIDTH
from bot.figures.tiles import LETTERS, PLACES, ROWS, Tile, broken, tiles
from bot.figures.walks import steps, walks
from content.places import atlas

NASTY = '<script>alert("1")</script> & \' "'
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


def _read(svg: str) -> ET.Element:
    return ET.fromstring(svg)


@given(st.lists(st.tuples(TEXTS, TEXTS, st.none() | st.floats(0, 3)), max_size=6))
def test_bars_stay_inside_the_picture_and_text_is_text(rows: list[tuple[str, str, float | None]]) -> None:
    drawn = _read(bars("x", NASTY, NASTY, [Bar(label, said, share, 0.6) for label, said, share in rows]))
    assert drawn.find("title").text == NASTY  # type: ignore[union-attr]
    assert drawn.find("script") is None
    for box in drawn.iter("rect"):
        assert 0 <= float(box.get("width", "")) <= WIDTH
    assert not any(element.get("style") for element in drawn.iter())


def test_a_hidden_bar_has_no_length_that_tells_it() -> None:
    drawn = _read(bars("x", "t", "d", [Bar("a", "caché", None)]))
    assert [box.get("class") for box in drawn.iter("rect")] == ["ground", "hidden"]
    assert {box.get("width") for box in drawn.iter("rect")} == {str(WIDTH)}


def test_every_region_of_today_has_one_tile_of_its_own() -> None:
    regions = atlas().level("region")
    assert set(PLACES) == set(regions)
    assert len(set(PLACES.values())) == len(PLACES)
    assert max(row for _, row in PLACES.values()) < ROWS


def test_neighbours_are_near_on_the_map() -> None:
    """Not every one can touch; none that borders another may lie across the country."""
    for slug, place in atlas().level("region").items():
        x, y = PLACES[slug]
        for near in place.near:
            u, v = PLACES[near]
            assert max(abs(x - u), abs(y - v)) <= 3, (slug, near)


def test_the_map_says_what_it_shows() -> None:
    regions = {slug: Tile(NASTY if slug == "kayes" else slug, 12 if slug == "gao" else None, 0, "-") for slug in PLACES}
    drawn = _read(tiles("m", "t", "d", regions))
    assert drawn.find("script") is None
    classes = [box.get("class") for box in drawn.iter("rect")]
    assert classes.count("tile s4 bare") == 1
    assert classes.count("tile hidden bare") == len(PLACES) - 1


def test_who_goes_no_further_is_counted_once_and_never_when_few() -> None:
    order = [("f.a", "A", True), ("f.b", "B", True), ("f.c", "C", True), ("f.end", "fin", False)]
    walked = {("-", "f.a"): 40, ("f.a", "f.b"): 30, ("f.b", "f.c"): 27, ("f.c", "f.end"): 4, ("f.b", "g.x"): 3}
    found = {step.name: step for step in steps(order, walked, frozenset({"f.end"}))}
    assert (found["f.a"].arrived, found["f.a"].left) == (40, 10)
    assert (found["f.b"].arrived, found["f.b"].left) == (30, None)
    assert (found["f.c"].arrived, found["f.c"].left) == (27, None), "four went on"
    assert (found["f.end"].arrived, found["f.end"].left) == (None, None)
    drawn = _read(walks("w", "t", "d", list(found.values()), walked))
    assert len(list(drawn.iter("path"))) == 2, "no arc for ways of few, nor for ways out of the picture"


@pytest.mark.parametrize("flow", ["orientation", "protection", "refine"])
def test_a_long_flow_is_a_small_picture(book: Book, flow: str) -> None:
    nodes = book.flows[flow].nodes
    names = [f"{flow}.{name}" for name in nodes]
    walked = dict.fromkeys(itertools.pairwise(names), 9) | {(a, names[0]): 7 for a in names[1:]}
    rows = steps([(name, "une question assez longue pour être coupée", True) for name in names], walked, frozenset())
    assert len(walks("w", "t", "d", rows, walked).encode()) < 25_000


def test_a_long_name_is_whole_and_moves_down_what_follows() -> None:
    name = "Centre de formation professionnelle et d'appui aux entreprises du cercle de Bafoulabé"
    drawn = _read(bars("x", "t", "d", [Bar(name, "25 à 50 %", 0.4), Bar("Kita", "caché", None)]))
    *long, kita = [one for one in drawn.iter("text") if one.get("class") != "said"]
    assert " ".join(str(one.text) for one in long) == name
    height = float(str(drawn.get("viewBox")).split()[-1])
    first = min(float(str(one.get("y"))) for one in drawn.iter("rect") if one.get("class") != "ground")
    assert float(str(long[-1].get("y"))) < first < float(str(kita.get("y"))) < height
    walked = _read(walks("x", "t", "d", steps([("a", name, True), ("b", "Kita", True)], {}, frozenset()), {}))
    said = [str(one.text) for one in walked.iter("text") if one.get("class") != "said"]
    assert " ".join(said) == f"{name} Kita"
    tall, short = [float(str(one.get("height"))) for one in walked.iter("rect")]
    assert tall > short


def test_no_name_of_a_place_is_cut() -> None:
    for place in atlas().level("region").values():
        lines = broken(place.text.fr)
        assert "".join(lines).replace("-", "") == place.text.fr
        assert len(lines) <= 2
        assert all(len(line.removesuffix("-")) <= LETTERS for line in lines), lines
