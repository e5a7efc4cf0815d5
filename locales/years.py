"""Years in a sentence: somebody's age, or how long something lasted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from locales.bounds import is_bound
from locales.fold import words
from locales.numbers import number_in
from locales.numberwords import is_and, is_number_word
from locales.remembered import remembered
from locales.sentence import cut

Tokens = tuple[str, ...]

AGES: Final = range(5, 100)
"""What the flows take as an age (flows/orientation.yaml, age)."""
NUMBER_WORDS_MAX: Final = 4  # « vingt et un », « quatre vingt dix neuf »
NOT_AN_AGE: Final = frozenset(words("de d dans que en"))  # « 5 ans d'expérience »
AFTER_ME: Final = 2  # « ne bɛ san 14 na »

_ME: Final = (words("n"), words("ne"))
_AGE: Final = words("si")
_YEARS: Final = words("san")
_AT: Final = (words("na"), words("la"))
_ANOTHERS: Final = frozenset(words("mon ma mes notre nos son sa ses pour il elle"))  # « 12 ans, ma fille »
_ANS: Final = frozenset(words("an ans"))
_LASTED: Final = frozenset(
    words(
        "depuis pendant durant dure duré y fait faire fais travaillé travaille travaillais attendu attends attend resté reste restée"
        " passé expérience vécu étudié école prison libye algérie tunisie maroc mon ma mes son sa fils fille enfant enfants frère"
        " soeur bébé femme mari il elle dans après avant moins plus entre kabini kɛ kɛra den denw"
    )
)
_APART: Final = re.compile(r"(?<=\d)(?=an)", re.IGNORECASE)  # « 25ans »


@remembered
def years_apart(text: str) -> str:
    """« 25ans » as « 25 ans »."""
    return cut(text, _APART.sub(" ", text))


def lasted(text: str) -> bool:
    """Whether years may be how long something lasted, or somebody else's: « 10 ans en Libye, 12 mois de prison », « ma fille »."""
    return not _LASTED.isdisjoint(words(text))


@remembered
def bare_age(text: str) -> int | None:
    """The age of « 30 ans », « san 30 » and nothing else.

    >>> bare_age("14 ans"), bare_age("san tan ni naani"), bare_age("depuis 14 ans"), bare_age("14")
    (14, 14, None, None)
    """
    said = words(years_apart(text))
    years = said[:-1] if said[-1:] in (("ans",), ("an",)) else said[1:] if said[:1] == _YEARS else ()
    age = _number(years)
    return age if age in AGES else None


def years_with_san(said: Tokens) -> Iterator[tuple[str, int]]:
    """« N si ye san 14 ye », « ne bɛ san 14 na »: the number after « san », and what else must stand around it."""
    place = said.index(_YEARS[0]) if _YEARS[0] in said else 0
    if not place or said[:1] not in _ME or is_bound(" ".join(said)):
        return
    after = said[place + 1 :]
    many = next((many for many in range(NUMBER_WORDS_MAX, 0, -1) if _number(after[:many]) in AGES), 0)
    if many and (said[1:2] == _AGE or (place == AFTER_ME and after[many : many + 1] in _AT)):
        yield "age", _number(after[:many])


def _number(said: Tokens) -> int:
    """The number that the words are and nothing else; 0 for none."""
    plain = said and all(one.isdecimal() or is_number_word(one) or is_and(one) for one in said)
    found = number_in(" ".join(said)) if plain else None
    return found if isinstance(found, int) else 0


def years_first(said: Tokens) -> Iterator[tuple[str, int]]:
    """« 34 ans et 2 enfants », said without « j'ai »."""
    begins = said[:1] != () and said[0].isdecimal() and not _ANS.isdisjoint(said[1:2]) and _ANOTHERS.isdisjoint(said)
    if begins and NOT_AN_AGE.isdisjoint(said[2:3]) and int(said[0]) in AGES:
        yield "age", int(said[0])
