"""How far the recording is, room by room: what is there, what is missing, what says an older sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.engine.book import Book
from bot.voices.repertoire import ANNOUNCED, Item, longest_way
from locales.voices.shelf import Shelf


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
    """Each room, the longest way first: that is the path that needs most voices before anybody can walk it."""
    rooms: dict[str, list[Item]] = {}
    for item in items.values():
        rooms.setdefault(item.room, []).append(item)
    found = [_count(book, language, shelf, room, rooms[room]) for room in rooms]
    return sorted(found, key=lambda one: (-one.way, -one.wanted, one.room))


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
