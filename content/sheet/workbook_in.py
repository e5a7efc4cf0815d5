"""Reading a workbook that came back: cells only, never what a formula made of them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from content.sheet.cells import Cell
from content.sheet.grid import SERVICE, Grid, GridRow, Origin, Sheet
from content.sheet.tab import Tab
from content.sheet.tabs import tabs
from content.sheet.workbook_out import ORIGIN

UNPACKED_MAX = 64 * 1024 * 1024
"""Bytes that a workbook may unpack to: ours is under three million; more is a broken or hostile file."""
ROWS_MAX = 20_000
COLUMNS_MAX = 200
ORIGIN_COLUMNS = 3


class SheetProblem(ValueError):
    """The file is no workbook of ours at all; the message says in French what to do."""


def read(path: Path) -> Sheet:
    """The workbook at ``path``. Raises ``SheetProblem``; what is wrong inside it is in ``Sheet.faults``."""
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
        book = load_workbook(path) if size <= UNPACKED_MAX else None
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise SheetProblem(
            f"{path} : ce n'est pas un classeur .xlsx lisible ; enregistrez-le au format .xlsx."
        ) from error
    if book is None:
        raise SheetProblem(f"{path} : ce fichier est trop grand pour un classeur de fiches.")
    faults: list[str] = []
    unread: dict[str, str] = {}
    grids = {}
    for tab in tabs():
        if tab.title not in book.sheetnames:
            faults.append(f"L'onglet « {tab.title} » manque ; reprenez un classeur exporté.")
            continue
        grids[tab.title] = _grid(tab, book[tab.title], faults, unread)
    if ORIGIN not in book.sheetnames:
        faults.append("Ce classeur ne vient pas de « sira content sheet export » ; exportez-en un.")
        return Sheet(grids, {}, tuple(faults))
    origins = {
        str(row[0]): Origin(str(row[1]), str(row[2]))
        for row in book[ORIGIN].iter_rows(max_col=ORIGIN_COLUMNS, values_only=True)
        if row[0]
    }
    return Sheet(grids, origins, tuple(faults), unread)


def _grid(tab: Tab, sheet: Worksheet, faults: list[str], unread: dict[str, str]) -> Grid:
    if sheet.max_row > ROWS_MAX or sheet.max_column > COLUMNS_MAX:
        faults.append(f"{tab.title} : trop de lignes ou de colonnes ; supprimez celles qui sont vides.")
        return Grid(tab.title, {}, ())
    heads = {str(cell.value).strip(): number for number, cell in enumerate(sheet[1], 1) if cell.value is not None}
    faults += [f"{tab.title} : la colonne « {one} » manque ; remettez-la." for one in tab.headings if one not in heads]
    letters = {title: get_column_letter(number) for title, number in heads.items()}
    return Grid(tab.title, letters, tuple(_rows(tab, sheet, heads, letters, unread)))


def _rows(
    tab: Tab, sheet: Worksheet, heads: dict[str, int], letters: dict[str, str], unread: dict[str, str]
) -> Iterator[GridRow]:
    for number, row in enumerate(sheet.iter_rows(min_row=2), 2):
        cells: dict[str, Cell] = {}
        for title, column in heads.items():
            cell = row[column - 1]
            place = f"{tab.title}, cellule {letters[title]}{number} ({title})"
            if cell.data_type == "f":
                unread[place] = "une formule n'est pas acceptée ; écrivez la valeur"
            elif title in tab.headings:
                cells[title] = _cell(cell.value, place, unread)
        if any(cell not in {None, ""} for cell in cells.values()):
            if not cells.get(SERVICE):
                unread[f"{tab.title}, cellule {letters.get(SERVICE, 'A')}{number} ({SERVICE})"] = (
                    "écrivez le repère du service"
                )
            yield GridRow(number, cells)


def _cell(value: Any, place: str, unread: dict[str, str]) -> Cell:
    match value:
        case None:
            return None
        case bool():
            return "oui" if value else "non"
        case int():
            return value
        case float() if value.is_integer():
            return int(value)
        case float():
            return str(value).replace(".", ",")
        case str():
            return value.replace("\r\n", "\n").replace("_x000D_", "").strip() or None
    unread[place] = "le tableur en a fait une date ; mettez la case au format Texte et écrivez de nouveau"
    return None
