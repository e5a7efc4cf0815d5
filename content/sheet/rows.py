"""A record as the rows of the workbook, and which of its entries each row stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content.sheet.cells import Cell
from content.sheet.conditions_text import show_value
from content.sheet.tab import OFFERED, SUBJECT, VALUE, Column, Tab
from content.sheet.tabs import tabs
from content.sheet.vocabulary import vocabulary

BESIDE_A_CLAUSE = ("src", "note")
Entry = tuple["str | int", ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the entry of the record that it shows, its name or number in the second column, and the other cells."""

    service: str
    entry: Entry
    key: Cell
    cells: tuple[Cell, ...]


def rows(data: Mapping[str, Any]) -> Mapping[str, tuple[Row, ...]]:
    """All rows of one record, by the title of the tab."""
    return {tab.title: tuple(_rows(tab, data)) for tab in tabs()}


def entries(tab: Tab, data: Mapping[str, Any]) -> list[tuple[Entry, Cell, Any]]:
    """The entries of one tab: where each stands, what its second column says, and its value."""
    if tab.shape == "one":
        return [((), None, data)]
    raw = data.get(tab.field)
    if tab.shape == "named":
        return [((tab.field, name), tab.name(name), value) for name, value in (raw or {}).items()]
    if isinstance(raw, Mapping):
        return [((tab.field,), 1, raw)]
    return [((tab.field, number), number + 1, item) for number, item in enumerate(raw or ())]


def clause_of(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """The condition of a rule, without its source and note."""
    return {name: value for name, value in item.items() if name not in BESIDE_A_CLAUSE}


def subject_of(item: Mapping[str, Any]) -> tuple[str, Any]:
    """Which fact a rule asks for, and what; several facts at once are « all »."""
    clause = clause_of(item)
    return next(iter(clause.items())) if len(clause) == 1 else ("all", [{name: one} for name, one in clause.items()])


def shown(column: Column, item: Any) -> Cell:
    """The cell of one entry."""
    if column.path == (OFFERED,):
        return column.codec.show(item)
    if column.path in {(SUBJECT,), (VALUE,)}:
        subject, value = subject_of(item)
        return vocabulary("subject").say(subject) if column.path == (SUBJECT,) else show_value(subject, value)
    value = at(item, column.path)
    return None if value is None else column.codec.show(value)


def at(data: Any, path: Sequence[str | int]) -> Any:
    """The value at ``path``, or None."""
    for step in path:
        match data:
            case Mapping():
                data = data.get(step)
            case list() if isinstance(step, int) and step < len(data):
                data = data[step]
            case _:
                return None
    return data


def _rows(tab: Tab, data: Mapping[str, Any]) -> list[Row]:
    return [
        Row(data["id"], entry, key, tuple(shown(column, item) for column in tab.columns))
        for entry, key, item in entries(tab, data)
    ]
