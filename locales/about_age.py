"""An age that is said about: « une trentaine », « entre 20 et 25 », « vingt ou vingt et un », *mugan ni mugan ni duuru cɛ*.

It is no age that may be kept, since a band may begin in between; but who says it has answered, and is asked no more than
which of the nearest answers it is.
"""

from __future__ import annotations

import re
from typing import Final

from locales.fold import fold, words
from locales.numbers import number_in, plain_digits
from locales.numberwords import is_number_word
from locales.years import AGES

DECADES: Final = {
    fold(name): low
    for name, low in {
        "vingtaine": 20,
        "trentaine": 30,
        "quarantaine": 40,
        "cinquantaine": 50,
        "soixantaine": 60,
    }.items()
}
UNDER: Final = 2
"""« Une trentaine » is said at twenty-eight too."""
DECADE: Final = 9
FAR: Final = 15
"""Years apart from which two numbers are no age said about: « 20 ou 45 » may be two people."""
_BETWEEN: Final = (
    re.compile(r"entre\s+(?P<low>.+?)\s+(?:et|à|a)\s+(?P<high>.+)"),
    re.compile(r"(?P<low>.+?)\s+ni\s+(?P<high>.+?)\s+c[ɛe](?:la)?\b"),
    re.compile(r"(?P<low>.+?)\s*(?:\bou\b|\bwalima\b|\bà\b|\ba\b|-|/)\s*(?P<high>.+)"),
)
_AROUND: Final = frozenset(
    words(
        "j je ai g gé jai moi c est cest suis chui d l la le une un dans environ à peu près vers entre et a ou an ans année"
        " années age âge mon presque n ne si san sanw bɛ be ye na ni cɛ cɛla walima ka ɲɔgɔn"
    )
)


def about_age(text: str) -> tuple[int, int] | None:
    """The youngest and the oldest that somebody says they may be; None where the words may be about anybody else.

    >>> about_age("j'ai une trentaine d'années"), about_age("entre vingt et vingt-cinq ans"), about_age("20-25")
    ((28, 39), (20, 25), (20, 25))
    >>> about_age("ma fille a entre 10 et 12 ans"), about_age("25"), about_age("entre 40 et 20"), about_age("20 ou 45")
    (None, None, None, None)
    """
    plain = " ".join(plain_digits(text).lower().replace("'", " ").replace("’", " ").split())
    said = words(plain)
    if not all(word in _AROUND or word in DECADES or word.isdecimal() or is_number_word(word) for word in said):
        return None
    named = [DECADES[word] for word in said if word in DECADES]
    if named:
        return (named[0] - UNDER, named[0] + DECADE) if len(named) == 1 else None
    return next((span for way in _BETWEEN if (span := _span(way.fullmatch(plain)))), None)


def _span(found: re.Match[str] | None) -> tuple[int, int] | None:
    if found is None:
        return None
    low, high = number_in(found["low"]), number_in(found["high"])
    if not (isinstance(low, int) and isinstance(high, int) and low in AGES and high in AGES):
        return None
    return (low, high) if low < high <= low + FAR else None
