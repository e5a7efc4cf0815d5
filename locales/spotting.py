"""Where in a message phrases stand, as ``locales.phrase`` writes them: anywhere, and spaces do not count."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final, TypeAlias

from locales.fold import apart
from locales.phrase import ANY, NOTHING, START, Phrase, Phrases
from locales.reading import WRITTEN, Reading
from locales.sentence import Sentence

_GLUED: Final = "j"

Span: TypeAlias = tuple[int, int]
"""From where to where a phrase stands, in letters of the message as folded words in one string."""


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase in a message: what it means, and from which to which of the words as they are typed it goes."""

    meaning: str
    first: int
    last: int

    def meets(self, other: Found) -> bool:
        """Whether both are said with some of the same words."""
        return self.first <= other.last and other.first <= self.last


def found(text: str, known: Phrases, calm: Iterable[Span] = (), reading: Reading = WRITTEN) -> Iterator[Found]:
    """As ``meant``, with where it is said."""
    message, calm = _message(text, reading), tuple(calm)
    for phrase, start, end in _found(message, known):
        if not any(first < end <= last for first, last in calm):
            yield Found(phrase.meaning, message.typed_at(start), message.typed_at(end - 1))


def meant(text: str, known: Phrases, calm: Iterable[Span] = (), reading: Reading = WRITTEN) -> Iterator[str]:
    """What the phrases found in ``text`` mean, in the order of the words; not one that ends inside a ``calm`` span."""
    calm = tuple(calm)
    for phrase, _, end in _found(_message(text, reading), known):
        if not any(first < end <= last for first, last in calm):
            yield phrase.meaning


def spans(text: str, known: Phrases, reading: Reading = WRITTEN) -> tuple[Span, ...]:
    """Where in ``text`` the phrases stand."""
    return tuple((start, end) for _, start, end in _found(_message(text, reading), known))


def words_outside(text: str, inside: Iterable[Span], reading: Reading = WRITTEN) -> tuple[str, ...]:
    """The words of ``text``, as they are read, that no span covers."""
    message, inside = _message(text, reading), tuple(inside)
    return tuple(
        word
        for word, start, end in zip(message.tokens, message.places, message.places[1:], strict=False)
        if not any(first <= start and end <= last for first, last in inside)
    )


def _found(message: _Message, known: Phrases) -> Iterator[tuple[Phrase, int, int]]:
    for start in message.starts:
        for phrase in sorted(message.begin_at(start, known), key=_rank):
            for end in message.ends_of(phrase, start):
                yield phrase, start, end


def _rank(phrase: Phrase) -> tuple[int, int]:
    return phrase.rank


@dataclass(frozen=True, slots=True)
class _Message:
    """A message as folded words in one string, and after which letters a word ends: *jai faim* is *j'ai faim*.

    ``places``: where in the string each number of words ends, from none; ``ends`` is the same the other way round.
    ``typed``: which of the words as they were typed each one is of; « jsuis » is read as two.
    """

    tokens: tuple[str, ...]
    joined: str
    starts: tuple[int, ...]
    places: tuple[int, ...]
    ends: Mapping[int, int]
    typed: tuple[int, ...]

    @classmethod
    def of(cls, text: str, reading: Reading) -> _Message:
        read = [(at, token) for at, word in enumerate(apart(text)) for token in reading.of_word(word)]
        typed, tokens = tuple(at for at, _ in read), tuple(token for _, token in read)
        starts, places = [], [0]
        for token in tokens:
            starts.append(places[-1])
            if token.startswith(_GLUED):  # jveux, jai, jsuis: the pronoun is glued on
                starts.append(places[-1] + 1)
            places.append(places[-1] + len(token))
        ends = {place: count for count, place in enumerate(places)}
        return cls(tokens, "".join(tokens), tuple(starts), tuple(places), ends, typed)

    def typed_at(self, letter: int) -> int:
        """Which of the typed words the letter belongs to."""
        return self.typed[bisect_right(self.places, letter) - 1]

    def begin_at(self, start: int, known: Phrases) -> Iterator[Phrase]:
        """The phrases whose first piece stands at ``start``."""
        for end in self.places[bisect_right(self.places, start) :]:
            if end - start > known.longest:
                break
            yield from known.whole.get(self.joined[start:end], ())
        for letters in range(START, 0, -1):
            for phrase in known.opened.get(self.joined[start : start + letters], ()):
                if self.joined.startswith(phrase.first, start):
                    yield phrase

    def ends_of(self, phrase: Phrase, start: int) -> Iterator[int]:
        """Where the phrase may end that begins at ``start``: its pieces to the end of a word, with at most its gaps between."""
        if not (phrase.not_after and self._comes_after(phrase.not_after, start)):
            yield from self._goes_on(phrase, 0, start + len(phrase.first))

    def _goes_on(self, phrase: Phrase, at: int, end: int) -> Iterator[int]:
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
            return NOTHING in not_after
        before = self.ends.get(start)
        word = _GLUED if before is None else self.tokens[before - 1]
        return ANY in not_after or word in not_after


def _message(text: str, reading: Reading) -> _Message:
    """The message at hand, which is asked for several things in a row: a sentence keeps it, and nobody else does."""
    return text.read(_taken, reading) if isinstance(text, Sentence) else _taken(text, reading)


def _taken(text: str, reading: Reading) -> _Message:
    return _Message.of(text, reading)
