"""Writing the workbook: one tab a part of the record, lists to choose from, nothing that a spreadsheet could run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from content.sheet.cells import Cell
from content.sheet.origin import hash_of, hash_of_rows
from content.sheet.rows import Row, rows
from content.sheet.tabs import Tab, tabs
from content.sheet.vocabulary import Vocabulary, values_of, vocabulary
from locales.yamlfile import YamlFile

READ_ME, LISTS, ORIGIN, REVIEW = "Lisez-moi", "Listes", "Origine", "Relecture"
SPARE_ROWS = 300
"""Empty rows below the last one that still have their lists."""
_GREY = PatternFill("solid", fgColor="E5E7EB")
_HEAD = PatternFill("solid", fgColor="1F4E5F")
_WRAP = Alignment(wrap_text=True, vertical="top")
_TEXT_FORMAT = "@"
Ranges: TypeAlias = Mapping[str, str]
AnyCell: TypeAlias = SheetCell | MergedCell

GUIDE = (
    ("Le répertoire de Sira", True),
    ("Ce classeur montre toutes les fiches. Vous pouvez le corriger, puis le renvoyer à l'équipe Sira.", False),
    ("", False),
    ("Comment faire", True),
    ("1. Ouvrez l'onglet « Services » : une ligne est un service. Les cases grises ne changent pas.", False),
    ("2. Les autres onglets disent la suite : métiers, lieux, coûts, conditions … Le service est dans la colonne A.", False),
    ("3. Changez une case. Une petite flèche ouvre une liste : choisissez un mot de la liste.", False),
    ("4. Passez la souris sur un titre de colonne : une note dit quoi écrire.", False),
    ("5. Plusieurs mots dans une case : séparez-les par un point-virgule ( ; ). Les mots sont dans l'onglet « Listes ».", False),
    ("6. Une ligne nouvelle : écrivez le repère du service en colonne A, laissez « N° » vide, remplissez la suite.", False),
    ("7. Une ligne de trop (sauf dans « Services ») : supprimez la ligne.", False),
    ("8. Un service nouveau : une ligne dans « Services », avec un repère comme « cfp-senou », et ses lignes ailleurs.", False),
    ("   Il lui faut au moins : un lieu, une source, ses conditions (ou « Non dit ») et trois exemples.", False),
    ("9. Un service fini : écrivez « oui » dans « Ne pas proposer ». Supprimer la ligne n'efface rien.", False),
    ("10. Enregistrez au format .xlsx et renvoyez le fichier.", False),
    ("", False),
    ("À savoir", True),
    ("Écrivez ce que dit la source. Si elle ne dit rien, mettez le mot dans « Non dit ». N'inventez rien.", False),
    ("Jamais un nom de personne, jamais une boîte privée : une fonction (« Directeur »).", False),
    ("Ce classeur contient des téléphones pour l'équipe. Ne le donnez à personne d'autre.", False),
    ("Pas de formule : une case qui calcule est refusée.", False),
    ("Rien n'est enregistré tant qu'il reste une faute. Chaque faute dit l'onglet, la case et quoi écrire.", False),
)  # fmt: skip


def write(path: Path, files: Sequence[YamlFile], states: Mapping[str, str] = MappingProxyType({})) -> None:
    """One workbook with all ``files``; ``states``: of review, by service, shown and never read back."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _guide(book.create_sheet(READ_ME))
    by_record = [(file, rows(file.data)) for file in files]
    sheets = {tab.title: book.create_sheet(tab.title) for tab in tabs()}
    ranges = _lists(book.create_sheet(LISTS))
    for tab in tabs():
        _tab(sheets[tab.title], tab, [row for _, found in by_record for row in found[tab.title]], ranges)
    _reviewed(sheets[tabs()[0].title], [states.get(file.data["id"], "draft") for file in files])
    origin = book.create_sheet(ORIGIN)
    origin.sheet_state = "hidden"
    for number, (file, found) in enumerate(by_record, 1):
        for column, said in enumerate((file.data["id"], hash_of(file.source), hash_of_rows(found)), 1):
            _write(origin.cell(number, column), said)
    book.save(path)


def _guide(sheet: Worksheet) -> None:
    sheet.column_dimensions["A"].width = 120
    sheet.sheet_view.showGridLines = False
    for number, (said, bold) in enumerate(GUIDE, 1):
        cell = sheet.cell(number, 1)
        _write(cell, said)
        cell.font = Font(bold=bold, size=14 if bold else 12)
    for number, tab in enumerate(tabs(), len(GUIDE) + 2):
        _write(sheet.cell(number, 1), f"« {tab.title} » : {tab.about}")
    sheet.protection.sheet = True


def _lists(sheet: Worksheet) -> Ranges:
    """All closed lists, one a column; by name, where each stands."""
    named: dict[str, Vocabulary] = {}
    for tab in tabs():
        for column in (tab.key, *tab.columns):
            if column is not None and column.codec.choices is not None:
                named.setdefault(column.codec.choices.name, column.codec.choices)
    for words in (values_of("need"), values_of("languages"), values_of("document"), values_of("schooling")):
        named.setdefault(words.name, words)
    for fact in ("return_kind", "reads", "french", "firm", "debts", "sex", "sign"):
        named.setdefault(fact, values_of(fact))
    ranges = {}
    for number, words in enumerate(named.values(), 1):
        letter = get_column_letter(number)
        title = vocabulary("topic").say(words.name) if words.name in vocabulary("topic").words else words.name
        _head(sheet.cell(1, number), _LIST_TITLES.get(words.name, title))
        sheet.column_dimensions[letter].width = 28
        said = tuple(dict.fromkeys(words.words.values()))
        for row, one in enumerate(said, 2):
            _write(sheet.cell(row, number), one)
        ranges[words.name] = f"{LISTS}!${letter}$2:${letter}${len(said) + 1}"
    sheet.freeze_panes = "A2"
    sheet.protection.sheet = True
    return ranges


_LIST_TITLES = {
    "kind": "sorte",
    "instrument": "sorte d'argent",
    "cost": "coût",
    "paid_by": "qui paie",
    "per": "par",
    "currency": "monnaie",
    "rhythm": "début",
    "visibility": "qui le voit",
    "how": "comment",
    "expect": "résultat",
    "known": "oui ou non",
    "whether": "oui, non",
    "offer": "aide",
    "subject": "sujet",
    "topic": "sujet ou fait",
}


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
        _head(cell, title)
        cell.comment = Comment(help_, "Sira", width=280, height=90)
        sheet.column_dimensions[get_column_letter(number)].width = width
    for number, row in enumerate(some, 2):
        cells = (row.service, row.key, *row.cells) if lead > 1 else (row.service, *row.cells)
        for column, shown in enumerate(cells, 1):
            target = sheet.cell(number, column)
            _write(target, shown)
            target.alignment = _WRAP
            if column <= lead and not (tab.key is not None and column == lead):
                target.fill = _GREY
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
    _head(sheet.cell(1, column), REVIEW)
    sheet.cell(1, column).comment = Comment("Pour information. Une fiche changée redevient un brouillon.", "Sira")
    sheet.column_dimensions[get_column_letter(column)].width = 14
    for number, state in enumerate(states, 2):
        _write(sheet.cell(number, column), vocabulary("review").say(state))
        sheet.cell(number, column).fill = _GREY


def _blank(sheet: Worksheet, tab: Tab, first: int, last: int) -> None:
    """Whole columns are text, so that no date or number is guessed; rows for new services can be written in."""
    for number in range(1, len(tab.headings) + 1):
        sheet.column_dimensions[get_column_letter(number)].number_format = _TEXT_FORMAT
    for row in range(first, min(last, first + 40) + 1):
        for number in range(1, len(tab.headings) + 1):
            cell = sheet.cell(row, number)
            cell.number_format = _TEXT_FORMAT
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


def _head(cell: AnyCell, said: str) -> None:
    _write(cell, said)
    cell.font, cell.fill, cell.alignment = Font(bold=True, color="FFFFFF"), _HEAD, _WRAP


def _write(cell: AnyCell, said: Cell) -> None:
    """Text stays text, whatever it begins with: a spreadsheet must not run what a record says."""
    cell.value = said
    cell.number_format = _TEXT_FORMAT
    if isinstance(said, str):
        cell.data_type = "s"
        cell.quotePrefix = said.startswith(("=", "+", "-", "@"))
