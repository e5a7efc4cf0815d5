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
from itertools import product
from typing import Final, TypeAlias

from locales.fold import words
from locales.sentence import Sentence

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

Span: TypeAlias = tuple[int, int]
"""From where to where a phrase stands, in letters of the message as folded words in one string."""


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


def meant(text: str, known: Phrases, calm: Iterable[Span] = ()) -> Iterator[str]:
    """What the phrases found in ``text`` mean, in the order of the words; not one that ends inside a ``calm`` span."""
    calm = tuple(calm)
    for phrase, _, end in _found(_message(text), known):
        if not any(first < end <= last for first, last in calm):
            yield phrase.meaning


def spans(text: str, known: Phrases) -> tuple[Span, ...]:
    """Where in ``text`` the phrases stand."""
    return tuple((start, end) for _, start, end in _found(_message(text), known))


def words_outside(text: str, inside: Iterable[Span]) -> tuple[str, ...]:
    """The folded words of ``text`` that no span covers."""
    message, inside = _message(text), tuple(inside)
    return tuple(
        word
        for word, start, end in zip(message.tokens, message.places, message.places[1:], strict=False)
        if not any(first <= start and end <= last for first, last in inside)
    )


def _found(message: _Message, known: Phrases) -> Iterator[tuple[_Phrase, int, int]]:
    joined = message.joined
    for start in message.starts:
        for letters in range(_START, 0, -1):
            for phrase in known.get(joined[start : start + letters], ()):
                if joined.startswith(phrase.first, start):
                    for end in message.ends_of(phrase, start):
                        yield phrase, start, end


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

    def ends_of(self, phrase: _Phrase, start: int) -> Iterator[int]:
        """Where the phrase may end that begins at ``start``: its pieces to the end of a word, with at most its gaps between."""
        if not (phrase.not_after and self._comes_after(phrase.not_after, start)):
            yield from self._goes_on(phrase, 0, start + len(phrase.first))

    def _goes_on(self, phrase: _Phrase, at: int, end: int) -> Iterator[int]:
        """Where the pieces from ``at`` on may end that follow what ends at ``end``."""
        count = self.ends.get(end)
        if at == len(phrase.then):
            if phrase.open_end or count is not None:
                yield end
        elif count is not None:
            spellings = phrase.then[at]
            for place in self.places[count : count + phrase.gaps[at] + 1]:
                if self.joined.startswith(spellings, place):
                    for said in spellings:
                        if self.joined.startswith(said, place):
                            yield from self._goes_on(phrase, at + 1, place + len(said))

    def _comes_after(self, not_after: AbstractSet[str], start: int) -> bool:
        """Whether the word in front is one of these, or one that they stand for."""
        if start == 0:
            return _NOTHING in not_after
        before = self.ends.get(start)
        word = _GLUED if before is None else self.tokens[before - 1]
        return _ANY in not_after or word in not_after


def _message(text: str) -> _Message:
    """The message at hand, which is asked for several things in a row: a sentence keeps it, and nobody else does."""
    return text.read(_taken) if isinstance(text, Sentence) else _taken(text)


def _taken(text: str) -> _Message:
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
