"""Number words up to 9,999, in the spellings that people type (`counts.py`), by the rules of French, of Bambara, of the rest.

Words are compared folded. A word may hold several parts (*vingtcinq*, *bisaba*).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final

from locales.composed import composed
from locales.counts import AND, HIGHEST, TENS, Counts, house, others
from locales.fold import fold, words
from locales.remembered import remembered

_TEN: Final = 10
_HUNDRED: Final = 100
_THOUSAND: Final = 1_000
_COUNTED: Final = (_THOUSAND, _HUNDRED, TENS)

_MET: Final = "i"
"""What the fold leaves of *ni* after another *n*: « tanniduuru » is *taniduru*."""

RISKY: Final = frozenset(words("un une in neuf nef set dis sis vin vint cat mil woro kelen kele tan ba waa é"))
"""Number words that are also everyday words (*un*, *tan*, *kelen* « seul »): not a number inside a longer sentence."""


Parts = tuple[Mapping[str, int], re.Pattern[str]]


def _parts(counts: Counts) -> Parts:
    values = {fold(word): value for value, spellings in counts.spelled.items() for word in spellings}
    longest_first = sorted(values, key=len, reverse=True)
    return {**values, _MET: AND}, re.compile("|".join((*map(re.escape, longest_first), rf"(?<=n){_MET}(?=\w)")))


_FRENCH, _BAMBARA = map(_parts, house())


@lru_cache(maxsize=1)
def _others() -> tuple[tuple[Counts, Parts], ...]:
    """The languages that were added, read when the first number is looked for."""
    return tuple((counts, _parts(counts)) for counts in others())


def _below_hundred() -> Mapping[tuple[int, ...], int]:
    """Every way to say 1–99 in French, by the values of its words: (4, 20, 10, 9) is 99, (90, 9) is 99 too."""
    teens = {(n,): n for n in range(10, 20)} | {(10, n): 10 + n for n in (7, 8, 9)}
    small = {(n,): n for n in range(1, 10)} | teens
    table = dict(small)
    for tens in range(20, 100, 10):
        table |= {(tens,): tens} | {(tens, n): tens + n for n in range(1, 10)}
    table |= {(60, *said): 60 + value for said, value in teens.items()}
    return table | {(4, 20): 80} | {(4, 20, *said): 80 + value for said, value in small.items()}


_BELOW_HUNDRED: Final = _below_hundred()


@remembered
def is_number_word(word: str) -> bool:
    """Whether the folded ``word`` is made of number words of one language and nothing else."""
    return any(_split(word, parts) for parts in _all())


@remembered
def is_and(word: str) -> bool:
    """Whether the folded ``word`` only joins numbers (*et*, *ni*)."""
    return any(_split(word, parts) == (AND,) for parts in _all())


def _all() -> tuple[Parts, ...]:
    return (_FRENCH, _BAMBARA, *(parts for _, parts in _others()))


def said_in(said_words: Sequence[str]) -> tuple[int, ...]:
    """The numbers that these folded words say, French or else Bambara first, then in every added language: two when one
    language's seven is another's three.
    """
    number = french(said_words)
    number = bambara(said_words) if number is None else number
    found = (number, *(composed(_values(said_words, parts), counts) for counts, parts in _others()))
    return tuple(dict.fromkeys(one for one in found if one is not None))


def french(said_words: Sequence[str]) -> int | None:
    """The number that these folded words say in French, 1 to 9,999; None when they say none."""
    said = [part for part in _values(said_words, _FRENCH) if part != AND]
    if _THOUSAND not in said:
        return _french_below_thousand(said)
    at = said.index(_THOUSAND)
    thousands = _french_below_thousand(said[:at]) if at else 1
    rest = _french_below_thousand(said[at + 1 :]) if said[at + 1 :] else 0
    if thousands is None or rest is None or thousands >= _TEN:
        return None
    return thousands * _THOUSAND + rest


def _french_below_thousand(said: Sequence[int]) -> int | None:
    """*cent* … *neuf cent quatre-vingt-dix-neuf*, and years as *dix-neuf cent*."""
    if _HUNDRED not in said:
        return _BELOW_HUNDRED.get(tuple(said))
    at = said.index(_HUNDRED)
    hundreds = _BELOW_HUNDRED.get(tuple(said[:at])) if at else 1
    rest = _BELOW_HUNDRED.get(tuple(said[at + 1 :])) if said[at + 1 :] else 0
    if hundreds is None or rest is None or hundreds >= 2 * _TEN:
        return None
    return hundreds * _HUNDRED + rest


def bambara(said_words: Sequence[str]) -> int | None:
    """The number that these folded words say in Bambara, 1 to 9,999; None when they say none.

    The unit follows what it counts (*ba fila*, *kɛmɛ duuru*, *bi saba*); parts fall in size and are joined by *ni*,
    which may be left out before *kɛmɛ* only. *Mugan ni tan* is thirty.
    """
    said = [*_values(said_words, _BAMBARA), None]
    total, size_before, joined = 0, HIGHEST + 1, True
    place = 0
    while (part := said[place]) is not None:
        place += 1
        if part == AND:
            joined = True
            continue
        counted = said[place] if part in _COUNTED and said[place] in range(1, 10) else None
        place += counted is not None
        if (counted is None and part in (_THOUSAND, TENS)) or not (joined or part == _HUNDRED):
            return None
        size = abs(part) if part in (*_COUNTED, _TEN, 2 * _TEN) else 1
        if size >= size_before:
            return None
        total += abs(part) * (counted or 1)
        size_before, joined = size, False
    return total if 0 < total <= HIGHEST else None


def _values(said_words: Sequence[str], language: Parts) -> list[int]:
    return list(chain.from_iterable(_split(word, language) or (HIGHEST + 1,) for word in said_words))


def _split(word: str, language: Parts) -> tuple[int, ...]:
    """The values of a word's parts, () when something else is in it."""
    values, pattern = language
    found = pattern.findall(word)
    return tuple(values[part] for part in found) if "".join(found) == word else ()
