"""A service that is for nobody any more: within seconds no process offers it, nor sends what waits and names it.

Whoever hears that a door has become a danger cannot wait for a release (protection A13): `sira withdraw` says so to every
process, ``do_not_use`` in a record to those that read this file, without a new start. The day is looked at beside it:
programmes end on their day.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, delete, select

from bot.channels.message import Message
from bot.desk.audit import OPERATOR, note
from bot.engine.book import Book
from bot.house import House
from bot.records.clock import now as clock_now
from bot.records.database import Database
from bot.records.tables import insert_new
from bot.records.tables import withdrawn as withdrawn_table
from content.directory import Directory
from content.flagged import flagged
from content.load import ROOT
from locales.catalogue import Catalogues

KEPT_DIRECTORIES = 2
"""The one in use, and the one before while its last messages are claimed."""


@dataclass(frozen=True, slots=True)
class Today:
    """What changes a directory from outside its files."""

    day: date
    withdrawn: frozenset[str]


def withdraw(conn: Connection, service: str) -> bool:
    """Take a service out. False when it was out already."""
    now = clock_now(conn)
    fresh = conn.execute(insert_new(conn, withdrawn_table).values(service=service, at=now)).rowcount == 1
    if fresh:
        note(conn, OPERATOR, "withdraw", service, now)
    return fresh


def put_back(conn: Connection, service: str) -> bool:
    """Offer it again, where its record allows it. False when it was not taken out by hand."""
    back = conn.execute(delete(withdrawn_table).where(withdrawn_table.c.service == service)).rowcount == 1
    if back:
        note(conn, OPERATOR, "unwithdraw", service, clock_now(conn))
    return back


def today(conn: Connection) -> Today:
    """The day by the database's clock, and what is out."""
    gone = frozenset(conn.execute(select(withdrawn_table.c.service)).scalars())
    return Today(datetime.fromtimestamp(clock_now(conn), UTC).date(), gone)


async def renew(house: House, database: Database, root: Path = ROOT) -> None:
    """The directory of this process as it is now; a book that nothing has changed stays the same object.

    ``root``: where its records are. Only their flag is read again; everything else of them is of the start.
    """
    now = await database.read(today)
    flags = await asyncio.to_thread(flagged, root)
    directory = house.book.directory.as_of(now.day, now.withdrawn | flags)
    if directory is not house.book.directory:
        house.book = replace(house.book, directory=directory)


def without_withdrawn(book: Book, words: Message) -> Message:
    """``words`` as they may still be sent: a choice that is out is left away, and where the text itself names a service that
    is out, something safe is said instead. The same object where nothing is.
    """
    names = _names(book.catalogues, book.directory)
    if not names:
        return words
    if any(name in said for said in (words.text, words.french, words.beside) for name in names):
        said, language = book.phrase("withdrawn"), words.language
        french = "" if language == "fr" else said.fr
        return Message(book.catalogues.say(said, language), language, french, said.key, delete_refs=words.delete_refs)
    choices = tuple(one for one in words.choices if not book.directory.is_out(one.payload.partition(":")[2]))
    return words if choices == words.choices else replace(words, choices=choices)


@lru_cache(maxsize=KEPT_DIRECTORIES)
def _names(catalogues: Catalogues, directory: Directory) -> frozenset[str]:
    """The names, in every language, of the services that are out."""
    out = (one for one in directory.services.values() if directory.is_out(one.id))
    return frozenset(catalogues.say(one.name.text, language) for one in out for language in catalogues.languages)
