"""Which of the offered answers somebody's typed words mean.

The order: id, number of the answer, label or synonym (folded, any language), then one slip of the finger in a word of
four letters or more when it fits a single answer. What is stored is never folded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from locales.fold import fold
from locales.ordinals import ordinal_in

Options = Sequence[tuple[str, tuple[str, ...]]]
"""Answer ids, each with every way in which it is written: labels of all languages, synonyms."""

SLIP_FROM_LETTERS = 4
GRUNTS = frozenset({"unhun", "hun", "mhm", "mmm", "mm", "onhon", "onon", "unun", "hunhun", "hm", "hmm"})
"""Yes and no that differ by a breath (languages.md): asked again, never decided."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """Something between yes and no: ask again."""


def understand_exactly(text: str, options: Options) -> str | None:
    """The answer whose id or wording this is to the letter, folded; no numbers, no slips."""
    typed = text.strip()
    folded = fold(typed)
    for id_, readings in options:
        if typed == id_ or (folded and folded in _folded(readings)):
            return id_
    return None


def understand(text: str, options: Options, *, ordinals: bool = True, slips: bool = True) -> str | Unsure | None:
    """The id of the answer meant, ``Unsure`` for a grunt, None when it is none of them.

    ``slips`` is off where a guess could harm: consent, stop, erase.
    """
    found = understand_exactly(text, options)
    if found is not None:
        return found
    if ordinals:
        place = ordinal_in(text)
        if isinstance(place, int) and 1 <= place <= len(options):
            return options[place - 1][0]
    folded = fold(text)
    if folded in GRUNTS:
        return Unsure()
    return _slipped(folded, options) if slips and len(folded) >= SLIP_FROM_LETTERS else None


def _slipped(folded: str, options: Options) -> str | None:
    near = {id_ for id_, readings in options if _near(folded, _folded(readings))}
    return near.pop() if len(near) == 1 else None


def _near(folded: str, readings: Iterable[str]) -> bool:
    return any(
        len(reading) >= SLIP_FROM_LETTERS and OSA.distance(folded, reading, score_cutoff=1) <= 1 for reading in readings
    )


@lru_cache(maxsize=8192)
def _folded(readings: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(reading) for reading in readings) - {""}
