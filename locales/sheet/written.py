"""The reviewers' sheet as a workbook: one row a sentence, grey what is only read, white what is answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from locales.sheet.columns import (
    ANSWER,
    ANSWERS,
    FLOW,
    FRENCH,
    HELPS,
    KEY,
    LENGTH,
    LIMIT,
    LITERALLY,
    MARK,
    NOTES,
    NOW,
    PART,
    PHONE,
    REMARK,
    STATE,
    STATE_WORDS,
    TAB,
    TRANSLATION,
    WIDTHS,
    WORDS,
)  # fmt: skip
from locales.sheet.fits import RUNS
from locales.sheet.line import IN_LANGUAGE, Line, Sheet, Shown
from locales.writing import direction

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

_TEXT_FORMAT: Final = "@"
_ANSWERED: Final = frozenset({ANSWER, WORDS, REMARK, STATE})
_IN_ITS_LANGUAGE: Final = frozenset({TRANSLATION, WORDS})
_FROM_THE_RIGHT: Final = 2  # « reading order » of a cell in spreadsheets: 1 from the left, 2 from the right
_WIDE: Final = 9  # DIN A4 in the list of paper sizes of spreadsheets


def write(path: Path, sheet: Sheet) -> int:
    """Write the workbook; returns how many sentences are in it. Raises ``OSError`` where nothing can be written."""
    from openpyxl import Workbook  # noqa: PLC0415 — heavy, and only this command needs it

    book = Workbook()
    book.remove(book.worksheets[0])
    tab = book.create_sheet(TAB)
    _heads(tab)
    count = 0
    for count, row in enumerate(_rows(sheet), 1):
        for column, (title, said) in enumerate(row.items(), 1):
            turned = title in _IN_ITS_LANGUAGE and direction(sheet.language) == "rtl"
            _cell(tab.cell(count + 1, column), title, said, turned=turned)
    _lists(tab, count + 1)
    _page(tab)
    book.save(path)
    return count


def _rows(sheet: Sheet) -> Iterator[dict[str, str | int]]:
    for shown in sheet.shown:
        for place, line in enumerate(shown.lines):
            yield _row(sheet, shown, line, first=not place)


def _row(sheet: Sheet, shown: Shown, line: Line, *, first: bool) -> dict[str, str | int]:
    proposal = sheet.proposals.get(line.entry.key)
    found: dict[str, str | int] = {
        FLOW: f"{shown.group}{' ⚠' if shown.safety else ''}",
        PART: line.part,
        PHONE: picture(shown) if first else "",
        FRENCH: line.entry.french,
        TRANSLATION: line.entry.words,
        LITERALLY: line.literally,
        NOTES: line.notes,
        LIMIT: line.limit or "",
        LENGTH: line.seconds,
        NOW: STATE_WORDS[line.reviewed.state],
        ANSWER: "",
        WORDS: "",
        REMARK: "",
        STATE: "",
        KEY: line.entry.key,
        MARK: f"{sheet.language}{IN_LANGUAGE}{line.mark}",
    }
    if proposal is not None:
        found |= {ANSWER: ANSWERS[not proposal.fine], WORDS: proposal.words, REMARK: proposal.remark}
    return found


def picture(shown: Shown) -> str:
    """The message in plain signs: its words, then each button on a line of its own."""
    return "\n".join((shown.bubble, *(f"[ {label} ]" for label in shown.buttons)))


def _heads(tab: Worksheet) -> None:
    from openpyxl.comments import Comment  # noqa: PLC0415 — with the workbook
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    for column, (title, width) in enumerate(WIDTHS.items(), 1):
        cell = tab.cell(1, column, title)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1F4E5F")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if title in HELPS:
            cell.comment = Comment(HELPS[title], "Sira", width=280, height=90)
        letter = tab.column_dimensions[get_column_letter(column)]
        letter.width = width
        letter.hidden = title == MARK


def _cell(cell: Cell | MergedCell, title: str, said: str | int, *, turned: bool) -> None:
    """Text stays text, whatever it begins with: a reviewer's spreadsheet must run nothing. ``turned``: from the right."""
    from openpyxl.styles import Alignment, PatternFill, Protection  # noqa: PLC0415

    cell.value = said if said != "" else None
    cell.alignment = Alignment(wrap_text=True, vertical="top", readingOrder=_FROM_THE_RIGHT if turned else 0)
    if isinstance(said, str):
        cell.number_format = _TEXT_FORMAT
        if said:
            cell.data_type = "s"
            cell.quotePrefix = said.startswith(RUNS)
    if title in _ANSWERED:
        cell.protection = Protection(locked=False)
    else:
        cell.fill = PatternFill("solid", fgColor="EEF1F0")


def _lists(tab: Worksheet, last: int) -> None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    states = tuple(word for state, word in STATE_WORDS.items() if state != "draft")
    for title, words in ((ANSWER, ANSWERS), (STATE, states)):
        choice = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
        choice.errorTitle, choice.error, choice.showErrorMessage = "Sira", "Choisissez un mot de la liste.", True
        letter = get_column_letter(list(WIDTHS).index(title) + 1)
        choice.add(f"{letter}2:{letter}{max(2, last)}")
        tab.add_data_validation(choice)


def _page(tab: Worksheet) -> None:
    """A row cannot be moved or lost, the headings stay in view, and the whole width goes on one A4 sheet."""
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    tab.freeze_panes = "D2"
    tab.auto_filter.ref = tab.dimensions
    tab.protection.sheet = True
    tab.protection.formatColumns = tab.protection.formatRows = tab.protection.autoFilter = False
    tab.page_setup.orientation, tab.page_setup.paperSize = "landscape", _WIDE
    tab.page_setup.fitToHeight = 0
    tab.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    tab.print_title_rows = "1:1"
