"""Everything that a speaker can record in one language: the messages of flows and services, then words that recur."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bot.engine.book import Book
from bot.speakers.rooms import RECURRING, room_of
from content.costs import fee_text
from content.texts import texts as content_texts
from flows.flow import Arrow, Flow
from flows.texts import of_flows
from locales.text import Text
from locales.voices.counting import all_words
from locales.voices.dates import MONTHS
from locales.voices.parts import WORD, Part, hours_part, is_sum, month_part, named, pieces_of, sum_part, word_part

ANNOUNCED: Final = "announcement."
"""Keys of recordings that one announcement says, and no flow (`bot/broadcast/aloud.py`)."""
NAMES: Final = ("service.", "org.")
"""Keys of names, which stay as they are written on the door in every language."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to record, and the room where its status is counted: a flow, a service's sheet, the recurring words."""

    part: Part
    room: str


def repertoire(book: Book, language: str) -> Mapping[str, Item]:
    """By key, in the order in which people meet them. What is not translated cannot be recorded yet."""
    found: dict[str, Item] = {}
    for text in (*of_flows(book.flows), *book.phrases.values(), *content_texts(book.directory)):
        if is_sum(text):  # recorded whole, sum by sum
            continue
        if book.catalogues.has(text, language) or _is_name(text):
            for part in pieces_of(book.catalogues, text, language):
                found.setdefault(part.key, Item(part, room_of(text.key)))
    for part in _recurring(book, language):
        found.setdefault(part.key, Item(part, RECURRING))
    return found


def _is_name(text: Text) -> bool:
    return text.key.startswith(NAMES) and text.key.endswith((".name", ".button"))


def _recurring(book: Book, language: str) -> Iterator[Part]:
    yield from (word_part(WORD + word, word) for word in all_words(language))
    yield from (word_part(WORD + letter, letter) for letter in (*string.ascii_uppercase, *string.digits))
    yield hours_part(language)
    yield from (month_part(month, language) for month in range(1, MONTHS + 1))
    fees = (fee for service in book.directory.services.values() for fee in service.costs if fee.amount)
    for fee in fees:
        amount = fee_text(fee).values["amount"]
        if isinstance(amount, Text) and book.catalogues.has(amount, language):
            yield sum_part(book.catalogues, amount, language)
    if book.directory.leads.name:
        yield named(book.directory.leads.name)


def longest_way(flow: Flow) -> int:
    """How many messages the longest way through ``flow`` says, no state twice: what a path costs to make audible."""
    known: dict[str, int] = {}

    def from_state(name: str, above: frozenset[str]) -> int:
        if name in above or name not in flow.nodes:
            return 0
        if name not in known:
            node = flow.nodes[name]
            arrows: tuple[Arrow, ...] = (*node.arrows, *node.by_result.values())
            said = 1 if node.text is not None else 0
            here = above | {name}
            known[name] = said + max(
                (from_state(arrow.state, here) for arrow in arrows if arrow.flow == flow.name), default=0
            )
        return known[name]

    return max((from_state(name, frozenset()) for name in flow.nodes), default=0)
