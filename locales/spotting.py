"""Phrases that are found anywhere in a message: « nulle part … dormir », « envie … me tuer/tué », « suicid* ».

``…`` stands for a few words, ``/`` for one of several, a star at the end for any ending. All is folded first, and spaces do
not count: *jai faim* is *j'ai faim*.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final, TypeAlias

from locales.fold import words

GAP_WORDS: Final = 4
"""Words that « … » may stand for: enough for « nulle part, ce soir, où », too few to join two sentences."""

_START: Final = 3
"""Letters by which a phrase is found; a shorter phrase would be found in everything."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase looked for anywhere: pieces (folded, without spaces) that follow each other with at most a gap between."""

    meaning: str
    pieces: tuple[str, ...]
    open_end: bool


Phrases: TypeAlias = Mapping[str, tuple[_Phrase, ...]]
"""Phrases by their first letters."""


def phrases(listed: Iterable[tuple[str, Iterable[str]]]) -> Phrases:
    """The phrases of each meaning, ready to be looked for."""
    found: dict[str, list[_Phrase]] = defaultdict(list)
    for meaning, written in listed:
        for phrase in written:
            for pieces in _pieces(phrase):
                found[pieces[0][:_START]].append(_Phrase(meaning, pieces, open_end=phrase.endswith("*")))
    return {start: tuple(phrases) for start, phrases in found.items()}


def meant(text: str, known: Phrases) -> Iterator[str]:
    """What the phrases found in ``text`` mean, in the order of the words."""
    message = _message(text)
    for start in message.starts:
        for phrase in known.get(message.joined[start : start + _START], ()):
            if message.has(phrase.pieces, start, open_end=phrase.open_end):
                yield phrase.meaning


@dataclass(frozen=True, slots=True)
class _Message:
    """A message as folded words in one string, and after which letters a word ends: *jai faim* is *j'ai faim*."""

    joined: str
    starts: tuple[int, ...]
    ends: Mapping[int, int]

    @classmethod
    def of(cls, tokens: Iterable[str]) -> _Message:
        starts, ends, length = [], {0: 0}, 0
        for count, token in enumerate(tokens, start=1):
            starts.append(length)
            if token.startswith("j"):  # jveux, jai, jsuis: the pronoun is glued on
                starts.append(length + 1)
            length += len(token)
            ends[length] = count
        return cls("".join(tokens), tuple(starts), ends)

    def has(self, pieces: Sequence[str], start: int, *, open_end: bool) -> bool:
        """Whether the pieces follow from ``start``, each to the end of a word, with at most a gap between two."""
        end = start + len(pieces[0])
        if not self.joined.startswith(pieces[0], start):
            return False
        if len(pieces) == 1:
            return open_end or end in self.ends
        return end in self.ends and any(
            self.has(pieces[1:], place, open_end=open_end)
            for place, count in self.ends.items()
            if 0 <= count - self.ends[end] <= GAP_WORDS
        )


@lru_cache(maxsize=1)
def _message(text: str) -> _Message:
    """The message at hand, which is asked for several things in a row; nothing of it is kept after the next."""
    return _Message.of(words(text))


def _pieces(phrase: str) -> Iterator[tuple[str, ...]]:
    """Every way to say the phrase, cut at its gaps: « envie … me tuer/tué » is (envie, metuer) and (envie, metue)."""
    parts = [part.split() for part in re.split("…", phrase)]
    for chosen in product(*[word.split("/") for part in parts for word in part]):
        said = iter(chosen)
        yield tuple("".join("".join(words(next(said).rstrip("*"))) for _ in part) for part in parts)
