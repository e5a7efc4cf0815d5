"""The table of the partner sheets in the page for authors is the one that the records give."""

from __future__ import annotations

import pytest

from content.sheets import load_sheets, tally
from content.sheets_table import BEGIN, END, README, as_markdown, with_table


def test_the_table_in_the_page_is_current(directory):
    text = README.read_text("utf-8")
    current = with_table(text, as_markdown(tally(load_sheets(), directory.services.values())))
    assert text == current, "lancez « sira content coverage --markdown »"


def test_every_one_of_the_37_sheets_has_a_line_and_its_rows_add_up(directory):
    tallies = tally(load_sheets(), directory.services.values())
    lines = as_markdown(tallies).splitlines()[2:-1]
    assert [line.split("|")[1].strip() for line in lines] == [f"FP{number}" for number in range(1, 38)]
    for line in lines:
        rows, kept, left, missing = map(int, line.split("|")[4:8])
        assert rows == kept + left + missing
        assert missing == 0


def test_the_table_stands_between_its_markers_and_nothing_else_changes():
    assert with_table(f"a\n{BEGIN}\nold\n{END}\nb\n", "new") == f"a\n{BEGIN}\nnew\n{END}\nb\n"


@pytest.mark.parametrize("text", ["no marker", BEGIN, END])
def test_a_missing_marker_is_said(text):
    with pytest.raises(ValueError, match="remettez"):
        with_table(text, "new")
