"""A worker's words: they claim first, they go to the address last heard from, and they are never lost silently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, RowMapping, update

from bot.channels.message import MediaOut, Message
from bot.desk.claim import RESTING, claim
from bot.desk.staff import Worker
from bot.house import House
from bot.outgoing import Destination, Words, queue
from bot.records.tables import conversation

WORDS_MAX = 3000


@dataclass(frozen=True, slots=True)
class Replied:
    """Queued for sending."""


@dataclass(frozen=True, slots=True)
class NotReplied:
    """Nothing was sent; the page shows ``why`` and keeps the words."""

    why: Literal["taken", "stale", "empty", "too_long", "stopped", "changed_hands"]


def reply(
    conn: Connection, house: House, row: RowMapping, who: Worker, text: str, version: int, media: MediaOut | None = None
) -> Replied | NotReplied:
    """Send ``text`` from ``who``. ``version`` is the one of the page on which it was written.

    ``row`` is the conversation as ``bot.desk.reach`` found it in this transaction.
    """
    words = text.strip()
    if not words and media is None:
        return NotReplied("empty")
    if len(words) > WORDS_MAX:
        return NotReplied("too_long")
    if row["mode"] == "stopped":
        return NotReplied("stopped")
    if not row["current"]:
        return NotReplied("changed_hands")
    epoch = row["epoch"]
    if row["claimed_by"] != who.id:
        if _held_by_another(row):
            return NotReplied("taken")
        if row["version"] != version:
            return NotReplied("stale")
        if not claim(conn, row["id"], who):
            return NotReplied("taken")
        epoch += 1
    elif row["version"] != version:
        return NotReplied("stale")
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    to = Destination(row["id"], row["address_id"], row["channel"], epoch, row["seq"], row["now"])
    message = Message(text=words, language=row["language"] or "fr", media=media)
    queue(conn, key, to, [Words(message, "worker", author=who.id)])
    conn.execute(
        update(conversation)
        .where(conversation.c.id == row["id"])
        .values(spoken=1, lease_until=RESTING, version=conversation.c.version + 1)
    )
    return Replied()


def _held_by_another(row: RowMapping) -> bool:
    return bool(row["claimed_by"]) and (row["lease_until"] == RESTING or row["lease_until"] >= row["now"])
