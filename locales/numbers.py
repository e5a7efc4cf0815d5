"""The number in what a person typed: « 25 », « j'ai 25 ans », « ٢٥ », « vingt-cinq », « san mugan ni duuru ».

A number is asked for in words of daily life and answered in them. What could be two numbers is handed back as
``Ambiguous``, and the question is put again with an example: a guessed age sends somebody to the wrong door.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from locales.counts import other_units
from locales.fold import words
from locales.numberwords import RISKY, bambara, french, is_and, is_number_word, said_in
from locales.remembered import remembered

MOST_DIGITS: Final = 12
"""Longer runs of digits are telephone or document numbers."""

UNITS_OF_FIVE: Final = 5
"""Spoken Bambara counts money in units of 5 F: *kɛmɛ*, a hundred, is 500 F."""

_AS_PICTURE = "\ufe0f"  # asks for the coloured form of a keycap digit
_LONG_VOWEL = re.compile("[sS][hH]?(?:[eéè]{2}|ɛ{2})g")
_BREATH = re.compile(r"\bhu+n", re.IGNORECASE)  # *hun*, between yes and no, folds like *un*
_SIGNED = re.compile(r"(?<![\w.,/])[-−–]\s*\d|\bmoins\b|\d\s*[/⁄]\s*\d", re.IGNORECASE)
_GROUPED = re.compile(r"(?<!\d)(?<!\d[.,])\d{1,3}(?:[.,\s]\d{3})+(?![.,]?\d)")
_BROKEN = re.compile(r"\d[.,]\d")
ANSWER_DIGITS = 2  # no question has a hundred answers
_AROUND = frozenset(
    words(
        "j ai a an ans année années mois jour jours enfant enfants fille filles garçon garçons fils bébé bébés personne"
        " personnes environ age mon mes est suis de d l le il y depuis à peu près juste seulement oui non ok merci svp"
        " f fcfa cfa francs sefa n ne si san sanw kalo tile den denw bɛ be b ye la na bolo sɔrɔ ka in dɔrɔn hakɛ"
    )
)


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Perhaps a number, but which? ``candidates`` in the order they were said; one alone may be no number at all."""

    candidates: tuple[int, ...]


@remembered
def number_in(text: str) -> int | Ambiguous | None:
    """The one whole number, 0 or more, that the message gives. None: no number, a negative one, or a part of one.

    >>> number_in("J'ai 25 ans"), number_in("bi saba ni kelen"), number_in("10 000"), number_in("-3"), number_in("2,5")
    (25, 31, 10000, None, None)
    """
    plain = plain_digits(text)
    if _SIGNED.search(plain) or _BREATH.search(plain):
        return None
    plain = _GROUPED.sub(lambda group: re.sub(r"\D", "", group.group()), plain)
    if _BROKEN.search(plain):
        return None
    written = re.findall(r"\d+", plain)
    if any(len(digits) > MOST_DIGITS for digits in written):
        return None
    said = _said(words(re.sub(r"\d+", " ", plain)))
    if said is None:
        return None
    found = tuple(dict.fromkeys([*map(int, written), *said]))
    if len(found) > 1 or (found == (8,) and not written and not eight_is_sure(text)):
        return Ambiguous(found)
    return found[0] if found else None


def amount_in(text: str) -> int | Ambiguous | None:
    """Like ``number_in``, for money in F CFA: a Bambara number word may count units of 5 F; digits confirm."""
    found = number_in(text)
    if isinstance(found, int) and not re.search(r"\d", plain_digits(text)) and _in_bambara(words(text), found):
        return Ambiguous((found, found * UNITS_OF_FIVE))
    return found


@remembered
def plain_digits(text: str) -> str:
    """The text with digits of every script and every emoji as 0–9, and without marks and joiners."""
    text = unicodedata.normalize("NFKC", text.replace("🔟", "10"))
    return "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
        for sign in text
        if unicodedata.category(sign) not in {"Me", "Cf"} and sign != _AS_PICTURE
    )


def is_answer_number(text: str) -> bool:
    """Whether it is one or two digits, of any script, and nothing else: the number of an answer, and no words."""
    digits = plain_digits(text).strip(" .)")
    return digits.isdecimal() and len(digits) <= ANSWER_DIGITS


def eight_is_sure(text: str) -> bool:
    """*Seegin* is eight, *segin* is « come back »: without the long vowel only *huit* leaves no doubt."""
    return bool(_LONG_VOWEL.search(text)) or french(words(text)) is not None


def _said(tokens: Sequence[str]) -> tuple[int, ...] | None:
    """Each number said in words; None when number words stand together and make no number."""
    around = _AROUND.union(other_units())
    daily = all(token in around for token in tokens if not is_number_word(token))
    found: list[int] = []
    for counts, run in groupby(tokens, is_number_word):
        said = _without_outer_and(list(run)) if counts else []
        if not said or (not daily and all(word in RISKY for word in said)):
            continue
        numbers = said_in(said)
        if not numbers:
            return None
        found += numbers
    return tuple(found)


def _without_outer_and(said: list[str]) -> list[str]:
    while said and is_and(said[0]):
        said = said[1:]
    while said and is_and(said[-1]):
        said = said[:-1]
    return said


def _in_bambara(tokens: Sequence[str], number: int) -> bool:
    return bambara(_without_outer_and([token for token in tokens if is_number_word(token)])) == number


def decimal(number: float) -> str:
    """A measured number with one decimal as French writes it: « 0,3 »."""
    return f"{number:.1f}".replace(".", ",")
