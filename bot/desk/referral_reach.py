"""Finding a referral: for a worker of the house that follows the person, or for whoever holds its link."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    ScalarSelect,
    Select,
    and_,
    case,
    exists,
    func,
    or_,
    select,
)

from bot.desk import links
from bot.desk.referral_standing import to_hand
from bot.desk.staff import Worker, can
from bot.records.clock import DatabaseNow
from bot.records.tables import (
    address,
    conversation,
    handover,
    is_filled,
    is_one_of,
    is_open,
    person_key,
    referral,
    task,
)

UNDER_WAY = ("draft", "sent", "seen", "accepted", "served")
"""Of a referral that somebody is still to do something about: as long as it lives, the person's case is not closed for the
house, whoever held it. Else an appointment in three days would be known to one colleague, who may be away.
"""


def reached(conn: Connection, referral_id: str, who: Worker) -> RowMapping | None:
    """The referral with key and address. None for one of another organisation, exactly as for one that is not there."""
    row = conn.execute(_whole().where(referral.c.id == referral_id, visible_to(who))).mappings().first()
    return row if row is not None and can(who, "refer", row["home"], row["urgency"]) else None


def visible_to(who: Worker) -> ColumnElement[bool]:
    """Whether a worker sees it: while it is under way, through a hand-over of their organisation that is open or was their
    own, because they sent it, or because a task about it waits for somebody.
    """
    return and_(
        conversation.c.organisation == who.organisation,
        or_(
            is_one_of(referral.c.status, *UNDER_WAY),
            exists().where(
                handover.c.conversation_id == referral.c.conversation_id,
                or_(is_open(handover), handover.c.held_by == who.id),
            ),
            referral.c.sent_by == who.id,
            exists().where(task.c.about == referral.c.id, is_open(task)),
        ),
    )


def of_last_case(column: ColumnElement[str]) -> ScalarSelect[str]:
    """A ``column`` of the hand-over of the row ``conversation``: of its open case, or of the one that ended last."""
    return (
        select(column)
        .where(handover.c.conversation_id == conversation.c.id)
        .order_by(handover.c.opened_at.desc(), handover.c.id.desc())
        .limit(1)
        .correlate(conversation)
        .scalar_subquery()
    )


def urgency() -> ColumnElement[str]:
    """How urgent the person's case is, or was when it ended last: who might not refer them then may not now."""
    last = of_last_case(handover.c.level)
    return case((is_filled(conversation.c.level), conversation.c.level), else_=func.coalesce(last, ""))


def linked(conn: Connection, token: str) -> RowMapping | None:
    """The referral that a link opens; None for one that is guessed, expired or dead."""
    found = links.find(conn, token)
    if found is None:
        return None
    return conn.execute(_whole().where(referral.c.id == found)).mappings().first()


def _whole() -> Select[Any]:
    return (
        select(
            referral,
            conversation.c.person_id,
            conversation.c.organisation.label("home"),
            conversation.c.team,
            to_hand().label("to_hand"),
            conversation.c.language,
            urgency().label("urgency"),
            conversation.c.session,
            person_key.c.wrapped,
            address.c.id.label("address_id"),
            address.c.channel,
            address.c.sealed.label("address"),
            DatabaseNow().label("now"),
        )
        .join(conversation, conversation.c.id == referral.c.conversation_id)
        .join(person_key, person_key.c.person_id == conversation.c.person_id)
        .join(address, address.c.id == conversation.c.last_from)
    )
