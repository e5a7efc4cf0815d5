"""Putting words on their way: one row in the transcript, one in the outbox, both sealed with the person's key.

Nothing is sent here. What the outbox holds is sent in order, whoever wrote it: bot, worker or timer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, update

from bot.channels.message import Message
from bot.records.ids import new_id
from bot.records.seal import PersonKey
from bot.records.tables import is_one_of, outbox
from bot.records.tables import message as message_table

SENDING_LEASE_SECONDS = 45
"""Longer than the longest call to a provider (35 s, `bot/channels/call.py`) begun before ``HELD_SECONDS`` have passed, and
short enough for another process to have sent what a dead one held within the minute that the design allows.
"""
HELD_SECONDS = 8  # after so long with a lease no further call is begun under it
UNSURE = "no answer: "
"""Begins the error of a message whose last call got no answer: it may have arrived."""
BULK = "bulk"
"""Kind of what is said to many at once: it goes when nobody else wants to, and not at all over a human."""
BY_WORKER = "worker"
"""Kind of what somebody of the team has written."""
GIVES_WAY = ("prompt", BULK)
"""Kinds that Sira says of its own accord: they are dropped when a human comes, or the person hides or stops the talk."""
UNSENT = ("ready", "sending")
WEB = "web"


def unsent(table: Any = outbox) -> ColumnElement[bool]:
    """Whether a row of the outbox is still to be sent."""
    return is_one_of(table.c.state, *UNSENT)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the next words go: the address last heard from."""

    conversation: str
    address: str
    channel: str
    epoch: int
    seq: int
    at: int


@dataclass(frozen=True, slots=True)
class Words:
    """One message to queue. ``author``: bot or a worker's id. ``private``: not for the transcript."""

    message: Message
    kind: str
    author: str = "bot"
    private: bool = False


Rows = list[dict[str, Any]]


def rows(key: PersonKey, to: Destination, words: list[Words], *, lease: bool = False) -> tuple[Rows, Rows]:
    """The rows of ``words`` for the transcript and for the outbox, in order; the two of one message bear the same id.

    ``lease``: this process sends them right after the commit, so they ask to start as *sending*. Web rows are *sent* at
    once: the page reads the transcript itself.
    """
    state = "sent" if to.channel == WEB else "sending" if lease else "ready"
    lines: Rows = []
    out: Rows = []
    for item in words:
        row, body = new_id(), item.message.to_json()
        out.append({"id": row, "kind": item.kind, "state": state, "sealed": key.seal(row, "outbox", body)})
        if not item.private:
            sealed = key.seal(row, "message", body)
            lines.append(
                {"id": row, "author": item.author, "kind": item.kind, "sealed": sealed, "ref": "", "hidden": 0}
            )
    return lines, out


def queue(conn: Connection, key: PersonKey, to: Destination, words: list[Words]) -> list[str]:
    """Write ``words`` into transcript and outbox, outside a turn (a worker's reply). Returns their ids."""
    lines, out = rows(key, to, words)
    both = {"conversation_id": to.conversation, "at": to.at}
    if out:
        conn.execute(insert(outbox), [row | both | {"address_id": to.address, "epoch": to.epoch} for row in out])
    if lines:
        conn.execute(insert(message_table), [line | both | {"seq": to.seq} for line in lines])
    return [str(row["id"]) for row in out]


def rewrite(conn: Connection, key: PersonKey, row: str, words: Message) -> None:
    """Other words in place of some that were never sent: in the outbox, and in the transcript, where the desk reads them."""
    for table, name in ((outbox, "outbox"), (message_table, "message")):
        sealed = key.seal(row, name, words.to_json())
        conn.execute(update(table).where(table.c.id == row).values(sealed=sealed))
