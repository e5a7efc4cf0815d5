"""Putting words on their way: one row in the transcript, one in the outbox, both sealed with the person's key.

Nothing is sent here. What the outbox holds is sent in order, whoever wrote it: bot, worker or timer.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, exists, insert, select

from bot.channels.message import Message
from bot.records.ids import new_id
from bot.records.seal import PersonKey
from bot.records.tables import message as message_table
from bot.records.tables import outbox

SENDING_LEASE_SECONDS = 60  # longer than any provider call with its time limit
UNSENT = ("ready", "sending")
WEB = "web"


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
class Queued:
    """A row just written. ``mine``: this process holds its lease and may send it at once."""

    outbox: str
    message: str
    words: Message
    kind: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Words:
    """One message to queue. ``author``: bot or a worker's id. ``private``: not for the transcript."""

    message: Message
    kind: str
    author: str = "bot"
    private: bool = False


def queue(
    conn: Connection, key: PersonKey, to: Destination, words: list[Words], *, inline: bool, clear_road: bool
) -> list[Queued]:
    """Write transcript and outbox rows for ``words``, in order.

    ``clear_road``: nothing older of this conversation is unsent, so that ``inline`` rows may start as *sending* here.
    Web rows are *sent* at once: the page reads the transcript itself.
    """
    queued: list[Queued] = []
    transcript, out = [], []
    mine = inline and clear_road
    for item in words:
        row, line = new_id(), "" if item.private else new_id()
        state = "sent" if to.channel == WEB else ("sending" if mine else "ready")
        body = item.message.to_json()
        out.append(
            {
                "id": row,
                "conversation_id": to.conversation,
                "address_id": to.address,
                "message_id": line,
                "kind": item.kind,
                "epoch": to.epoch,
                "state": state,
                "sealed": key.seal(row, "outbox", body),
                "lease_until": to.at + SENDING_LEASE_SECONDS if mine else 0,
                "at": to.at,
            }
        )
        if line:
            transcript.append(
                {
                    "id": line,
                    "conversation_id": to.conversation,
                    "author": item.author,
                    "kind": item.kind,
                    "seq": to.seq,
                    "sealed": key.seal(line, "message", body),
                    "state": state,
                    "at": to.at,
                }
            )
        queued.append(Queued(row, line, item.message, item.kind, mine and to.channel != WEB))
    if out:
        conn.execute(insert(outbox), out)
    if transcript:
        conn.execute(insert(message_table), transcript)
    return queued


def road_is_clear(conn: Connection, conversation: str) -> bool:
    """Whether nothing older of this conversation still waits to be sent."""
    unsent = exists().where(outbox.c.conversation_id == conversation, outbox.c.state.in_(UNSENT))
    return not conn.execute(select(unsent)).scalar_one()
