"""Phrases that are found anywhere in a message: « nulle part … dormir », « je veux _ me tuer/tué », « suicid* ».

``…`` stands for a few words, ``_`` for one word or none, ``/`` for one of several, a star at the end for any ending.
``[a/ont]`` in front: not straight after one of these words, since « il a envie de me tuer » is no wish to die; ``[^]``: not
at the start of the message, ``[*]``: only there; ``=``: by its letters alone, where the ear would take « je veux » for « il
veut ». All is folded first, and spaces do not count: *jai faim* is *j'ai faim*.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count, product
from typing import Final

from locales.reading import HEARD, WRITTEN, Reading

GAP_WORDS: Final = 4
"""Words that « … » may stand for: enough for « nulle part, ce soir, où », too few to join two sentences."""

_GAPS: Final = {"…": GAP_WORDS, "_": 1}
NOTHING: Final = "^"
ANY: Final = "*"
_BY_LETTERS: Final = "="

START: Final = 3
"""Letters by which a phrase with an open end is found; of two that begin together, one with fewer comes after."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase looked for anywhere: pieces (folded, without spaces) that follow each other with at most a gap between.

    ``first``: how it begins; ``then``: for each further piece its spellings, which are not multiplied with the first ones;
    ``gaps``: how many words may stand in front of each of them; ``not_after``: words that the phrase may not follow.
    """

    meaning: str
    first: str
    then: tuple[tuple[str, ...], ...]
    gaps: tuple[int, ...]
    open_end: bool
    not_after: frozenset[str]
    rank: tuple[int, int]

    @property
    def begins_open(self) -> bool:
        """Whether the first piece may end within a word, being the only one."""
        return self.open_end and not self.then


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """Phrases by how they begin: ``whole`` by their first piece, which is so many words; ``opened`` by its first letters.

    ``longest``: letters of the longest first piece. A message is looked up in them, and not they in the message: there are
    a hundred thousand.
    """

    whole: Mapping[str, tuple[Phrase, ...]]
    opened: Mapping[str, tuple[Phrase, ...]]
    longest: int


def phrases(listed: Iterable[tuple[str, Iterable[str]]], reading: Reading = WRITTEN) -> Phrases:
    """The phrases of each meaning, ready to be looked for in a message that is read as they are."""
    whole: dict[str, list[Phrase]] = defaultdict(list)
    opened: dict[str, list[Phrase]] = defaultdict(list)
    listed_at = count()
    for meaning, written in listed:
        for phrase in written:
            if reading is HEARD and (phrase.startswith(_BY_LETTERS) or phrase.endswith("*")):
                continue
            not_after, sought = _sought(phrase.removeprefix(_BY_LETTERS).strip(), reading)
            gaps = tuple(_GAPS[sign] for sign in sought if sign in _GAPS)
            beginnings, *then = (_spellings(part, reading) for part in re.split("[…_]", sought))
            for first in beginnings:
                rank = (-len(first[:START]), next(listed_at))
                one = Phrase(meaning, first, tuple(then), gaps, sought.endswith("*"), not_after, rank)
                (opened[first[:START]] if one.begins_open else whole[first]).append(one)
    return Phrases(
        {first: tuple(listed) for first, listed in whole.items()},
        {start: tuple(listed) for start, listed in opened.items()},
        max(map(len, whole), default=0),
    )


def _sought(phrase: str, reading: Reading) -> tuple[frozenset[str], str]:
    """The words that a phrase may not follow, and what is left to look for."""
    if not phrase.startswith("["):
        return frozenset(), phrase
    before, _, sought = phrase[1:].partition("]")
    return frozenset(reading.together(word) or word for word in before.split("/")), sought.strip()


def _spellings(part: str, reading: Reading) -> tuple[str, ...]:
    """Every way to say a part of a phrase: « me tuer/tué » is *metuer* and *metue*."""
    chosen = product(
        *[dict.fromkeys(reading.together(word.rstrip("*")) for word in choice.split("/")) for choice in part.split()]
    )
    return tuple(dict.fromkeys("".join(said) for said in chosen))
