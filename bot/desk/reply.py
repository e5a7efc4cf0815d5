"""A worker's words: they claim first, they go to the address last heard from, and they are never lost silently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, RowMapping, update

from bot.channels.message import MediaOut, Message
from bot.desk import drafts
from bot.desk.audit import note
from bot.desk.claim import RESTING, claim
from bot.desk.owed import answered
from bot.desk.safe_hours import reaching
from bot.desk.staff import Worker
from bot.house import House
from bot.outgoing import Destination, Words, queue
from bot.records.seal import PersonKey
from bot.records.tables import conversation
from bot.remembered import remembered

WORDS_MAX = 3000


Why = Literal["taken", "stale", "empty", "too_long", "stopped", "changed_hands", "closed", "careful"]


@dataclass(frozen=True, slots=True)
class Replied:
    """Queued for sending."""


@dataclass(frozen=True, slots=True)
class NotReplied:
    """Nothing was sent; the page shows ``why`` and keeps the words."""

    why: Why


def reply(
    conn: Connection,
    house: House,
    row: RowMapping,
    who: Worker,
    text: str,
    version: int,
    media: MediaOut | None = None,
    *,
    french: str = "",
    anyway: bool = False,
) -> Replied | NotReplied:
    """Send ``text`` from ``who``. ``version`` is the one of the page on which it was written.

    ``row`` is the conversation as ``bot.desk.reach`` found it in this transaction. ``french``: the same in French, for
    colleagues. ``anyway``: also out of silence and outside the person's hours.
    """
    words = text.strip()
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    why = _unfit(words, media) or unreachable(row, who, version)
    if why is None and not anyway and surprises(key, row):
        why = "careful"
    if why is not None:
        return NotReplied(why)
    epoch = row["epoch"]
    if row["claimed_by"] != who.id:
        if not claim(conn, row["id"], who):
            return NotReplied("taken")
        epoch += 1
    to = Destination(row["id"], row["address_id"], row["channel"], epoch, row["seq"], row["now"])
    message = Message(text=words, language=row["language"] or "fr", french=french, media=media)
    queue(conn, key, to, [Words(message, "worker", author=who.id)])
    spoken(conn, row)
    drafts.sent(conn, key, row["id"], who, row["version"] + 1 + (epoch - row["epoch"]))
    note(conn, who.id, "reply", row["id"], row["now"])
    return Replied()


def spoken(conn: Connection, row: RowMapping) -> None:
    """The team has spoken in the talk ``row``: it stays theirs, a page that was open is old, and nobody is called again."""
    conn.execute(
        update(conversation)
        .where(conversation.c.id == row["id"])
        .values(spoken=max(1, row["seq"]), lease_until=RESTING, version=conversation.c.version + 1)
    )
    answered(conn, row["id"], row["now"])


def _unfit(words: str, media: MediaOut | None) -> Why | None:
    if not words and media is None:
        return "empty"
    return "too_long" if len(words) > WORDS_MAX else None


def unreachable(row: RowMapping, who: Worker, version: int) -> Why | None:
    """Why no words may go out in ``row`` as it stands; whether somebody else is quicker shows only in the claim."""
    if row["mode"] == "stopped":
        return "stopped"
    if not row["current"]:
        return "changed_hands"
    if row["claimed_by"] != who.id and not row["level"]:
        return "closed"
    if row["claimed_by"] != who.id and _held_by_another(row):
        return "taken"
    return "stale" if row["version"] != version else None


def surprises(key: PersonKey, row: RowMapping) -> bool:
    """Whether words now would come out of silence at an hour that is not safe (protection A7). Danger is not put off."""
    if row["level"] == "P0" or not row["session"]:
        return False
    session = remembered(key, row["id"], row["session"])
    return reaching(session, row["now"], row["last_at"]).careful


def _held_by_another(row: RowMapping) -> bool:
    return bool(row["claimed_by"]) and (row["lease_until"] == RESTING or row["lease_until"] >= row["now"])
