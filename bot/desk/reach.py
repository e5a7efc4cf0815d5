"""Finding a conversation for a worker: an id of another organisation answers exactly like one that does not exist."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, insert, select

from bot.desk.staff import Worker
from bot.records.clock import DatabaseNow
from bot.records.ids import new_id
from bot.records.tables import address, audit, conversation, handover, person_key


def reach(conn: Connection, conversation_id: str, who: Worker) -> RowMapping | None:
    """The conversation with key and address; a worker reads a person only through a hand-over of their organisation."""
    return conn.execute(
        select(
            conversation,
            person_key.c.wrapped,
            address.c.id.label("address_id"),
            address.c.channel,
            address.c.current,
            address.c.gone,
            DatabaseNow().label("now"),
        )
        .join(person_key, person_key.c.person_id == conversation.c.person_id)
        .join(address, address.c.id == conversation.c.last_from)
        .where(
            conversation.c.id == conversation_id,
            conversation.c.organisation == who.organisation,
            conversation.c.id.in_(select(handover.c.conversation_id)),
        )
        .with_for_update(of=conversation)
    ).mappings().first()  # fmt: skip


def note(conn: Connection, who: str, action: str, thing: str, now: int) -> None:
    """One line of the audit: who did what to which record, reads included; never content."""
    conn.execute(insert(audit).values(id=new_id(), worker_id=who, action=action, thing=thing, at=now))
