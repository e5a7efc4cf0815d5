"""Phrases that are found anywhere in a message: « nulle part … dormir », « je veux _ me tuer/tué », « suicid* ».

``…`` stands for a few words, ``_`` for one word or none, ``/`` for one of several, a star at the end for any ending.
``[a/ont]`` in front: not straight after one of these words, since « il a envie de me tuer » is no wish to die; ``[^]``: not
at the start of the message, ``[*]``: only there. All is folded first, and spaces do not count: *jai faim* is *j'ai faim*.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final, TypeAlias

from locales.fold import words

GAP_WORDS: Final = 4
"""Words that « … » may stand for: enough for « nulle part, ce soir, où », too few to join two sentences."""

_GAPS: Final = {"…": GAP_WORDS, "_": 1}
_NOTHING: Final = "^"
_ANY: Final = "*"
_GLUED: Final = "j"

_START: Final = 3
"""Letters by which a phrase is found, or all those of a shorter beginning: « va … me frapper », « ma fille … prison »."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase looked for anywhere: pieces (folded, without spaces) that follow each other with at most a gap between.

    ``first``: how it begins; ``then``: for each further piece its spellings, which are not multiplied with the first ones;
    ``gaps``: how many words may stand in front of each of them; ``not_after``: words that the phrase may not follow.
    """

    meaning: str
    first: str
    then: tuple[tuple[str, ...], ...]
    gaps: tuple[int, ...]
    open_end: bool
    not_after: frozenset[str] = frozenset()


Phrases: TypeAlias = Mapping[str, tuple[_Phrase, ...]]
"""Phrases by their first letters."""


def phrases(listed: Iterable[tuple[str, Iterable[str]]]) -> Phrases:
    """The phrases of each meaning, ready to be looked for."""
    found: dict[str, list[_Phrase]] = defaultdict(list)
    for meaning, written in listed:
        for phrase in written:
            not_after, sought = _sought(phrase)
            gaps = tuple(_GAPS[sign] for sign in sought if sign in _GAPS)
            beginnings, *then = (_spellings(part) for part in re.split("[…_]", sought))
            for first in beginnings:
                one = _Phrase(meaning, first, tuple(then), gaps, sought.endswith("*"), not_after)
                found[first[:_START]].append(one)
    return {start: tuple(phrases) for start, phrases in found.items()}


def meant(text: str, known: Phrases) -> Iterator[str]:
    """What the phrases found in ``text`` mean, in the order of the words."""
    message = _message(text)
    for start in message.starts:
        for letters in range(_START, 0, -1):
            for phrase in known.get(message.joined[start : start + letters], ()):
                if message.has(phrase, start):
                    yield phrase.meaning


@dataclass(frozen=True, slots=True)
class _Message:
    """A message as folded words in one string, and after which letters a word ends: *jai faim* is *j'ai faim*.

    ``places``: where in the string each number of words ends, from none; ``ends`` is the same the other way round.
    """

    tokens: tuple[str, ...]
    joined: str
    starts: tuple[int, ...]
    places: tuple[int, ...]
    ends: Mapping[int, int]

    @classmethod
    def of(cls, tokens: tuple[str, ...]) -> _Message:
        starts, places = [], [0]
        for token in tokens:
            starts.append(places[-1])
            if token.startswith("j"):  # jveux, jai, jsuis: the pronoun is glued on
                starts.append(places[-1] + 1)
            places.append(places[-1] + len(token))
        ends = {place: count for count, place in enumerate(places)}
        return cls(tokens, "".join(tokens), tuple(starts), tuple(places), ends)

    def has(self, phrase: _Phrase, start: int) -> bool:
        """Whether the pieces follow from ``start``, each to the end of a word, with at most its gap between two."""
        return (
            self.joined.startswith(phrase.first, start)
            and self._goes_on(phrase, 0, start + len(phrase.first))
            and not (phrase.not_after and self._comes_after(phrase.not_after, start))
        )

    def _goes_on(self, phrase: _Phrase, at: int, end: int) -> bool:
        """Whether the pieces from ``at`` on follow what ends at ``end``, or nothing is left to follow."""
        count = self.ends.get(end)
        if at == len(phrase.then):
            return phrase.open_end or count is not None
        if count is None:
            return False
        spellings = phrase.then[at]
        return any(
            self._goes_on(phrase, at + 1, place + len(said))
            for place in self.places[count : count + phrase.gaps[at] + 1]
            if self.joined.startswith(spellings, place)
            for said in spellings
            if self.joined.startswith(said, place)
        )

    def _comes_after(self, not_after: AbstractSet[str], start: int) -> bool:
        """Whether the word in front is one of these, or one that they stand for."""
        if start == 0:
            return _NOTHING in not_after
        before = self.ends.get(start)
        word = _GLUED if before is None else self.tokens[before - 1]
        return _ANY in not_after or word in not_after


@lru_cache(maxsize=1)
def _message(text: str) -> _Message:
    """The message at hand, which is asked for several things in a row; nothing of it is kept after the next."""
    return _Message.of(words(text))


def _sought(phrase: str) -> tuple[frozenset[str], str]:
    """The words that a phrase may not follow, and what is left to look for."""
    if not phrase.startswith("["):
        return frozenset(), phrase
    before, _, sought = phrase[1:].partition("]")
    return frozenset("".join(words(word)) or word for word in before.split("/")), sought.strip()


def _spellings(part: str) -> tuple[str, ...]:
    """Every way to say a part of a phrase: « me tuer/tué » is *metuer* and *metue*."""
    chosen = product(*[[_folded(word) for word in choice.split("/")] for choice in part.split()])
    return tuple(dict.fromkeys("".join(said) for said in chosen))


def _folded(word: str) -> str:
    return "".join(words(word.rstrip("*")))
