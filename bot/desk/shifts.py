"""When the team is there: shifts by organisation, office hours where none are set, and who is really there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, exists, func, or_, select, true

from bot.desk.ahead import too_many
from bot.desk.calendar import OFFICE_HOURS, Calendar, Span
from bot.desk.deadlines import takes_weeks
from bot.desk.staff import ANSWERING, TAKES_P0
from bot.engine.moment import Availability
from bot.records.tables import membership, organisation, shift, worker

HOME = "ML"
"""The country of an organisation that the records do not know."""
DANGER = "P0"
LEASE_SECONDS = 15 * 60  # how long a talk stays with who holds it and says nothing
PRESENT_SECONDS = 600  # seen at the desk within ten minutes


def calendar_of(conn: Connection, organisation_id: str, team: str = "") -> Calendar:
    """The shifts that are set for a team or for everybody, else office hours, in the organisation's country; with the own
    hours of whoever answers there, which alone put no end to office hours.
    """
    country = conn.execute(
        select(organisation.c.country).where(organisation.c.id == organisation_id)
    ).scalar_one_or_none()
    rows = conn.execute(
        select(shift.c.weekday, shift.c.from_minute, shift.c.to_minute, shift.c.worker_id).where(
            shift.c.organisation_id == organisation_id,
            shift.c.team.in_(("", team)),
            or_(shift.c.worker_id == "", shift.c.worker_id.in_(_answering(organisation_id, team))),
        )
    ).all()
    spans = [(row.worker_id, Span(row.weekday, row.from_minute, row.to_minute)) for row in rows]
    teams, own = (tuple(span for whose, span in spans if bool(whose) is somebodys) for somebodys in (False, True))
    return Calendar((*(teams or OFFICE_HOURS), *own), country or HOME)


def answering(conn: Connection, organisation_id: str) -> list[tuple[str, str]]:
    """Id and login of who answers people there."""
    ids = _answering(organisation_id, "")
    rows = conn.execute(select(worker.c.id, worker.c.login).where(worker.c.id.in_(ids)).order_by(worker.c.login))
    return [(row.id, row.login) for row in rows]


def _answering(organisation_id: str, team: str) -> Select[tuple[str]]:
    """Ids of who is of the team, or of none, and answers people."""
    here = (membership.c.organisation_id == organisation_id, membership.c.role.in_(ANSWERING))
    mine = select(worker.c.id).join(membership, membership.c.worker_id == worker.c.id)
    return mine.where(*here, worker.c.active == 1, membership.c.team.in_(("", team)) if team else true())


def availability(conn: Connection, row: RowMapping | Mapping[str, Any], now: int, level: str) -> Availability:
    """The truth behind « somebody is there » (A12), one rule for every sentence of a talk: whoever may answer and did
    something at the desk within ten minutes, at any hour.

    Were the hour asked for one question and not for the next, who was told « the team is back on Monday » would read
    « somebody is there » in the same minute. Danger is answered by few: while only others are at the desk it is neither
    said that somebody is there nor that the team is away; nor is it during a shift that leaves the desk alone for a while:
    to whoever wrote at ten, « tomorrow at eight » was untrue. ``row``: the talk, whose holder counts. ``level``: of what is asked.
    """
    organisation_id, holder = row["organisation"], row["claimed_by"]
    calendar = calendar_of(conn, organisation_id)
    roles = TAKES_P0 if level == DANGER else ANSWERING
    holds = bool(holder) and _seen(conn, organisation_id, holder, now, roles)
    present = _here(conn, organisation_id, now, roles)
    if present:
        many = too_many(conn, organisation_id, row["id"], level, present)
        return Availability(present=True, holder=holds, many=many, rare=takes_weeks(level, now, calendar))
    others = level == DANGER and _here(conn, organisation_id, now, ANSWERING)
    away = not (others or calendar.on_shift(now))
    return Availability(present=False, next_at=calendar.next_start(now) if away else 0, holder=holds)


def _here(conn: Connection, organisation_id: str, now: int, roles: frozenset[str]) -> int:
    """How many of those roles are at the desk."""
    here = (
        select(func.count(worker.c.id.distinct()))
        .join(membership, membership.c.worker_id == worker.c.id)
        .where(
            membership.c.organisation_id == organisation_id,
            worker.c.active == 1,
            worker.c.seen_at > now - PRESENT_SECONDS,
            membership.c.role.in_(roles),
        )
    )
    return int(conn.execute(here).scalar_one())


def _seen(conn: Connection, organisation_id: str, who: str, now: int, roles: frozenset[str]) -> bool:
    """Whether the holder is there, and goes on: one who may not answer a danger lets it go in this very turn."""
    lately = (
        select(worker.c.id)
        .join(membership, membership.c.worker_id == worker.c.id)
        .where(
            worker.c.id == who,
            worker.c.active == 1,
            worker.c.seen_at > now - LEASE_SECONDS,
            membership.c.organisation_id == organisation_id,
            membership.c.role.in_(roles),
        )
    )
    return bool(conn.execute(select(exists(lately))).scalar_one())
