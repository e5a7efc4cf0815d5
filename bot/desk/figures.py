"""The numbers of an organisation's work: counted by the database over what the queue sorts by, opening nothing of anybody.

What comes from here is exact; whoever shows it hides what is too small (`bot/figures/veil.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, literal_column, or_, select

from bot.desk.complaint_inbox import for_eyes
from bot.desk.handover import LEVELS
from bot.desk.staff import Worker
from bot.house import House
from bot.records.clock import now as clock_now
from bot.records.tables import (
    complaint,
    conversation,
    follow_up,
    handover,
    is_open,
    referral,
    referral_event,
    transition,
)

MINUTE_SECONDS, HOUR_SECONDS, DAY_SECONDS = 60, 3600, 86_400
UNANSWERED = -1
PERIODS = (7, 30, 90, 365)
USUAL_DAYS = 90
AGES = (1, 3, 7, 30)
"""Open requests by age: within a day, three days, a week, a month, longer."""
SAID_SERVED = ("helped", "little", "not_helped", "served")
ORGANISATIONS_MAX = 12
ASIDE, OUTSIDE = "push", "-"
NEWS = ("started", "helped", "missing", "reason")


@dataclass(frozen=True, slots=True)
class Filters:
    """``days`` back from now; ``place``: the slug of a region or centre, empty for everywhere; ``flow``: which drawing."""

    days: int = USUAL_DAYS
    place: str = ""
    flow: str = "orientation"


@dataclass(frozen=True, slots=True)
class FirstWords:
    """Of one level: how many were opened and answered, how many in time, the median wait and the mean time allowed."""

    opened: int = 0
    answered: int = 0
    in_time: int = 0
    median: int = 0
    allowed: int = 0


@dataclass(frozen=True, slots=True)
class Answers:
    """Of one organisation: how many referrals are past their term, and how many of them it has answered."""

    organisation: str
    past_term: int
    answered: int


@dataclass(frozen=True, slots=True)
class Figures:
    """``ages``: open requests by age; ``stages``: sent, acknowledged, accepted, served and confirmed by the person;
    ``complaints``: open in time, open late, answered in time, answered late; ``news``: by question and answer;
    ``asked``: requests by region, "" where none is known; ``walked``: by (from, to), in one flow.
    """

    first_words: Mapping[str, FirstWords] = field(default_factory=dict)
    ages: tuple[int, ...] = (0,) * (len(AGES) + 1)
    stages: tuple[int, ...] = (0, 0, 0, 0)
    answers: tuple[Answers, ...] = ()
    complaints: tuple[int, ...] = (0, 0, 0, 0)
    news: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    asked: Mapping[str, int] = field(default_factory=dict)
    walked: Mapping[tuple[str, str], int] = field(default_factory=dict)


def figures(conn: Connection, house: House, who: Worker, filters: Filters) -> Figures:
    """Everything that the page shows. Complaints and the walks through a flow know no place."""
    now = clock_now(conn)
    since = now - filters.days * DAY_SECONDS
    return Figures(
        first_words=_first_words(conn, who, filters, since),
        ages=_ages(conn, who, filters, now),
        stages=_stages(conn, who, filters, since),
        answers=_answers(conn, who, filters, since, now),
        complaints=_complaints(conn, house, who, since, now),
        news=_news(conn, who, filters, since),
        asked=_asked(conn, who, filters, since),
        walked=_walked(conn, filters, since),
    )


def _at(filters: Filters) -> tuple[ColumnElement[bool], ...]:
    """Of conversations in the place that is looked at."""
    if not filters.place:
        return ()
    return (or_(conversation.c.region == filters.place, conversation.c.centre == filters.place),)


def _cases(who: Worker, filters: Filters, *columns: Any) -> Select[Any]:
    """Hand-overs of the organisation; the conversation is joined only when a place is asked for."""
    found = select(*columns).select_from(handover).where(handover.c.organisation == who.organisation)
    if filters.place:
        found = found.join(conversation, conversation.c.id == handover.c.conversation_id).where(*_at(filters))
    return found


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _first_words(conn: Connection, who: Worker, filters: Filters, since: int) -> dict[str, FirstWords]:
    """The median comes from counts by length of wait: sorting every wait costs many times as much."""
    said = handover.c.first_words_at > 0
    rows = conn.execute(
        _cases(
            who, filters, handover.c.level, case((said, _length()), else_=UNANSWERED).label("wait"), func.count().label("times"),
            _count(and_(said, handover.c.first_words_at <= handover.c.due_at)).label("in_time"),
            func.sum(handover.c.due_at - handover.c.opened_at).label("allowed"),
        ).where(handover.c.opened_at > since).group_by(handover.c.level, "wait")
    ).all()  # fmt: skip
    return {level: _of_level([row for row in rows if row.level == level]) for level in reversed(LEVELS)}


def _length() -> ColumnElement[int]:
    """How long somebody waited, as exactly as it is told: in minutes, beyond an hour in tens of them, beyond a day in hours."""
    wait = handover.c.first_words_at - handover.c.opened_at
    steps = (wait < HOUR_SECONDS, MINUTE_SECONDS), (wait < DAY_SECONDS, 10 * MINUTE_SECONDS)
    exact = [(short, wait - wait % literal_column(str(step))) for short, step in steps]
    return case(*exact, else_=wait - wait % literal_column(str(HOUR_SECONDS)))


def _of_level(rows: Sequence[Any]) -> FirstWords:
    waits = Counter({int(row.wait): int(row.times) for row in rows if row.wait != UNANSWERED})
    opened = sum(int(row.times) for row in rows)
    if not opened:
        return FirstWords()
    return FirstWords(
        opened=opened,
        answered=waits.total(),
        in_time=sum(int(row.in_time) for row in rows),
        median=_median(waits),
        allowed=sum(int(row.allowed) for row in rows) // opened,
    )


def _median(waits: Counter[int]) -> int:
    """The lower one of two in the middle; 0 for nothing."""
    passed, half = 0, (waits.total() + 1) // 2
    for wait in sorted(waits):
        passed += waits[wait]
        if passed >= half:
            return wait
    return 0


def _ages(conn: Connection, who: Worker, filters: Filters, now: int) -> tuple[int, ...]:
    limits = [now - days * DAY_SECONDS for days in AGES]
    opened = handover.c.opened_at
    bins = [opened > limits[0]]
    bins += [and_(opened <= newer, opened > older) for newer, older in pairwise(limits)]
    bins.append(opened <= limits[-1])
    row = conn.execute(_cases(who, filters, *map(_count, bins)).where(is_open(handover))).one()
    return tuple(int(count) for count in row)


def _ours(who: Worker, filters: Filters, since: int, *columns: Any) -> Select[Any]:
    """Referrals of the organisation's people that were sent in the period."""
    return (
        select(*columns)
        .select_from(referral)
        .join(conversation, conversation.c.id == referral.c.conversation_id)
        .where(conversation.c.organisation == who.organisation, referral.c.sent_at > since, *_at(filters))
    )


def _stages(conn: Connection, who: Worker, filters: Filters, since: int) -> tuple[int, ...]:
    step = (referral_event.c.referral_id == referral.c.id, referral_event.c.target == "accepted")
    accepted = or_(referral.c.status.in_(("accepted", "served")), exists().where(*step))
    known = referral.c.answered_at > 0
    taken = and_(known, accepted)
    served = and_(taken, referral.c.said_by_person.in_(SAID_SERVED))
    row = conn.execute(_ours(who, filters, since, func.count(), _count(known), _count(taken), _count(served))).one()
    return tuple(int(count) for count in row)


def _answers(conn: Connection, who: Worker, filters: Filters, since: int, now: int) -> tuple[Answers, ...]:
    """Those with most to answer first. What a person took back unanswered counts for nobody."""
    kept = or_(referral.c.status != "withdrawn", referral.c.answered_at > 0)
    past = func.count().label("past")
    rows = conn.execute(
        _ours(who, filters, since, referral.c.organisation, past, _count(referral.c.answered_at > 0).label("answered"))
        .where(referral.c.due_at > 0, referral.c.due_at <= now, kept)
        .group_by(referral.c.organisation)
        .order_by(past.desc(), referral.c.organisation)
        .limit(ORGANISATIONS_MAX)
    )
    return tuple(Answers(row.organisation, int(row.past), int(row.answered)) for row in rows)


def _complaints(conn: Connection, house: House, who: Worker, since: int, now: int) -> tuple[int, ...]:
    waits, closed = is_open(complaint), complaint.c.closed_at > 0
    parts = (
        and_(waits, complaint.c.due_at >= now),
        and_(waits, complaint.c.due_at < now),
        and_(closed, complaint.c.closed_at <= complaint.c.due_at),
        and_(closed, complaint.c.closed_at > complaint.c.due_at),
    )
    row = conn.execute(select(*map(_count, parts)).where(complaint.c.at > since, for_eyes(house, who))).one()
    return tuple(int(count) for count in row)


def _news(conn: Connection, who: Worker, filters: Filters, since: int) -> dict[str, dict[str, int]]:
    answers = [follow_up.c[name] for name in NEWS]
    rows = conn.execute(
        select(*answers, func.count().label("times"))
        .join(conversation, conversation.c.id == follow_up.c.conversation_id)
        .where(conversation.c.organisation == who.organisation, follow_up.c.at > since, *_at(filters))
        .group_by(*answers)
    ).mappings()
    found: dict[str, Counter[str]] = {name: Counter() for name in NEWS}
    for row in rows:
        for name in NEWS:
            if row[name]:
                found[name][row[name]] += int(row["times"])
    return {name: dict(counted) for name, counted in found.items()}


def _asked(conn: Connection, who: Worker, filters: Filters, since: int) -> dict[str, int]:
    rows = conn.execute(
        select(conversation.c.region, func.count())
        .select_from(handover)
        .join(conversation, conversation.c.id == handover.c.conversation_id)
        .where(handover.c.organisation == who.organisation, handover.c.opened_at > since, *_at(filters))
        .group_by(conversation.c.region)
    )
    return {region: int(count) for region, count in rows}


def _walked(conn: Connection, filters: Filters, since: int) -> dict[tuple[str, str], int]:
    """Ways that begin or end in the flow. Of nobody: these counts know no person, organisation or place.

    Whoever goes aside by a command comes back or does not: their question is not answered by that, so for the flow that
    they left it is no way on; for the flow in which they arrive it comes from outside.
    """
    here = f"{filters.flow}."
    source = case((transition.c.why == ASIDE, OUTSIDE), else_=transition.c.source).label("before")
    inside = or_(
        transition.c.source.startswith(here, autoescape=True), transition.c.target.startswith(here, autoescape=True)
    )
    rows = conn.execute(
        select(source, transition.c.target, func.sum(transition.c.count))
        .where(transition.c.day > since // DAY_SECONDS, inside)
        .group_by(source, transition.c.target)
    )
    return {(before, target): int(count) for before, target, count in rows}
