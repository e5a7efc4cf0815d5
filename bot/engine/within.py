"""A name that stands in a sentence: of a trade, of a town."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from locales.answer import SLIP_FROM_LETTERS, Options
from locales.fold import words

SLIP_IN_A_SENTENCE: Final = 6
"""Letters from which a word among others may hold one slip: « electrisien », never « mots » for « moto »."""
SLIPS: Final = 1
LISTS_KEPT: Final = 256
"""Sets of names kept taken apart: those of the places, trades and unknown trades in each language, some per region."""

Standing = tuple[frozenset[str], str]
"""The words of a name, and whose it is."""


def within(text: str, names: Options) -> str | None:
    """The one whose name stands in a sentence, the longest; None when two are named that do not hold each other."""
    found = standing(text, names)
    if not found:
        return None
    longest, best = max(found, key=lambda one: len("".join(one[0])))
    held = all(id_ == best or said <= _heard(longest, said, _long(said)) for said, id_ in found)
    return best if held else None


def standing(text: str, names: Options) -> list[Standing]:
    """The names that stand in a sentence."""
    known = _taken_apart(tuple(names))
    heard = _heard(frozenset(_bare(text)), known.words, known.long)
    return [one for one in known.names if one[0] <= heard] if heard else []


@dataclass(frozen=True, slots=True)
class _Names:
    """Names as their words; ``long``: the words that may hold a slip."""

    names: tuple[Standing, ...]
    words: frozenset[str]
    long: tuple[str, ...]


@lru_cache(maxsize=LISTS_KEPT)
def _taken_apart(names: Options) -> _Names:
    parts = ((_bare(reading), id_) for id_, readings in names for reading in readings)
    known = tuple((frozenset(said), id_) for said, id_ in parts if len("".join(said)) >= SLIP_FROM_LETTERS)
    every = frozenset().union(*(said for said, _ in known))
    return _Names(known, every, _long(every))


def _bare(text: str) -> tuple[str, ...]:
    """The words, without the sign of the plural."""
    return tuple(word.rstrip("s") for word in words(text))


def _long(known: frozenset[str]) -> tuple[str, ...]:
    return tuple(word for word in known if len(word) >= SLIP_IN_A_SENTENCE)


def _heard(typed: frozenset[str], known: frozenset[str], long: tuple[str, ...]) -> frozenset[str]:
    """Those of the ``known`` words that were typed, a ``long`` one with one slip too."""
    longest = max(map(len, long), default=0) + SLIPS
    slipped = (
        word
        for one in typed
        if SLIP_IN_A_SENTENCE - SLIPS <= len(one) <= longest
        for word, _, _ in extract(one, long, scorer=OSA.distance, processor=None, score_cutoff=SLIPS, limit=None)
    )
    return (typed & known).union(slipped)
