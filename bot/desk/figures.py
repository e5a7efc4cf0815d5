"""The numbers of an organisation's work: counted by the database over what the queue sorts by, opening nothing of anybody.

What comes from here is exact; whoever shows it hides what is too small (`bot/figures/veil.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, and_, case, func, or_, select

from bot.desk import case_figures, referral_figures
from bot.desk.complaint_inbox import for_eyes
from bot.desk.filters import DAY_SECONDS, Filters, counted
from bot.desk.staff import Worker
from bot.house import House
from bot.records.clock import now as clock_now
from bot.records.tables import complaint, is_open, transition

ASIDE, OUTSIDE = "push", "-"


@dataclass(frozen=True, slots=True)
class Figures:
    """``ages``: open requests by age; ``stages``: sent, acknowledged, accepted, served and confirmed by the person;
    ``complaints``: open in time, open late, answered in time, answered late; ``news``: by question and answer;
    ``asked``: requests by region, "" where none is known; ``walked``: by (from, to), in one flow.
    """

    first_words: Mapping[str, case_figures.FirstWords] = field(default_factory=dict)
    ages: tuple[int, ...] = (0,) * (len(case_figures.AGES) + 1)
    stages: tuple[int, ...] = (0, 0, 0, 0)
    answers: tuple[referral_figures.Answers, ...] = ()
    complaints: tuple[int, ...] = (0, 0, 0, 0)
    news: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    asked: Mapping[str, int] = field(default_factory=dict)
    walked: Mapping[tuple[str, str], int] = field(default_factory=dict)


def figures(conn: Connection, house: House, who: Worker, filters: Filters) -> Figures:
    """Everything that the page shows. Complaints and the walks through a flow know no place."""
    now = clock_now(conn)
    since = now - filters.days * DAY_SECONDS
    return Figures(
        first_words=case_figures.first_words(conn, who, filters, since),
        ages=case_figures.ages(conn, who, filters, now),
        stages=referral_figures.stages(conn, who, filters, since),
        answers=referral_figures.answers(conn, who, filters, since, now),
        complaints=_complaints(conn, house, who, since, now),
        news=referral_figures.news(conn, who, filters, since),
        asked=case_figures.asked(conn, who, filters, since),
        walked=_walked(conn, filters, since),
    )


def _complaints(conn: Connection, house: House, who: Worker, since: int, now: int) -> tuple[int, ...]:
    waits, closed = is_open(complaint), complaint.c.closed_at > 0
    parts = (
        and_(waits, complaint.c.due_at >= now),
        and_(waits, complaint.c.due_at < now),
        and_(closed, complaint.c.closed_at <= complaint.c.due_at),
        and_(closed, complaint.c.closed_at > complaint.c.due_at),
    )
    row = conn.execute(select(*map(counted, parts)).where(complaint.c.at > since, for_eyes(house, who))).one()
    return tuple(int(count) for count in row)


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
