"""How a cell of the workbook is written and looks."""

from __future__ import annotations

from typing import TypeAlias

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Font, PatternFill

from content.sheet.cells import Cell

GREY = PatternFill("solid", fgColor="E5E7EB")
HEAD = PatternFill("solid", fgColor="1F4E5F")
WRAP = Alignment(wrap_text=True, vertical="top")
TEXT_FORMAT = "@"
AnyCell: TypeAlias = SheetCell | MergedCell


def head(cell: AnyCell, said: str) -> None:
    """A heading: white on dark."""
    write_text(cell, said)
    cell.font, cell.fill, cell.alignment = Font(bold=True, color="FFFFFF"), HEAD, WRAP


def write_text(cell: AnyCell, said: Cell) -> None:
    """Text stays text, whatever it begins with: a spreadsheet must not run what a record says."""
    cell.value = said
    cell.number_format = TEXT_FORMAT
    if isinstance(said, str):
        cell.data_type = "s"
        cell.quotePrefix = said.startswith(("=", "+", "-", "@"))
