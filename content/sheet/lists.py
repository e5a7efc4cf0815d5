"""The tab of closed lists, from which the other tabs let an editor choose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from content.sheet.paint import head, write_text
from content.sheet.tabs import tabs
from content.sheet.vocabulary import Vocabulary, values_of, vocabulary

LISTS = "Listes"
Ranges: TypeAlias = Mapping[str, str]
TITLES = {
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


def lists(sheet: Worksheet) -> Ranges:
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
        head(sheet.cell(1, number), TITLES.get(words.name, title))
        sheet.column_dimensions[letter].width = 28
        said = tuple(dict.fromkeys(words.words.values()))
        for row, one in enumerate(said, 2):
            write_text(sheet.cell(row, number), one)
        ranges[words.name] = f"{LISTS}!${letter}$2:${letter}${len(said) + 1}"
    sheet.freeze_panes = "A2"
    sheet.protection.sheet = True
    return ranges
