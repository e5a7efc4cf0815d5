"""In which order a language is recorded, and what a flow is heard with."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.engine.book import Book
from bot.speakers.rooms import FIRST, group_of
from bot.voices.counts import IN_LISTS, counts, heard_with
from bot.voices.repertoire import repertoire
from flows.schema import Ask
from locales.voices.shelf import Shelf
from tests.voices.test_standin import run


def test_what_everybody_hears_is_recorded_first_and_the_longest_flow_after_it(book: Book, tmp_path: Path) -> None:
    found = counts(book, "bm", Shelf(tmp_path), repertoire(book, "bm"))
    assert [one.room for one in found[: len(FIRST)]] == list(FIRST)
    ways = [one.way for one in found[len(FIRST) :]]
    assert ways == sorted(ways, reverse=True)


@pytest.mark.parametrize(
    ("flow", "rooms"),
    [("orientation", {"Lieux", "Métiers"}), ("suggestions", {"Services"}), ("forget", set()), ("refine", {"Lieux"})],
)
def test_a_flow_is_heard_with_the_names_that_its_questions_show(book: Book, flow: str, rooms: set[str]) -> None:
    assert {"Phrases de Sira", "say"} | rooms <= set(heard_with(book, flow))


def test_every_list_of_names_has_its_room(book: Book) -> None:
    """A list that is added and forgotten here would be silent again, with nobody told."""
    of_phrases = {"complaints", "shared", "years"}
    lists = {
        node.spec.answer.options
        for flow in book.flows.values()
        for node in flow.nodes.values()
        if isinstance(node.spec, Ask) and node.spec.answer.options
    }
    assert lists == {*IN_LISTS, *of_phrases}
    rooms = {item.room for item in repertoire(book, "bm").values()}
    assert {group_of(start) for starts in IN_LISTS.values() for start in starts} <= rooms


def test_the_status_of_a_flow_names_the_other_rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIRA_VOICES", str(tmp_path))
    code, said = run("status", "--flow", "orientation")
    assert code == 0
    assert "il faut aussi : Phrases de Sira, say, Lieux, Métiers." in said
