"""What was not understood as it was written, as it sounds: « jcherch du travay », « dé mouton ».

Only an answer, and a question beside it: never a yes to a consent, an erasure, or a word of danger.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from bot.engine.book import Book
from bot.engine.places_named import PLACE_LISTS
from bot.engine.turn import Turn
from flows.schema import Ask
from locales.catalogue import SOURCE
from locales.fold import apart
from locales.respelling import Spelling, respelt, spelling
from locales.words import reply_in, safety_signs, topic_in

BOOKS = 2  # the book in use, and the next while it is read
ASKED = frozenset(
    {"price", "how_much", "how_long", "begins", "who", "name", "papers", "school", "health", "cannot_read", "person"}
)
"""What may be asked beside a question as it sounds; of a debt, a death or an insult nothing is guessed."""


def as_it_sounds(turn: Turn, text: str) -> str | None:
    """``text`` as the house would write it; None where nothing is guessed, or nothing changes."""
    spec = turn.node.spec
    if reply_in(text) is not None or turn.flow.head.private or not isinstance(spec, Ask) or spec.barrier:
        return None
    if (spec.answer.options in PLACE_LISTS or spec.save == "in") and len(apart(text)) == 1:
        return None  # a name is heard as it is (``places_named``): « jeter » is no Djenné
    again = respelt(text, _spelling(turn.book))
    if again is None or safety_signs(again) or topic_in(again) not in {None, *ASKED}:
        return None
    return again


@lru_cache(maxsize=BOOKS)
def _spelling(book: Book) -> Spelling:
    return spelling(_written(book), _other(book))


def _written(book: Book) -> Iterator[str]:
    """What answers are called, trades and places, then whatever Sira says in French."""
    for flow in book.flows.values():
        for node in flow.nodes.values():
            for option in node.options:
                yield from (option.label.fr, *option.synonyms)
    for trade in book.directory.trades.trades.values():
        yield from (trade.text.fr, *trade.also)
    for level in ("region", "cercle", "place", "centre"):
        for place in book.directory.places.level(level).values():
            yield from place.written
    yield from (french for french, _ in _messages(book))


def _other(book: Book) -> Iterator[str]:
    yield from (translated for _, translated in _messages(book))


def _messages(book: Book) -> Iterator[tuple[str, str]]:
    for language in book.catalogues.languages:
        if language != SOURCE:
            yield from book.catalogues.messages[language].values()
