"""When the team is there: shifts by organisation, office hours where none are set, and who is really present."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, exists, func, select

from bot.desk.ahead import too_many
from bot.desk.calendar import OFFICE_HOURS, Calendar, Span
from bot.desk.staff import TAKES_P0
from bot.engine.session import Availability
from bot.records.tables import membership, organisation, shift, worker

HOME = "ML"
"""The country of an organisation that the records do not know."""
DANGER = "P0"
LEASE_SECONDS = 15 * 60  # how long a talk stays with who holds it and says nothing
PRESENT_SECONDS = 600  # seen at the desk within ten minutes


def calendar_of(conn: Connection, organisation_id: str, team: str = "") -> Calendar:
    """The shifts that are set for a team or for everybody, else office hours, in the organisation's country."""
    country = conn.execute(
        select(organisation.c.country).where(organisation.c.id == organisation_id)
    ).scalar_one_or_none()
    rows = conn.execute(
        select(shift.c.weekday, shift.c.from_minute, shift.c.to_minute).where(
            shift.c.organisation_id == organisation_id, shift.c.team.in_(("", team))
        )
    )
    spans = tuple(Span(row.weekday, row.from_minute, row.to_minute) for row in rows)
    return Calendar(spans or OFFICE_HOURS, country or HOME)


def availability(conn: Connection, row: RowMapping | Mapping[str, Any], now: int, level: str) -> Availability:
    """The truth behind « somebody is there »: on shift, and a worker of the organisation seen at the desk lately (A12).

    For danger it is whoever may answer it, at any hour: the desk rings where they sit and gives them half an hour, so
    that « the team is back tomorrow at 8 » would be untrue. ``row``: the talk, whose holder counts at any hour, for a
    lease of theirs is no office hour. ``level``: of what is asked.
    """
    organisation_id, holder = row["organisation"], row["claimed_by"]
    calendar = calendar_of(conn, organisation_id)
    holds = bool(holder) and _seen(conn, holder, now)
    danger = level == DANGER
    if danger or calendar.on_shift(now):
        here = (
            select(func.count(worker.c.id.distinct()))
            .join(membership, membership.c.worker_id == worker.c.id)
            .where(
                membership.c.organisation_id == organisation_id,
                worker.c.active == 1,
                worker.c.seen_at > now - PRESENT_SECONDS,
                *((membership.c.role.in_(TAKES_P0),) if danger else ()),
            )
        )
        if present := conn.execute(here).scalar_one():
            many = too_many(conn, organisation_id, row["id"], level, present)
            return Availability(present=True, holder=holds, many=many)
    return Availability(present=False, next_at=calendar.next_start(now), holder=holds)


def _seen(conn: Connection, who: str, now: int) -> bool:
    lately = select(worker.c.id).where(worker.c.id == who, worker.c.active == 1, worker.c.seen_at > now - LEASE_SECONDS)
    return bool(conn.execute(select(exists(lately))).scalar_one())
