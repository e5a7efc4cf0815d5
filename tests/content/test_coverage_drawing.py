"""The map of holes is a picture that a browser opens: a square for each region and need, for each of two people."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from bot.cli.content import room
from content.coverage import ASSISTED, OUTSIDE, coverage
from content.coverage_drawing import COLOURS, LEGEND, drawn, reach
from content.facts import registry

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def picture(directory):
    return ET.fromstring(
        drawn(directory, {"Sans": coverage(directory, OUTSIDE), "Avec": coverage(directory, ASSISTED)})
    )


def test_each_region_and_need_has_a_square_for_each_person(picture, directory):
    squares = picture.findall(f"{SVG}rect")
    cells = len(directory.places.level("region")) * len(registry()["need"].labels)
    assert len(squares) == 2 * cells + len(LEGEND)


def test_a_square_has_the_colour_of_the_best_answer_there(picture, directory):
    cells = coverage(directory, OUTSIDE)
    squares = picture.findall(f"{SVG}rect")[: len(cells)]
    assert [square.get("fill") for square in squares] == [COLOURS[reach(cell)] for cell in cells]
    bed = {cell.region: reach(cell) for cell in cells if cell.need == "shelter"}
    assert (bed["bamako"], bed["gao"]) == ("near", "nobody")


def test_the_picture_names_regions_needs_and_what_colours_mean(picture, directory):
    said = {text.text for text in picture.findall(f"{SVG}text")}
    assert {region.text.fr for region in directory.places.level("region").values()} <= said
    assert {label.fr for label in registry()["need"].labels.values()} <= said
    assert set(LEGEND.values()) <= said


def test_the_command_writes_it_or_says_where_it_cannot(tmp_path):
    done = CliRunner().invoke(room, ["coverage", "--svg", str(tmp_path / "carte.svg")])
    assert done.exit_code == 0
    assert (tmp_path / "carte.svg").read_text("utf-8").startswith("<svg")
    failed = CliRunner().invoke(room, ["coverage", "--svg", str(tmp_path / "nulle-part" / "carte.svg")])
    assert failed.exit_code == 1
    assert "impossible d'écrire" in failed.output
