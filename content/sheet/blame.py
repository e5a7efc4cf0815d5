"""From a fault of a record back to the cell that its editor can mend."""

from __future__ import annotations

import re
from collections.abc import Mapping

from content.problems import Problem
from content.sheet.draft import Draft
from content.sheet.grid import POSITION, SERVICE, Grid, GridRow
from content.sheet.tab import SUBJECT, VALUE, Column, Tab
from content.sheet.tabs import tabs

_AT_LINE = re.compile(r"^\S+?:\d+: (.*)$", re.DOTALL)
_QUOTED = re.compile(r"« (.+?) »")


def place_and_sentence(draft: Draft, grids: Mapping[str, Grid], problem: str) -> tuple[str, str]:
    """The cell at fault, as its editor knows it, and what to write instead."""
    if isinstance(problem, Problem):
        return _place(draft, grids, problem.where), problem.sentence
    found = _AT_LINE.match(problem)
    sentence = found[1] if found else problem
    return _said(draft, grids, sentence) or _place(draft, grids, ()), sentence


def _place(draft: Draft, grids: Mapping[str, Grid], where: tuple[str | int, ...]) -> str:
    field = str(where[0]) if where else ""
    for tab in tabs():
        if tab.field and tab.field == field:
            return _entry(draft, grids, tab, where[1:])
    services = tabs()[0]
    names = tuple(step for step in where if isinstance(step, str))
    column = _nearest(services, names)
    row = draft.rows.get(services.title, {}).get(0, 1)
    return grids[services.title].place(row, SERVICE if column is None else column.title)


def _entry(draft: Draft, grids: Mapping[str, Grid], tab: Tab, rest: tuple[str | int, ...]) -> str:
    rows = draft.rows.get(tab.title, {})
    key: str | int = 0
    if rest and isinstance(rest[0], int):
        key, rest = rest[0], rest[1:]
    elif rest and tab.shape == "named":
        key, rest = str(tab.name(str(rest[0]))), rest[1:]
    row = rows.get(key, next(iter(rows.values()), 0))
    if not row:
        return f"{tab.title}, service {draft.service} (aucune ligne)"
    column = _nearest(tab, tuple(step for step in rest if isinstance(step, str))) or tab.columns[0]
    return grids[tab.title].place(row, column.title)


def _nearest(tab: Tab, names: tuple[str, ...]) -> Column | None:
    """The column whose value lies at or below ``names``, or above it; a condition's key is its value's cell."""
    if not names:
        return None
    for column in tab.columns:
        short = min(len(column.path), len(names))
        if column.path[:short] == names[:short]:
            return column
    ruled = next((column for column in tab.columns if column.path == (VALUE,)), None)
    return ruled if names[0] not in {"src", "note", SUBJECT} else None


def _said(draft: Draft, grids: Mapping[str, Grid], sentence: str) -> str:
    """The first cell of this service that holds the words at fault."""
    for words in _QUOTED.findall(sentence):
        for grid in grids.values():
            for row in grid.rows:
                if row.said(SERVICE) == draft.service and (heading := _holding(row, words)):
                    return grid.place(row.number, heading)
    return ""


def _holding(row: GridRow, words: str) -> str:
    return next((name for name in row.cells if name not in {SERVICE, POSITION} and words in row.said(name)), "")
