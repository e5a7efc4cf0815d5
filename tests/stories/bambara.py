"""What a story played in Bambara must be: the catalogue's Bambara of what was asserted in French, and no French in it.

Held for every message of every story; stories name Bambara words of their own under ``bm``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.channels.message import Message
from bot.engine.book import Book
from flows.safety import Safety
from locales.catalogue import Catalogues

LANGUAGE = "bm"
PLACEHOLDER = re.compile(r"\{\w+\}")
SENTENCE = 18
"""Letters of a French piece that is no name and no loan word: long enough not to stand in a Bambara text by chance."""
UNFILLED = re.compile(r"[{}]")


def faults(book: Book, message: Message) -> list[str]:
    """What is not right in ``message``; one that says nothing in French beside it was not ours to translate."""
    if not message.french:
        return [] if message.language == LANGUAGE else [f"said in {message.language}: {message.text!r}"]
    words = message.text.removesuffix(message.beside).rstrip()  # a safety text that nobody has signed
    for advice in _advice(book.catalogues, book.safety):
        words = words.replace(f"\n\n{advice}", "")
    said = "\n".join((words, *(choice.label for choice in message.choices), message.list_button))
    found = [f"French left in it: {piece!r}" for piece in _french(book.catalogues) if piece in said]
    if UNFILLED.search(said):
        found.append("a value is not filled")
    _, bambara = book.catalogues.messages[LANGUAGE].get(message.key, ("", ""))
    place = 0
    for piece in filter(None, PLACEHOLDER.split(bambara)):
        place = words.find(piece.strip(), place)
        if place < 0:
            return [*found, f"not the Bambara of {message.key}: {piece!r}"]
    return found


@lru_cache(maxsize=1)
def _advice(catalogues: Catalogues, safety: Safety) -> tuple[str, ...]:
    """What is about safety carries its French wherever it stands, until somebody signs the Bambara."""
    entries = catalogues.messages[LANGUAGE].items()
    return tuple(french for key, (french, _) in entries if safety.holds(key))


@lru_cache(maxsize=1)
def _french(catalogues: Catalogues) -> tuple[str, ...]:
    """French pieces of sentences that have a Bambara, and stand in no Bambara text."""
    entries = catalogues.messages[LANGUAGE].values()
    every = "\n".join(bambara for _, bambara in entries)
    pieces = {piece.strip() for french, _ in entries for piece in PLACEHOLDER.split(french)}
    return tuple(piece for piece in sorted(pieces) if len(piece) >= SENTENCE and piece not in every)
