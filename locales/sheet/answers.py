"""Reading the reviewers' sheet that came back: cells only, each row on its own, nothing believed."""

from __future__ import annotations

import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from locales.fold import fold
from locales.problem import AuthorProblem
from locales.review import hash_of
from locales.sheet.columns import ANSWER, ANSWERS, KEY, MARK, REMARK, STATE, STATE_WORDS, TAB, TRANSLATION, WORDS
from locales.sheet.fault import Fault
from locales.sheet.line import IN_LANGUAGE

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

UNPACKED_MAX: Final = 64 * 1024 * 1024
"""Bytes that a workbook may unpack to: ours is under four million; more is a broken or hostile file."""
ROWS_MAX: Final = 20_000
COLUMNS_MAX: Final = 60
CELL_MAX: Final = 5_000
"""Letters of one answer; the longest sentence of Sira has under two thousand."""
CODE_SHOWN: Final = 16
_NEEDED: Final = (KEY, MARK, ANSWER, WORDS, REMARK, STATE)
_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SPELLED: Final = {fold(one): one for one in (*ANSWERS, *STATE_WORDS.values())}
"""The words of the lists by what is left of them on a keyboard without accents: « Ca va » is « ça va »."""
_ASIDE: Final = str.maketrans({"’": "'", "\u00a0": " "})


class SheetProblem(AuthorProblem):
    """The file is no sheet of ours at all; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands in one row. ``state``: its French word, or empty; ``row``: as the spreadsheet numbers it."""

    row: int
    key: str
    mark: str
    answer: str = ""
    words: str = ""
    remark: str = ""
    state: str = ""

    @property
    def empty(self) -> bool:
        """Whether the reviewer left the row as it was."""
        return not (self.answer or self.words or self.remark or self.state)


def read(path: Path, language: str) -> tuple[tuple[Answer, ...], tuple[Fault, ...]]:
    """The rows that were answered, and those that cannot be read. Raises ``SheetProblem``, also of a sheet that was made
    for another language: its words would stand where nobody looks for them.
    """
    tab = _tab(path)
    heads = {str(cell.value).strip(): cell.column for cell in tab[1] if cell.value is not None}
    missing = [title for title in _NEEDED if title not in heads]
    if missing:
        raise SheetProblem(f"{path} : il manque la colonne « {missing[0]} » ; repartez d'une feuille neuve.")
    _in(language, tab, heads[MARK], path)
    answers: list[Answer] = []
    faults: list[Fault] = []
    for number in range(2, tab.max_row + 1):
        cells = {title: tab.cell(number, heads[title]) for title in _NEEDED}
        if any(cell.data_type == "f" for cell in cells.values()):
            key = _text(cells[KEY].value) if cells[KEY].data_type != "f" else ""
            faults.append(Fault(number, key, "une formule n'est pas acceptée ; écrivez le texte"))
            continue
        said = {title: _text(cell.value) for title, cell in cells.items()}
        said |= {title: _SPELLED.get(fold(said[title]), said[title]) for title in (ANSWER, STATE)}
        said[MARK] = said[MARK].partition(IN_LANGUAGE)[2]
        fault = _unreadable(said)
        answer = Answer(number, *(said[title] for title in _NEEDED))
        beside = TRANSLATION in heads and _written_over(tab.cell(number, heads[TRANSLATION]).value, answer)
        if beside:
            fault = f"la colonne « {TRANSLATION} » a été changée ; écrivez la phrase dans « {WORDS} »"
        if fault and (beside or not answer.empty):
            faults.append(Fault(number, said[KEY], fault))
        elif not answer.empty:
            answers.append(answer)
    return tuple(answers), tuple(faults)


def _in(language: str, tab: Worksheet, column: int, path: Path) -> None:
    """Raises ``SheetProblem`` when a row belongs to another language than ``language``."""
    for number in range(2, tab.max_row + 1):
        found, mark, _ = _text(tab.cell(number, column).value).partition(IN_LANGUAGE)
        if mark and found != language:
            raise SheetProblem(
                f"{path} : cette feuille est en « {found[:CODE_SHOWN]} », et on la reprend en « {language} ». Rien n'est "
                f"enregistré. Écrivez : --lang {found[:CODE_SHOWN]}"
            )


def _written_over(value: object, answer: Answer) -> bool:
    """Whether the reviewer wrote over the sentence itself, and nowhere else: in silence their work would be lost."""
    _, _, before = answer.mark.partition("-")
    now = "" if value is None else str(value).replace("_x000D_", "").replace("\r\n", "\n")
    return bool(before and now and not answer.words) and hash_of(now) != before


def _tab(path: Path) -> Worksheet:
    from openpyxl import load_workbook  # noqa: PLC0415 — heavy, and only this command needs it

    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
        book = load_workbook(path) if size <= UNPACKED_MAX else None
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise SheetProblem(
            f"{path} : ce n'est pas un classeur .xlsx lisible ; enregistrez-le au format .xlsx."
        ) from error
    if book is None:
        raise SheetProblem(f"{path} : ce fichier est trop grand pour une feuille de relecture.")
    if TAB not in book.sheetnames:
        raise SheetProblem(f"{path} : l'onglet « {TAB} » manque ; repartez d'une feuille de « sira locales sheet ».")
    tab: Worksheet = book[TAB]
    if tab.max_row > ROWS_MAX or tab.max_column > COLUMNS_MAX:
        raise SheetProblem(f"{path} : trop de lignes ou de colonnes ; supprimez celles qui sont vides.")
    return tab


def _unreadable(said: dict[str, str]) -> str:
    if not said[KEY]:
        return "la clé manque ; recopiez-la de la feuille d'origine"
    if max(map(len, said.values())) > CELL_MAX:
        return f"un texte a plus de {CELL_MAX} signes ; raccourcissez-le"
    if said[ANSWER] and said[ANSWER] not in ANSWERS:
        return (
            f"« {said[ANSWER][:40]} » n'est pas une réponse ; choisissez {' ou '.join(f'« {one} »' for one in ANSWERS)}"
        )
    if said[STATE] and said[STATE] not in STATE_WORDS.values():
        return f"« {said[STATE][:40]} » n'est pas un état ; choisissez dans la liste"
    if any(_unseen(sign) for one in said.values() for sign in one):
        return "un signe invisible se trouve dans un texte ; effacez-le et écrivez de nouveau"
    return ""


def _unseen(sign: str) -> bool:
    """Whether nobody sees it, and it would turn or break what is seen; joiners of other scripts may stay."""
    return (unicodedata.category(sign) in {"Cc", "Cs", "Co"} and sign != "\n") or sign in _TURNING


def _text(value: object) -> str:
    """A cell's words, composed letters, one kind of apostrophe."""
    if value is None:
        return ""
    words = str(value).replace("\r\n", "\n").replace("_x000D_", "").strip()
    return unicodedata.normalize("NFC", words).translate(_ASIDE)
