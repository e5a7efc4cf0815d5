"""Tables as a workbook: every cell is words or a number, never a formula, whatever it holds (protection B6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import zip_longest
from typing import TYPE_CHECKING

from bot.desk.exports import cell

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

NAME_MAX = 31  # of a sheet (Microsoft, « Rename a worksheet »)
FORBIDDEN = str.maketrans(dict.fromkeys(r"[]:*?/\'", " "))
WIDEST = 60
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table under its name; ``note`` stands above it."""

    name: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The file. Names of sheets are cut to what a spreadsheet takes and told apart."""
    from openpyxl import Workbook  # noqa: PLC0415 — half a second to load, for what a few ask for once a month

    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    taken: set[str] = set()
    for sheet in sheets:
        name = _name(sheet.name, taken)
        taken.add(name)
        _write(book.create_sheet(name), sheet)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _write(page: Worksheet, sheet: Sheet) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415 — as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    lines = [(sheet.note,), sheet.head, *sheet.rows]
    for row, line in enumerate(lines, start=1):
        for column, text in enumerate(line, start=1):
            number = _number(text) if row > len(lines) - len(sheet.rows) else None
            here = page.cell(row, column)
            if number is None:
                here.value = cell(text)
                here.data_type = "s"
            else:
                here.value = number
    for column in range(1, len(sheet.head) + 1):
        page.cell(2, column).font = Font(bold=True)
    for place, texts in enumerate(zip_longest(sheet.head, *sheet.rows, fillvalue=""), start=1):
        page.column_dimensions[get_column_letter(place)].width = min(max(map(len, texts)) + 2, WIDEST)


def _number(text: str) -> int | None:
    """A count as the page writes it, with thin spaces between thousands."""
    digits = text.replace("\u202f", "")
    return int(digits) if digits.isascii() and digits.isdigit() else None


def _name(wanted: str, taken: set[str]) -> str:
    plain = wanted.translate(FORBIDDEN).strip()[:NAME_MAX] or "1"
    name, number = plain, 2
    while name in taken:
        tail = f" {number}"
        name, number = plain[: NAME_MAX - len(tail)] + tail, number + 1
    return name
