"""One person's moment: the timer is taken, everything is looked at again, and the words are written or wait for a better hour."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Connection, RowMapping, insert, select, update

from bot import outgoing, timers
from bot.broadcast.aloud import announced_voice
from bot.broadcast.announcement import SOURCE, said, to_of
from bot.broadcast.audience import still
from bot.channels.message import Message
from bot.desk.card import hears
from bot.desk.safe_hours import wait_until
from bot.engine.book import Book
from bot.engine.session import Session
from bot.house import House
from bot.inbox import FIND_BY_ID
from bot.outgoing import BULK
from bot.records.prepared import Prepared
from bot.records.seal import PersonKey
from bot.records.tables import broadcast, broadcast_message, conversation, timer
from bot.remembered import remembered
from bot.timers import BROADCAST
from flows.limits import QUIET_SECONDS

HOUR_SECONDS = 3600
_BY_ID = Prepared(FIND_BY_ID)


def say(conn: Connection, house: House, due: str) -> bool:
    """Take the timer ``due``, unless another process has, and do what is to be done. True: the words are on their way."""
    taken = conn.execute(
        timer.delete().where(timer.c.id == due).returning(timer.c.conversation_id, timer.c.kind)
    ).first()
    if taken is None:
        return False
    mine = (broadcast.c.id == taken.kind.removeprefix(BROADCAST), broadcast.c.state == "running")
    one = conn.execute(select(broadcast).where(*mine)).mappings().first()
    row = _BY_ID.first(conn, {"conversation": taken.conversation_id})
    if one is None or row is None or not row["session"]:
        return False
    if not still(conn, row["id"], one["organisation"], to_of(one["audience"]), row["now"]):
        return False
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    session = remembered(key, row["id"], row["session"])
    if session.hidden or session.consent != "yes":
        return False
    later = _better(row, session)
    if later > row["now"]:
        if later < one["until"]:
            timers.put(conn, row["id"], taken.kind, later)
        return False
    _write(conn, key, row, one["id"], message(house.book, one["words"], session.language, aloud=bool(hears(session))))
    return True


def message(book: Book, words: str, language: str, *, aloud: bool = False) -> Message:
    """The words for somebody who speaks ``language``, in French where there are none in it; with their voice, where it is
    recorded, for who would rather hear (``aloud``).
    """
    given = orjson.loads(words)
    spoken = language if language in given else SOURCE
    french = "" if spoken == SOURCE else said(given, SOURCE, book)
    voice = announced_voice(book, given, spoken) if aloud else ""
    return Message(said(given, spoken, book), spoken, french, voice=voice)


def _better(row: RowMapping, session: Session) -> int:
    """When it disturbs nobody: not in the middle of a talk, not over a human, not at an hour when the phone must be still.

    That somebody has just written makes it no better: they wait for another answer than this.
    """
    now = int(row["now"])
    if now - row["last_at"] < QUIET_SECONDS:
        return int(row["last_at"]) + QUIET_SECONDS
    if row["mode"] == "human" or (row["mode"] == "queued" and row["spoken"]):
        return now + HOUR_SECONDS
    return wait_until(session, now, 0)


def _write(conn: Connection, key: PersonKey, row: RowMapping, broadcast_id: str, words: Message) -> None:
    to = outgoing.Destination(row["id"], row["address_id"], row["channel"], row["epoch"], row["seq"], row["now"])
    ids = outgoing.queue(conn, key, to, [outgoing.Words(words, BULK)])
    conn.execute(insert(broadcast_message), [{"outbox_id": one, "broadcast_id": broadcast_id} for one in ids])
    newer: dict[str, Any] = {"version": conversation.c.version + 1}  # a turn thought meanwhile must see what goes first
    conn.execute(update(conversation).where(conversation.c.id == row["id"]).values(**newer))
