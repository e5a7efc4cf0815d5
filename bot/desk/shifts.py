"""When the team is there: shifts by organisation, office hours where none are set, and who is really present.

Times of day are Mali's, which is UTC the year round.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, exists, select

from bot.desk.claim import LEASE_SECONDS
from bot.engine.session import Availability
from bot.records.tables import membership, shift, worker

DAY_SECONDS = 86_400
DAY_MINUTES = 1440
EPOCH_WEEKDAY = 3  # 1 January 1970 was a Thursday
PRESENT_SECONDS = 600  # seen at the desk within ten minutes
WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Span:
    """One shift: ``weekday`` 0 Monday, minutes of the day, the end not included."""

    weekday: int
    start: int
    end: int


OFFICE_HOURS: tuple[Span, ...] = tuple(Span(day, 8 * 60, 16 * 60) for day in range(5))
"""Monday to Friday, 8 to 16 h, until an organisation sets its own."""


def shifts_of(conn: Connection, organisation: str) -> tuple[Span, ...]:
    """The shifts that are set, else office hours."""
    rows = conn.execute(
        select(shift.c.weekday, shift.c.from_minute, shift.c.to_minute).where(shift.c.organisation_id == organisation)
    )
    return tuple(Span(row.weekday, row.from_minute, row.to_minute) for row in rows) or OFFICE_HOURS


def on_shift(spans: Sequence[Span], at: int) -> bool:
    """Whether ``at`` (Unix seconds) lies in a shift."""
    weekday, minute = _moment(at)
    return any(span.weekday == weekday and span.start <= minute < span.end for span in spans)


def next_start(spans: Sequence[Span], at: int) -> int:
    """When the next shift begins after ``at``, in Unix seconds; 0 when there are none."""
    midnight = at - at % DAY_SECONDS
    starts = [
        midnight + day * DAY_SECONDS + span.start * 60
        for day in range(WEEK_DAYS + 1)
        for span in spans
        if span.weekday == _moment(midnight + day * DAY_SECONDS)[0]
    ]
    return min((start for start in starts if start > at), default=0)


def availability(conn: Connection, organisation: str, now: int, holder: str = "") -> Availability:
    """The truth behind « somebody is there »: on shift, and a worker of the organisation seen at the desk lately (A12).

    ``holder``: the worker who holds the talk, if any. They count at any hour, for a lease of theirs is no office hour.
    """
    spans = shifts_of(conn, organisation)
    holds = bool(holder) and _seen(conn, holder, now)
    if on_shift(spans, now):
        here = (
            select(worker.c.id)
            .join(membership, membership.c.worker_id == worker.c.id)
            .where(
                membership.c.organisation_id == organisation,
                worker.c.active == 1,
                worker.c.seen_at > now - PRESENT_SECONDS,
            )
        )
        if conn.execute(select(exists(here))).scalar_one():
            return Availability(present=True, holder=holds)
    return Availability(present=False, next_at=next_start(spans, now), holder=holds)


def _seen(conn: Connection, who: str, now: int) -> bool:
    lately = select(worker.c.id).where(worker.c.id == who, worker.c.active == 1, worker.c.seen_at > now - LEASE_SECONDS)
    return bool(conn.execute(select(exists(lately))).scalar_one())


def _moment(at: int) -> tuple[int, int]:
    days, seconds = divmod(at, DAY_SECONDS)
    return (days + EPOCH_WEEKDAY) % WEEK_DAYS, seconds // 60
