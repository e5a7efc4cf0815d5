"""Which rows of the outbox may go now, as conditions that a statement carries.

Only the oldest unsent row of a conversation may go. Outside WhatsApp's 24 hours a row waits (*pending*) behind a neutral
template, and goes when the person answers.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, literal, or_, select

from bot.outgoing import BULK, GIVES_WAY, unsent
from bot.records.clock import DatabaseNow
from bot.records.clock import now as clock_now
from bot.records.tables import address, conversation, is_one_of, outbox, person_key
from content.levels import URGENT_LEVELS

HEADS_AT_ONCE = 100
TEMPLATE_SENT = "template_sent"
"""On a pending row: the neutral template for this silence has gone; a second one would only disturb."""
_older, _other = outbox.alias("older"), outbox.alias("other")


def may_go(row: Any, now: Any) -> ColumnElement[bool]:
    """Whether a row is to be tried now: its time has come, and nobody holds it."""
    return or_(
        and_(is_one_of(row.c.state, "ready"), row.c.next_at <= now),
        and_(is_one_of(row.c.state, "sending"), row.c.lease_until <= now),
    )


def is_free() -> ColumnElement[bool]:
    """Whether nobody holds a row of the outbox that is still to be sent, whatever its time."""
    ended = and_(is_one_of(outbox.c.state, "sending"), outbox.c.lease_until <= DatabaseNow())
    return or_(is_one_of(outbox.c.state, "ready"), ended)


def is_head(row: Any) -> ColumnElement[bool]:
    """Whether nothing older of the conversation is still to be sent."""
    return ~exists().where(_older.c.conversation_id == row.c.conversation_id, _older.c.id < row.c.id, unsent(_older))


def gave_way(row: Any) -> ColumnElement[bool]:
    """A human has come since; or, for what is said to many, the person wants no more words, or is in danger."""
    untimely = or_(is_one_of(conversation.c.mode, "stopped"), is_one_of(conversation.c.level, *URGENT_LEVELS))
    return and_(
        is_one_of(row.c.kind, *GIVES_WAY),
        exists().where(
            conversation.c.id == row.c.conversation_id,
            or_(conversation.c.epoch > row.c.epoch, and_(is_one_of(row.c.kind, BULK), untimely)),
        ),
    )


def is_closed() -> ColumnElement[bool]:
    """Whether WhatsApp lets nothing but a template through to an address now."""
    return and_(is_one_of(address.c.channel, "whatsapp"), address.c.window_until <= DatabaseNow())


def has_knocked(row: Any) -> ColumnElement[bool]:
    """Whether something of the conversation waits behind its template already."""
    return exists().where(
        _other.c.conversation_id == row.c.conversation_id,
        is_one_of(_other.c.state, "pending"),
        _other.c.error == literal(TEMPLATE_SENT),
    )


def due(row: Any) -> Any:
    """Ids of the oldest unsent rows that may be tried now, of people who are still known."""
    return (
        select(row.c.id)
        .join(address, address.c.id == row.c.address_id)
        .join(person_key, person_key.c.person_id == address.c.person_id)
        .where(may_go(row, DatabaseNow()), is_head(row))
    )


def due_heads(conn: Connection) -> list[str]:
    """Conversations whose oldest unsent row may be tried now, those that wait longest first.

    A row behind one that must wait does not count: else a provider's outage would fill the batch with conversations
    that can do nothing, and those that could would starve. What is said to many comes after what is said to one.
    """
    now = clock_now(conn)
    rows = (
        select(outbox.c.conversation_id)
        .where(may_go(outbox, now), is_head(outbox))
        .order_by(is_one_of(outbox.c.kind, BULK), outbox.c.id)
        .limit(HEADS_AT_ONCE)
    )
    return list(conn.execute(rows).scalars())
