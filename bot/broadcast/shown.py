"""An announcement as the second person sees it before allowing it: the words as they will be read, and to whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import orjson
from sqlalchemy import Connection, select

from bot.broadcast.aloud import announced_voice, part_of
from bot.broadcast.announcement import To, said, to_of
from bot.desk.words import said as named
from bot.engine.book import Book
from bot.records.tables import broadcast


@dataclass(frozen=True, slots=True)
class Shown:
    """``texts``: (language, whole message). ``voices``: by language, the key
    of what is recorded of it. ``to``: names of languages, places and channels; empty means everybody."""

    texts: tuple[tuple[str, str], ...]
    voices: Mapping[str, str]
    to: tuple[str, ...]
    people: int
    days: int


def shown(conn: Connection, book: Book, ids: Collection[str]) -> dict[str, Shown]:
    """Those of ``ids`` that are there, by id."""
    found = conn.execute(select(broadcast).where(broadcast.c.id.in_(ids))).mappings()
    return {
        row["id"]: Shown(
            tuple(
                (language, said(orjson.loads(row["words"]), language, book)) for language in orjson.loads(row["words"])
            ),
            voices_of(book, orjson.loads(row["words"])),
            _names(book, to_of(row["audience"])),
            row["people"],
            row["days"],
        )
        for row in found
    }


def voices_of(book: Book, given: Mapping[str, str]) -> Mapping[str, str]:
    """The recording of each language in which the whole announcement is heard, by language."""
    return {one: part_of(words).key for one, words in given.items() if announced_voice(book, given, one)}


def _names(book: Book, to: To) -> tuple[str, ...]:
    places = (book.directory.places[slug].text.fr for slug in (*to.regions, *to.centres))
    languages = (named(book.catalogues, "call_language", language) for language in to.languages)
    return (*languages, *places, *(named(book.catalogues, "channel", channel) for channel in to.channels))
