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
"""Letters by which a phrase is found; a shorter phrase would be found in everything."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase looked for anywhere: pieces (folded, without spaces) that follow each other with at most a gap between.

    ``gaps``: how many words may stand in front of each piece; ``not_after``: words that it may not follow.
    """

    meaning: str
    pieces: tuple[str, ...]
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
            gaps = (0, *(_GAPS[sign] for sign in sought if sign in _GAPS))
            for pieces in _pieces(sought):
                one = _Phrase(meaning, pieces, gaps, open_end=sought.endswith("*"), not_after=not_after)
                found[pieces[0][:_START]].append(one)
    return {start: tuple(phrases) for start, phrases in found.items()}


def meant(text: str, known: Phrases) -> Iterator[str]:
    """What the phrases found in ``text`` mean, in the order of the words."""
    message = _message(text)
    for start in message.starts:
        for phrase in known.get(message.joined[start : start + _START], ()):
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
        return self._follows(phrase, 0, start) and not (phrase.not_after and self._comes_after(phrase.not_after, start))

    def _follows(self, phrase: _Phrase, at: int, start: int) -> bool:
        piece = phrase.pieces[at]
        end = start + len(piece)
        if not self.joined.startswith(piece, start):
            return False
        if at + 1 == len(phrase.pieces):
            return phrase.open_end or end in self.ends
        if (count := self.ends.get(end)) is None:
            return False
        farthest = count + phrase.gaps[at + 1]
        return any(self._follows(phrase, at + 1, place) for place in self.places[count : farthest + 1])

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


def _pieces(phrase: str) -> Iterator[tuple[str, ...]]:
    """Every way to say the phrase, cut at its gaps: « envie … me tuer/tué » is (envie, metuer) and (envie, metue)."""
    parts = [part.split() for part in re.split("[…_]", phrase)]
    for chosen in product(*[word.split("/") for part in parts for word in part]):
        said = iter(chosen)
        yield tuple("".join("".join(words(next(said).rstrip("*"))) for _ in part) for part in parts)
