"""How far the recording is, room by room: what is there, what is missing, what says an older sentence.

What everybody hears comes first: one who records in this order opens the road from its beginning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.engine.book import Book
from bot.speakers.messages import NOT_SHOWN
from bot.speakers.rooms import FIRST, RECURRING, group_of
from bot.voices.repertoire import ANNOUNCED, Item, longest_way
from flows.schema import Ask
from locales.text import Text
from locales.voices.shelf import Shelf

EVERYWHERE: Final = (group_of("phrase."), RECURRING)
"""The rooms without which no flow is heard: Sira's own phrases, and numbers."""
IN_LISTS: Final[Mapping[str, tuple[str, ...]]] = {
    "regions": ("place.",), "cercles": ("place.",), "top_trades": ("trade.",), "shown": ("service.", "match.", "card."),
    "services_asked": ("service.",), "requests": ("service.",),
}  # fmt: skip
"""The rooms of the words that a list of answers is made of, each by the beginning of its keys."""


@dataclass(frozen=True, slots=True)
class Count:
    """One flow, or another room. ``way``: messages on its longest way, 0 where there are no ways."""

    room: str
    way: int
    wanted: int
    recorded: int
    stale: int
    machine: int
    words: int

    @property
    def by_people(self) -> int:
        """Said by a person; what a machine says waits for one."""
        return self.recorded - self.machine

    @property
    def missing(self) -> int:
        """Not recorded at all."""
        return self.wanted - self.recorded - self.stale


def counts(book: Book, language: str, shelf: Shelf, items: Mapping[str, Item]) -> list[Count]:
    """Each room: what everybody needs first, then the longest way, the path that needs most voices before anybody can walk
    it.
    """
    rooms: dict[str, list[Item]] = {}
    for item in items.values():
        rooms.setdefault(item.room, []).append(item)
    found = [_count(book, language, shelf, room, rooms[room]) for room in rooms]
    first = {room: place for place, room in enumerate(FIRST)}
    return sorted(found, key=lambda one: (first.get(one.room, len(first)), -one.way, -one.wanted, one.room))


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a language is as a whole: ``recorded`` of ``wanted`` recordings are there, ``by_people`` said by a person;
    ``signed`` of ``sentences`` translations by a native reviewer (of French, which is the source, there are none).
    """

    wanted: int
    recorded: int
    by_people: int
    sentences: int
    signed: int


def reach(book: Book, language: str, rooms: Iterable[Count]) -> Reach:
    """What ``rooms`` (all of ``language``) come to, and what its reviewers have signed of the words that people see now."""
    counted = tuple(rooms)
    said = {
        key: one for key, one in book.catalogues.messages.get(language, {}).items() if not key.startswith(NOT_SHOWN)
    }
    states = book.catalogues.states_of(language)
    return Reach(
        sum(one.wanted for one in counted),
        sum(one.recorded for one in counted),
        sum(one.by_people for one in counted),
        len(said),
        sum(states.signed(Text(key, french), words) for key, (french, words) in said.items()),
    )


def heard_with(book: Book, room: str) -> tuple[str, ...]:
    """The other rooms that must be recorded before the flow ``room`` is heard; () for what is no flow."""
    if room not in book.flows:
        return ()
    specs = (node.spec for node in book.flows[room].nodes.values())
    lists = (spec.answer.options or "" for spec in specs if isinstance(spec, Ask))
    return (*EVERYWHERE, *dict.fromkeys(group_of(start) for name in lists for start in IN_LISTS.get(name, ())))


def _count(book: Book, language: str, shelf: Shelf, room: str, items: Iterable[Item]) -> Count:
    entries = shelf.entries(language)
    recorded = stale = machine = words = wanted = 0
    for item in items:
        wanted += 1
        entry = entries.get(item.part.key)
        if entry is None:
            words += len(item.part.words.split())
        elif entry.text != item.part.text:
            stale += 1
            words += len(item.part.words.split())
        else:
            recorded += 1
            machine += entry.synthetic
    flow = book.flows.get(room)
    return Count(room, longest_way(flow) if flow else 0, wanted, recorded, stale, machine, words)


def left(language: str, shelf: Shelf, items: Mapping[str, Item]) -> list[Item]:
    """What is still to be recorded, in the order of the conversation: a speaker knows what was said before, and reads the
    pieces of one sentence one after the other.
    """
    return [item for item in items.values() if not shelf.has(item.part, language)]


def unknown(language: str, shelf: Shelf, items: Mapping[str, Item]) -> list[str]:
    """Recordings of sentences that no flow says any more."""
    return sorted(key for key in shelf.entries(language) if key not in items and not key.startswith(ANNOUNCED))
