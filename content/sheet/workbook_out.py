"""Writing the workbook: one tab a part of the record, lists to choose from, nothing that a spreadsheet could run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from content.sheet.guide import guide
from content.sheet.lists import LISTS, Ranges, lists
from content.sheet.origin import hash_of, hash_of_rows
from content.sheet.paint import GREY, TEXT_FORMAT, WRAP, head, write_text
from content.sheet.rows import Row, rows
from content.sheet.tab import Tab
from content.sheet.tabs import tabs
from content.sheet.vocabulary import vocabulary
from locales.yamlfile import YamlFile

READ_ME, ORIGIN, REVIEW = "Lisez-moi", "Origine", "Relecture"
SPARE_ROWS = 300
"""Empty rows below the last one that still have their lists."""


def write(path: Path, files: Sequence[YamlFile], states: Mapping[str, str] = MappingProxyType({})) -> None:
    """One workbook with all ``files``; ``states``: of review, by service, shown and never read back."""
    book = Workbook()
    book.remove(book.worksheets[0])
    guide(book.create_sheet(READ_ME))
    by_record = [(file, rows(file.data)) for file in files]
    sheets = {tab.title: book.create_sheet(tab.title) for tab in tabs()}
    ranges = lists(book.create_sheet(LISTS))
    for tab in tabs():
        _tab(sheets[tab.title], tab, [row for _, found in by_record for row in found[tab.title]], ranges)
    _reviewed(sheets[tabs()[0].title], [states.get(file.data["id"], "draft") for file in files])
    origin = book.create_sheet(ORIGIN)
    origin.sheet_state = "hidden"
    for number, (file, found) in enumerate(by_record, 1):
        for column, said in enumerate((file.data["id"], hash_of(file.source), hash_of_rows(found)), 1):
            write_text(origin.cell(number, column), said)
    book.save(path)


def _tab(sheet: Worksheet, tab: Tab, some: Sequence[Row], ranges: Ranges) -> None:
    lead = tab.lead
    helps = ("Le repère du service.", "Vide pour une ligne nouvelle." if tab.key is None else tab.key.help)[:lead]
    widths = (26, 7 if tab.key is None else tab.key.width)[:lead]
    for number, (title, help_, width) in enumerate(
        zip(
            tab.headings,
            (*helps, *(column.help for column in tab.columns)),
            (*widths, *(column.width for column in tab.columns)),
            strict=True,
        ),
        1,
    ):
        cell = sheet.cell(1, number)
        head(cell, title)
        cell.comment = Comment(help_, "Sira", width=280, height=90)
        sheet.column_dimensions[get_column_letter(number)].width = width
    for number, row in enumerate(some, 2):
        cells = (row.service, row.key, *row.cells) if lead > 1 else (row.service, *row.cells)
        for column, shown in enumerate(cells, 1):
            target = sheet.cell(number, column)
            write_text(target, shown)
            target.alignment = WRAP
            if column <= lead and not (tab.key is not None and column == lead):
                target.fill = GREY
            elif tab.shape == "one":
                target.protection = Protection(locked=False)
    last = len(some) + 1 + SPARE_ROWS
    _blank(sheet, tab, len(some) + 2, last)
    _choices(sheet, tab, ranges, last)
    sheet.freeze_panes = f"{get_column_letter(lead + 1)}2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(tab.headings))}{len(some) + 1}"
    if tab.shape == "one":
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False
        sheet.protection.autoFilter = False


def _reviewed(sheet: Worksheet, states: Sequence[str]) -> None:
    """A last column that only informs: a record that changes falls back to draft by itself."""
    column = sheet.max_column + 1
    head(sheet.cell(1, column), REVIEW)
    sheet.cell(1, column).comment = Comment("Pour information. Une fiche changée redevient un brouillon.", "Sira")
    sheet.column_dimensions[get_column_letter(column)].width = 14
    for number, state in enumerate(states, 2):
        write_text(sheet.cell(number, column), vocabulary("review").say(state))
        sheet.cell(number, column).fill = GREY


def _blank(sheet: Worksheet, tab: Tab, first: int, last: int) -> None:
    """Whole columns are text, so that no date or number is guessed; rows for new services can be written in."""
    for number in range(1, len(tab.headings) + 1):
        sheet.column_dimensions[get_column_letter(number)].number_format = TEXT_FORMAT
    for row in range(first, min(last, first + 40) + 1):
        for number in range(1, len(tab.headings) + 1):
            cell = sheet.cell(row, number)
            cell.number_format = TEXT_FORMAT
            cell.protection = Protection(locked=False)


def _choices(sheet: Worksheet, tab: Tab, ranges: Ranges, last: int) -> None:
    columns = (*((tab.key,) if tab.key is not None else ()), *tab.columns)
    start = len(tab.headings) - len(columns) + 1
    for number, column in enumerate(columns, start):
        words = column.codec.choices
        if words is None:
            continue
        choice = DataValidation(type="list", formula1=ranges[words.name], allow_blank=True)
        choice.errorTitle, choice.error = "Sira", "Choisissez un mot de la liste."
        choice.showErrorMessage = not words.free
        letter = get_column_letter(number)
        choice.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(choice)
