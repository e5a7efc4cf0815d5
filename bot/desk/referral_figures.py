"""The numbers of referrals: how far they come, which organisations answer, what people tell of it later."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, func, or_, select

from bot.desk.filters import Filters, at_place, counted
from bot.desk.person_told import SERVED
from bot.desk.staff import Worker
from bot.records.tables import conversation, follow_up, referral, referral_event

ORGANISATIONS_MAX = 12
NEWS = ("started", "helped", "missing", "reason")


@dataclass(frozen=True, slots=True)
class Answers:
    """Of one organisation: how many referrals are past their term, and how many of them it answered within it."""

    organisation: str
    past_term: int
    answered: int


def stages(conn: Connection, who: Worker, filters: Filters, since: int) -> tuple[int, ...]:
    step = (referral_event.c.referral_id == referral.c.id, referral_event.c.target == "accepted")
    accepted = or_(referral.c.status.in_(("accepted", "served")), exists().where(*step))
    known = referral.c.answered_at > 0
    taken = and_(known, accepted)
    served = and_(taken, referral.c.said_by_person.in_(SERVED))
    row = conn.execute(_ours(who, filters, since, func.count(), counted(known), counted(taken), counted(served))).one()
    return tuple(int(count) for count in row)


def answers(conn: Connection, who: Worker, filters: Filters, since: int, now: int) -> tuple[Answers, ...]:
    """Those with most to answer first. What a person took back unanswered counts for nobody.

    An answer after the term is none here: the person had waited in vain by then (casework.md, « acknowledged in time »).
    """
    in_time = and_(referral.c.answered_at > 0, referral.c.answered_at <= referral.c.due_at)
    kept = or_(referral.c.status != "withdrawn", referral.c.answered_at > 0)
    past = func.count().label("past")
    rows = conn.execute(
        _ours(who, filters, since, referral.c.organisation, past, counted(in_time).label("answered"))
        .where(referral.c.due_at > 0, referral.c.due_at <= now, kept)
        .group_by(referral.c.organisation)
        .order_by(past.desc(), referral.c.organisation)
        .limit(ORGANISATIONS_MAX)
    )
    return tuple(Answers(row.organisation, int(row.past), int(row.answered)) for row in rows)


def news(conn: Connection, who: Worker, filters: Filters, since: int) -> dict[str, dict[str, int]]:
    answers = [follow_up.c[name] for name in NEWS]
    rows = conn.execute(
        select(*answers, func.count().label("times"))
        .join(conversation, conversation.c.id == follow_up.c.conversation_id)
        .where(conversation.c.organisation == who.organisation, follow_up.c.at > since, *at_place(filters))
        .group_by(*answers)
    ).mappings()
    found: dict[str, Counter[str]] = {name: Counter() for name in NEWS}
    for row in rows:
        for name in NEWS:
            if row[name]:
                found[name][row[name]] += int(row["times"])
    return {name: dict(times) for name, times in found.items()}


def _ours(who: Worker, filters: Filters, since: int, *columns: Any) -> Select[Any]:
    """Referrals of the organisation's people that were sent in the period."""
    return (
        select(*columns)
        .select_from(referral)
        .join(conversation, conversation.c.id == referral.c.conversation_id)
        .where(conversation.c.organisation == who.organisation, referral.c.sent_at > since, *at_place(filters))
    )
