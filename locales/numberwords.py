"""Number words, French and Bambara, up to 9,999, in the spellings that people type.

Words are compared folded. A word may hold several parts (*vingtcinq*, *bisaba*). Bambara beyond 9,999 is left out on
purpose: *ba tan ni duuru* is 10,005 to one speaker and 15,000 to another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Final

from locales.fold import fold, words
from locales.remembered import remembered

HIGHEST: Final = 9_999

_AND: Final = 0  # et, ni, ani
_TENS: Final = -10  # bi: the next word counts tens
_TEN: Final = 10
_HUNDRED: Final = 100
_THOUSAND: Final = 1_000
_COUNTED: Final = (_THOUSAND, _HUNDRED, _TENS)

_FRENCH_WORDS: Final[Mapping[int, str]] = {
    _AND: "et é",
    1: "un une in",
    2: "deux deu de2",
    3: "trois troi trwa",
    4: "quatre quatres katre quat cat",
    5: "cinq cinque sinq cink sink saink",
    6: "six sis siss",
    7: "sept set",
    8: "huit uite",
    9: "neuf nef noeuf",
    10: "dix dis diss",
    11: "onze onz",
    12: "douze douz",
    13: "treize trèze trez treiz",
    14: "quatorze quatorz catorze katorze katorz",
    15: "quinze quinz kinze kinz",
    16: "seize sèze seiz",
    17: "dizsept dizset dizsète",
    18: "dizuit dizuite dizhuit disuit",
    19: "dizneuf diznef disneuf",
    20: "vingt vingts vint vin ving",
    30: "trente trentes trante trent",
    40: "quarante quarantes quarente karante karant quarant",
    50: "cinquante cinquantes cinquente cinkante sinkante cinquant",
    60: "soixante soixantes soixente soisante soissante swasante soixant",
    70: "septante",
    80: "huitante octante",
    90: "nonante",
    _HUNDRED: "cent cents",
    _THOUSAND: "mille mil milles",
}
_BAMBARA_WORDS: Final[Mapping[int, str]] = {
    _AND: "ni ani nin",
    _TENS: "bi",
    1: "kelen kélén kele",
    2: "fila fla fula filla",
    3: "saba sawa",
    4: "naani nani",
    5: "duuru dourou doulou luuru looru",
    6: "wɔɔrɔ woro worɔ ouoro",
    7: "wolonwula wolonfila wolonfla wolonwila woronwula woronfila wolonwla wolofila",
    8: "seegin segin ségui segi seki sheegin",
    9: "kɔnɔntɔn kononto kɔnɔtɔn konondon",
    10: "tan",
    20: "mugan muga mougan muguan mouguan",
    _HUNDRED: "kɛmɛ kèmè kemen",
    _THOUSAND: "ba waa waga wagan",
}

_MET: Final = "i"
"""What the fold leaves of *ni* after another *n*: « tanniduuru » is *taniduru*."""

RISKY: Final = frozenset(words("un une in neuf nef set dis sis vin vint cat mil woro kelen kele tan ba waa é"))
"""Number words that are also everyday words (*un*, *tan*, *kelen* « seul »): not a number inside a longer sentence."""


def _parts(spelled: Mapping[int, str]) -> tuple[Mapping[str, int], re.Pattern[str]]:
    values = {fold(word): value for value, spellings in spelled.items() for word in spellings.split()}
    longest_first = sorted(values, key=len, reverse=True)
    return {**values, _MET: _AND}, re.compile("|".join((*longest_first, rf"(?<=n){_MET}(?=\w)")))


_FRENCH, _BAMBARA = _parts(_FRENCH_WORDS), _parts(_BAMBARA_WORDS)


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
    return bool(_split(word, _FRENCH) or _split(word, _BAMBARA))


@remembered
def is_and(word: str) -> bool:
    """Whether the folded ``word`` only joins numbers (*et*, *ni*)."""
    return _split(word, _FRENCH) == (_AND,) or _split(word, _BAMBARA) == (_AND,)


def french(said_words: Sequence[str]) -> int | None:
    """The number that these folded words say in French, 1 to 9,999; None when they say none."""
    said = [part for part in _values(said_words, _FRENCH) if part != _AND]
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
        if part == _AND:
            joined = True
            continue
        counted = said[place] if part in _COUNTED and said[place] in range(1, 10) else None
        place += counted is not None
        if (counted is None and part in (_THOUSAND, _TENS)) or not (joined or part == _HUNDRED):
            return None
        size = abs(part) if part in (*_COUNTED, _TEN, 2 * _TEN) else 1
        if size >= size_before:
            return None
        total += abs(part) * (counted or 1)
        size_before, joined = size, False
    return total if 0 < total <= HIGHEST else None


def _values(said_words: Sequence[str], language: tuple[Mapping[str, int], re.Pattern[str]]) -> list[int]:
    return list(chain.from_iterable(_split(word, language) or (HIGHEST + 1,) for word in said_words))


def _split(word: str, language: tuple[Mapping[str, int], re.Pattern[str]]) -> tuple[int, ...]:
    """The values of a word's parts, () when something else is in it."""
    values, pattern = language
    found = pattern.findall(word)
    return tuple(values[part] for part in found) if "".join(found) == word else ()
