"""Putting words on their way: one row in the transcript, one in the outbox, both sealed with the person's key.

Nothing is sent here. What the outbox holds is sent in order, whoever wrote it: bot, worker or timer.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, insert

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
class Words:
    """One message to queue. ``author``: bot or a worker's id. ``private``: not for the transcript."""

    message: Message
    kind: str
    author: str = "bot"
    private: bool = False


INSERT_OUTBOX = insert(outbox)
INSERT_MESSAGE = insert(message_table)


def queue(
    conn: Connection,
    key: PersonKey,
    to: Destination,
    words: list[Words],
    *,
    lease_first: bool = False,
    after: list[dict[str, object]] | None = None,
) -> list[str]:
    """Write outbox and transcript rows for ``words``, in order; the two rows of one message bear the same id.

    ``lease_first``: nothing older is unsent and this process sends the first row right after the commit, so it starts
    as *sending*. Web rows are *sent* at once: the page reads the transcript itself. ``after``: transcript rows that come
    before, written in the same statement. Returns the ids.
    """
    transcript, out = list(after or ()), []
    for place, item in enumerate(words):
        row = new_id()
        body = item.message.to_json()
        leased = lease_first and place == 0 and to.channel != WEB
        state = "sent" if to.channel == WEB else ("sending" if leased else "ready")
        out.append(
            {
                "id": row,
                "conversation_id": to.conversation,
                "address_id": to.address,
                "kind": item.kind,
                "epoch": to.epoch,
                "state": state,
                "sealed": key.seal(row, "outbox", body),
                "tries": int(leased),
                "lease_until": to.at + SENDING_LEASE_SECONDS if leased else 0,
                "at": to.at,
            }
        )
        if not item.private:
            transcript.append(
                {
                    "id": row,
                    "conversation_id": to.conversation,
                    "author": item.author,
                    "kind": item.kind,
                    "seq": to.seq,
                    "sealed": key.seal(row, "message", body),
                    "ref": "",
                    "hidden": 0,
                    "at": to.at,
                }
            )
    if out:
        conn.execute(INSERT_OUTBOX, out)
    if transcript:
        conn.execute(INSERT_MESSAGE, transcript)
    return [str(row["id"]) for row in out]
