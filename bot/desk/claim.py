"""Taking a conversation: one winner by one conditional update, a lease that lives while somebody works."""

from __future__ import annotations

from sqlalchemy import Connection, or_, update

from bot.desk.staff import Worker
from bot.records.clock import now as clock_now
from bot.records.tables import conversation

LEASE_SECONDS = 15 * 60


def claim(conn: Connection, conversation_id: str, who: Worker) -> bool:
    """Take a queued conversation, or one whose lease is dead. False when somebody else holds it.

    ``epoch`` rises, so that nothing the bot had queued before is said any more.
    """
    now = clock_now(conn)
    taken = conn.execute(
        update(conversation)
        .where(
            conversation.c.id == conversation_id,
            conversation.c.organisation == who.organisation,
            or_(
                conversation.c.mode.in_(("queued", "bot", "stopped")),
                (conversation.c.mode == "human") & (conversation.c.lease_until < now),
            ),
        )
        .values(
            mode="human",
            claimed_by=who.id,
            lease_until=now + LEASE_SECONDS,
            epoch=conversation.c.epoch + 1,
            version=conversation.c.version + 1,
        )
    )
    return taken.rowcount == 1


def renew(conn: Connection, conversation_id: str, who: Worker) -> bool:
    """Any action of the holder keeps the lease. False when it is not theirs any more."""
    now = clock_now(conn)
    kept = conn.execute(
        update(conversation)
        .where(
            conversation.c.id == conversation_id, conversation.c.mode == "human", conversation.c.claimed_by == who.id
        )
        .values(lease_until=now + LEASE_SECONDS)
    )
    return kept.rowcount == 1


def release(conn: Connection, conversation_id: str, who: Worker) -> bool:
    """Put it back into the queue, with its old deadline."""
    left = conn.execute(
        update(conversation)
        .where(
            conversation.c.id == conversation_id, conversation.c.mode == "human", conversation.c.claimed_by == who.id
        )
        .values(
            mode="queued",
            claimed_by="",
            lease_until=0,
            epoch=conversation.c.epoch + 1,
            version=conversation.c.version + 1,
        )
    )
    return left.rowcount == 1
