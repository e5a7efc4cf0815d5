"""A name that stands in a sentence: of a trade, of a town."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from locales.answer import REMEMBERED, SLIP_FROM_LETTERS
from locales.fold import words

SLIP_IN_A_SENTENCE = 6
"""Letters from which a word among others may hold one slip: « electrisien », never « mots » for « moto »."""


def within(text: str, names: Mapping[str, Iterable[str]]) -> str | None:
    """The one whose name stands in a sentence, the longest; None when two are named that do not hold each other."""
    found = standing(text, names)
    if not found:
        return None
    longest, best = max(found, key=lambda one: len("".join(one[0])))
    held = all(id_ == best or all(_typed(word, longest) for word in said) for said, id_ in found)
    return best if held else None


def standing(text: str, names: Mapping[str, Iterable[str]]) -> list[tuple[frozenset[str], str]]:
    """The names that stand in a sentence, as their words and whose they are."""
    typed = frozenset(word.rstrip("s") for word in words(text))
    return [
        (frozenset(said), id_)
        for id_, readings in names.items()
        for said in map(_parts, readings)
        if len("".join(said)) >= SLIP_FROM_LETTERS and all(_typed(word, typed) for word in said)
    ]


@lru_cache(maxsize=REMEMBERED)
def _parts(reading: str) -> tuple[str, ...]:
    """The words of a name, without the sign of the plural."""
    return tuple(word.rstrip("s") for word in words(reading))


def _typed(word: str, typed: frozenset[str]) -> bool:
    return word in typed or (
        len(word) >= SLIP_IN_A_SENTENCE
        and extractOne(word, typed, scorer=OSA.distance, processor=None, score_cutoff=1) is not None
    )
