"""Finding a conversation for a worker: an id of another organisation answers exactly like one that does not exist."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, exists, or_, select

from bot.desk.referral_reach import UNDER_WAY, urgency
from bot.desk.staff import Worker, can
from bot.records.clock import DatabaseNow
from bot.records.tables import address, conversation, handover, is_one_of, is_open, person_key, referral


def reach(conn: Connection, conversation_id: str, who: Worker, *, lock: bool = True) -> RowMapping | None:
    """The conversation with key and address, locked until the transaction ends unless it is only looked at; None for what
    is not this worker's to read, which a danger is only for who may take it.
    """
    row = known(conn, conversation_id, who, lock=lock)
    return row if row is not None and may_read(who, row) else None


def may_read(who: Worker, row: RowMapping) -> bool:
    """Whether the talk ``row`` of their house is open to them: by the level of its case, or of the last one that ended."""
    return can(who, "read_conversation", row["organisation"], row["urgency"])


def known(conn: Connection, conversation_id: str, who: Worker, *, lock: bool = True) -> RowMapping | None:
    """The conversation of a case that their house follows, also where its words are not for them (`bot/desk/reserved.py`).

    A worker reads a person only through a hand-over of their organisation that is open or was their own, or while a
    referral of the person is under way: somebody must be able to follow it when who sent it is away.
    """
    through = exists().where(
        handover.c.conversation_id == conversation.c.id, or_(is_open(handover), handover.c.held_by == who.id)
    )
    followed = exists().where(referral.c.conversation_id == conversation.c.id, is_one_of(referral.c.status, *UNDER_WAY))
    found = (
        select(
            conversation,
            urgency().label("urgency"),
            person_key.c.wrapped,
            address.c.id.label("address_id"),
            address.c.channel,
            address.c.current,
            address.c.gone,
            address.c.window_until,
            DatabaseNow().label("now"),
        )
        .join(person_key, person_key.c.person_id == conversation.c.person_id)
        .join(address, address.c.id == conversation.c.last_from)
        .where(
            conversation.c.id == conversation_id,
            conversation.c.organisation == who.organisation,
            or_(through, followed),
        )
    )
    return conn.execute(found.with_for_update(of=conversation) if lock else found).mappings().first()
