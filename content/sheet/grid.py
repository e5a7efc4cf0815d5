"""What stands in a workbook, without the workbook: rows of cells by heading, and where each cell is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from content.sheet.cells import Cell

SERVICE, POSITION = "Service", "N°"
"""Headings of the first two columns: the service's id, and the entry's number."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row as read: its number in the workbook (from 1) and its cells by heading."""

    number: int
    cells: Mapping[str, Cell]

    def said(self, heading: str) -> str:
        """A cell as text, without the spaces around it; empty when there is nothing."""
        cell = self.cells.get(heading)
        return "" if cell is None else str(cell).strip()


@dataclass(frozen=True, slots=True)
class Grid:
    """One tab as read; ``letters`` are the columns' names by heading."""

    title: str
    letters: Mapping[str, str]
    rows: tuple[GridRow, ...]

    def place(self, row: int, heading: str) -> str:
        """« Coûts, cellule D12 (Montant) »: how a cell is named to its editor."""
        return f"{self.title}, cellule {self.letters.get(heading, 'A')}{row} ({heading})"


@dataclass(frozen=True, slots=True)
class Origin:
    """What was exported of one service: hashes of its file and of its cells."""

    file: str
    cells: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A workbook as read. ``faults``: why it cannot be used at all; ``unread``: cells that cannot, with the reason."""

    grids: Mapping[str, Grid]
    origins: Mapping[str, Origin]
    faults: tuple[str, ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict)
