"""One record on its way from cells to text: edits, faults, and which row each of its entries came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from content.sheet.conditions_text import read_value
from content.sheet.edits import Drop, Edit, Put, applied
from content.sheet.grid import POSITION, Grid, GridRow
from content.sheet.rows import Entry, at, clause_of, entries, shown, subject_of
from content.sheet.tab import OFFERED, SUBJECT, VALUE, Column, Tab
from content.sheet.vocabulary import CellProblem


@dataclass
class Draft:
    """``rows``: by tab, the workbook's row of each entry that the record will have, by number or name."""

    service: str
    data: Any
    source: str
    faults: dict[str, str] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    rows: dict[str, dict[str | int, int]] = field(default_factory=dict)

    def take(self, tab: Tab, grid: Grid, rows: Sequence[GridRow]) -> None:
        """Bring one tab's rows of this service into the record."""
        if tab.shape == "one":
            self.rows[tab.title] = {0: rows[0].number}
            self._change(tab, grid, rows[0], (), self.data)
            return
        known = {str(key): (entry, item) for entry, key, item in entries(tab, self.data)}
        kept, fresh = self._sorted(tab, grid, rows, known)
        for key, row in kept.items():
            self._change(tab, grid, row, *known[key])
        for key, (entry, _) in reversed(known.items()):
            if key not in kept:
                self._edit(Drop(entry))
                self.changes.append(f"{tab.title} : « {key} » retiré")
        order = (*(kept[key] for key in known if key in kept), *fresh)
        for row in fresh:
            self._add(tab, grid, row)
        self.rows[tab.title] = {
            number if tab.key is None else self._name(tab, grid, row): row.number for number, row in enumerate(order)
        }

    def _sorted(
        self, tab: Tab, grid: Grid, rows: Sequence[GridRow], known: Mapping[str, object]
    ) -> tuple[dict[str, GridRow], list[GridRow]]:
        """Rows of entries that the record has, by key, and rows that are new; empty rows are neither."""
        kept: dict[str, GridRow] = {}
        fresh: list[GridRow] = []
        heading = POSITION if tab.key is None else tab.key.title
        for row in rows:
            key = row.said(heading) if tab.key is None else self._name(tab, grid, row)
            if not any(row.said(column.title) for column in tab.columns) and (tab.key is None or not key):
                continue
            if key and key in kept:
                self._fault(grid, row, heading, f"« {row.said(heading)} » est écrit deux fois pour {self.service}")
            elif key in known:
                kept[key] = row
            elif key and tab.key is None:
                self._fault(
                    grid, row, heading, f"le numéro « {key} » n'existe pas ; laissez vide pour une ligne nouvelle"
                )
            else:
                fresh.append(row)
        return kept, fresh

    def _name(self, tab: Tab, grid: Grid, row: GridRow) -> str:
        """The name of a named entry as its row shows it, in its usual spelling."""
        said = row.said("" if tab.key is None else tab.key.title)
        if tab.key is None or not said:
            return ""
        try:
            return str(tab.key.codec.show(tab.key.codec.read(said)))
        except CellProblem as problem:
            self._fault(grid, row, tab.key.title, str(problem))
            return said

    def _change(self, tab: Tab, grid: Grid, row: GridRow, entry: Entry, item: Any) -> None:
        """Every cell that no longer says what the entry says."""
        changed = [column for column in tab.columns if row.said(column.title) != _text(shown(column, item))]
        rule = [column for column in changed if column.path in {(SUBJECT,), (VALUE,)}]
        if rule:
            self._rule(tab, grid, row, entry, item)
        for column in changed:
            if column not in rule:
                self._cell(grid, row, column, entry, item)
            before = _text(shown(column, item)) or "vide"
            self.changes.append(
                f"{grid.place(row.number, column.title)} : « {before} » → « {row.said(column.title) or 'vide'} »"
            )

    def _cell(self, grid: Grid, row: GridRow, column: Column, entry: Entry, item: Any) -> None:
        path = entry if column.path == (OFFERED,) else (*entry, *column.path)
        said = row.said(column.title)
        if said:
            found, value = self._read(grid, row, column)
            if found:
                self._edit(Put(path, value))
        elif column.path == (OFFERED,) or at(item, column.path) is not None:
            self._edit(Drop(path))

    def _rule(self, tab: Tab, grid: Grid, row: GridRow, entry: Entry, item: Any) -> None:
        clause = self._clause(tab, grid, row)
        if not clause:
            return
        subject, _ = subject_of(item)
        if list(clause_of(item)) == [subject] and subject in clause:
            self._edit(Put((*entry, subject), clause[subject]))
            return
        kept = {name: value for name, value in item.items() if name not in clause_of(item)}
        self._edit(Put(entry, {**clause, **kept}))

    def _clause(self, tab: Tab, grid: Grid, row: GridRow) -> dict[str, Any]:
        subject, value = (next(one for one in tab.columns if one.path == (part,)) for part in (SUBJECT, VALUE))
        found, name = self._read(grid, row, subject)
        if not row.said(value.title):
            self._fault(grid, row, value.title, "écrivez ce qu'il faut, par exemple « dès 17 »")
            return {}
        if not found:
            return {}
        try:
            return {name: read_value(name, row.said(value.title))}
        except (CellProblem, KeyError) as problem:
            sentence = str(problem) if isinstance(problem, CellProblem) else "ce sujet n'a pas de valeurs ; changez-le"
            self._fault(grid, row, value.title, sentence)
            return {}

    def _add(self, tab: Tab, grid: Grid, row: GridRow) -> None:
        self.changes.append(f"{tab.title}, ligne {row.number} : nouvelle ligne")
        raw = self.data.get(tab.field)
        if isinstance(raw, dict) and tab.shape == "list":
            self._edit(Put((tab.field,), [raw]))
        if tab.key is not None:
            if not row.said(tab.key.title):
                self._fault(grid, row, tab.key.title, "écrivez de quoi parle cette ligne")
                return
            found, name = self._read(grid, row, tab.key)
            if found:
                value = self._item(tab, grid, row)
                self._edit(Put((tab.field, name), value.get(OFFERED) if OFFERED in value else value))
            return
        item = self._item(tab, grid, row)
        self._edit(Put((tab.field, len(self.data.get(tab.field) or ())), item))

    def _item(self, tab: Tab, grid: Grid, row: GridRow) -> dict[str, Any]:
        """The entry that a new row says."""
        item: dict[str, Any] = {}
        if any(column.path == (SUBJECT,) for column in tab.columns):
            item |= self._clause(tab, grid, row)
        for column in tab.columns:
            if row.said(column.title) and column.path not in {(SUBJECT,), (VALUE,)}:
                found, value = self._read(grid, row, column)
                if found:
                    inner = item
                    for step in column.path[:-1]:
                        inner = inner.setdefault(step, {})
                    inner[column.path[-1]] = value
        return item

    def _read(self, grid: Grid, row: GridRow, column: Column) -> tuple[bool, Any]:
        said = row.said(column.title)
        try:
            return True, column.codec.read(said)
        except (CellProblem, KeyError) as problem:
            sentence = str(problem) if isinstance(problem, CellProblem) else f"« {said} » ne se comprend pas"
            self._fault(grid, row, column.title, sentence if said else "choisissez un mot de la liste")
            return False, None

    def _fault(self, grid: Grid, row: GridRow, heading: str, sentence: str) -> None:
        self.faults.setdefault(grid.place(row.number, heading), sentence)

    def _edit(self, edit: Edit) -> None:
        self.data, self.source = applied(self.data, self.source, (edit,))


def new(service: str) -> Draft:
    """A record that does not exist yet."""
    return Draft(service, {"id": service}, f"id: {service}\n")


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()
