"""Deleting what a provider still holds of somebody who was forgotten: by ids that outlive the person, until it is done.

Twilio keeps every message until it is told to delete it; Telegram's copy is the chat on the person's own phone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

import structlog
from sqlalchemy import Connection, delete, insert, select, update

from bot.channels.wire import JOINED, Channel, Delivered, Rejected, Sent
from bot.records.clock import now as clock_now
from bot.records.database import Database
from bot.records.ids import new_id
from bot.records.tables import address, conversation, inbound, outbox, provider_copy

log = structlog.get_logger()

CHANNEL = "whatsapp"
AT_ONCE = 20
PAUSE_SECONDS = 300  # before the next try for one that the provider could not delete now


@runtime_checkable
class Deletes(Protocol):
    """A channel whose provider keeps copies."""

    async def delete_copy(self, provider_id: str) -> Sent:
        """Delete one; one that is gone already is fine."""
        ...


class Copies:
    """Deletes them, a few a sweep."""

    def __init__(self, database: Database, channels: Mapping[str, Channel]) -> None:
        self._database = database
        self._channels = channels

    async def sweep(self) -> None:
        """Every copy that is due; one that could not be deleted waits."""
        channel = self._channels.get(CHANNEL)
        if not isinstance(channel, Deletes):
            return
        while due := await self._database.read(_due):
            for copy_id, provider_id in due:
                sent = await channel.delete_copy(provider_id)
                if isinstance(sent, Rejected):
                    log.error("copy_not_deleted", copy=copy_id)
                await self._database.write(_settle, copy_id, isinstance(sent, Delivered | Rejected))


def remember(conn: Connection, person_id: str, now: int) -> None:
    """Before the person's rows go: which messages the provider still holds."""
    threads = select(conversation.c.id).where(conversation.c.person_id == person_id)
    theirs = select(inbound.c.provider_id).where(inbound.c.conversation_id.in_(threads), inbound.c.channel == CHANNEL)
    ours = (
        select(outbox.c.earlier_ids, outbox.c.provider_id)
        .join(address, address.c.id == outbox.c.address_id)
        .where(outbox.c.conversation_id.in_(threads), outbox.c.provider_id != "", address.c.channel == CHANNEL)
    )
    ids = list(conn.execute(theirs).scalars())
    for earlier, last in conn.execute(ours):
        ids += [*filter(None, earlier.split(JOINED)), last]
    if ids:
        conn.execute(insert(provider_copy), [{"id": new_id(), "provider_id": one, "next_at": now} for one in ids])


def remember_one(conn: Connection, provider_id: str) -> None:
    """The last word itself: deleted once it had time to arrive."""
    row = {"id": new_id(), "provider_id": provider_id, "next_at": clock_now(conn) + PAUSE_SECONDS}
    conn.execute(insert(provider_copy).values(**row))


def _due(conn: Connection) -> list[tuple[str, str]]:
    due = provider_copy.c.next_at <= clock_now(conn)
    rows = select(provider_copy.c.id, provider_copy.c.provider_id).where(due).order_by(provider_copy.c.next_at)
    return [(row.id, row.provider_id) for row in conn.execute(rows.limit(AT_ONCE))]


def _settle(conn: Connection, copy_id: str, done: bool) -> None:  # noqa: FBT001
    here = provider_copy.c.id == copy_id
    if done:
        conn.execute(delete(provider_copy).where(here))
    else:
        conn.execute(update(provider_copy).where(here).values(next_at=clock_now(conn) + PAUSE_SECONDS))
