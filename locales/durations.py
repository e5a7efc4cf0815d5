"""How long, and how old, in words: « deux semaines », « kalo saba », « san mugan ni duuru », « 25 ans et 3 mois ».

A number that counts months is no age: read as one, « 6 mois » would make a child of six of somebody's six months.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from locales.birthyear import age_by_birth
from locales.counts import UNITS, Unit, house, other_units
from locales.fold import fold, words
from locales.numbers import Ambiguous, eight_is_sure, number_in, plain_digits
from locales.numberwords import is_and, is_number_word, said_in

_FRENCH, _BAMBARA = ({fold(word): unit for unit in UNITS for word in counts.units[unit]} for counts in house())
_EIGHT: Final = 8  # written like « come back » by who leaves out a letter
_CHILDREN: Final = frozenset(words("enfant enfants anfan den denw"))  # « 34 ans et 2 enfants »
_APART: Final = re.compile(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")


@dataclass(frozen=True, slots=True)
class Duration:
    """A whole number of one unit."""

    number: int
    unit: Unit


def durations_in(text: str) -> tuple[Duration, ...]:
    """Every number with its unit, in the order said. French counts before the unit, Bambara after it.

    >>> durations_in("kalo saba"), durations_in("deux semaines")
    ((Duration(number=3, unit='month'),), (Duration(number=2, unit='week'),))
    """
    tokens = _tokens(text)
    found = []
    for place, token in enumerate(tokens):
        if isinstance(token, int):
            before, after = (tokens[at] if 0 <= at < len(tokens) else "" for at in (place - 1, place + 1))
            unit = (
                _FRENCH.get(str(after))
                or _BAMBARA.get(str(before))
                or _BAMBARA.get(str(after))
                or _added(before, after)
            )
            if unit is not None:
                found.append(Duration(token, unit))
    return tuple(found)


def age_in(text: str, year: int) -> int | Ambiguous | None:
    """The age in years that the message gives: by year of birth, by « ans » or *san*, or as a bare number.

    None when it counts days, weeks or months only; ``Ambiguous`` when it could be several.

    >>> age_in("san mugan ni duuru", 2026), age_in("25 ans et 3 mois", 2026), age_in("6 mois", 2026)
    (25, 25, None)
    """
    born = age_by_birth(text, year)
    if born is not None:
        return born
    found = durations_in(text)
    years = [one.number for one in found if one.unit == "year"]
    counted = sum(isinstance(token, int) for token in _tokens(text))
    if found and not years:
        return None
    others = counted > 1 and (counted == len(found) or not _CHILDREN.isdisjoint(words(text)))
    if len(years) == 1 and others and (years[0] != _EIGHT or eight_is_sure(text)):
        return years[0]
    return number_in(text)


def _tokens(text: str) -> list[int | str]:
    """Words, with what counts as numbers: digits one by one, number words said together as one."""
    split = words(_APART.sub(" ", plain_digits(text)))
    found: list[int | str] = []
    for kind, run in groupby(split, lambda word: "digits" if word.isdecimal() else is_number_word(word)):
        said = list(run)
        if kind == "digits":
            found += [int(word) for word in said]
        elif kind:
            found += _number(said)
        else:
            found += said
    return found


def _number(said: list[str]) -> list[int | str]:
    while said and is_and(said[0]):
        said = said[1:]
    while said and is_and(said[-1]):
        said = said[:-1]
    numbers = said_in(said) if said else ()
    return [numbers[0]] if len(numbers) == 1 else list(said)


def _added(before: int | str, after: int | str) -> Unit | None:
    """The unit that stands on either side in an added language."""
    known = other_units()
    return known.get(str(before)) or known.get(str(after))
