"""An organisation's team as its own people see it: who belongs to it, and whom of them one may change."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from bot.desk.sessions import SESSION_SECONDS
from bot.desk.staff import Worker, can
from bot.records.clock import now as clock_now
from bot.records.staff import ROLES
from bot.records.tables import membership, worker, worker_session

MAY_GIVE: dict[str, frozenset[str]] = {
    "admin": frozenset(ROLES),
    "supervisor": frozenset({"case_worker", "protection"}),
}
"""Who may give, change and take away which roles: a supervisor those of the people whose cases they follow."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the team. ``may_change``: whether who looks may change or remove them."""

    id: str
    login: str
    roles: frozenset[str]
    team: str
    languages: frozenset[str]
    email: str
    active: bool
    enrolled: bool
    seen_at: int
    sessions: int
    may_change: bool


def members(conn: Connection, who: Worker) -> list[Member]:
    """Everybody of ``who``'s organisation, those who left last."""
    alive = (
        worker_session.c.worker_id == worker.c.id,
        worker_session.c.created_at > clock_now(conn) - SESSION_SECONDS,
        worker_session.c.ended_by == "",
    )
    open_now = select(func.count()).where(*alive).correlate(worker).scalar_subquery()
    rows = conn.execute(
        select(worker, membership.c.role, membership.c.team, open_now.label("sessions"))
        .join(membership, membership.c.worker_id == worker.c.id)
        .where(membership.c.organisation_id == who.organisation)
        .order_by(worker.c.active.desc(), worker.c.login, membership.c.role)
    ).mappings()
    by_id: dict[str, list[dict[str, object]]] = {}
    for row in rows:
        by_id.setdefault(row["id"], []).append(dict(row))
    return [_member(who, found) for found in by_id.values()]


def member(conn: Connection, who: Worker, worker_id: str) -> Member | None:
    """One of them; None for everybody else in the world."""
    return next((one for one in members(conn, who) if one.id == worker_id), None)


def may_manage(who: Worker, roles: frozenset[str]) -> bool:
    """Whether ``who`` may give and take away all of these roles."""
    given = frozenset[str]().union(*(MAY_GIVE.get(role, frozenset()) for role in who.roles))
    return can(who, "manage_staff") and roles <= given


def admins_of(conn: Connection, who: Worker) -> int:
    """How many administrators ``who``'s organisation has."""
    here = (membership.c.organisation_id == who.organisation, membership.c.role == "admin", worker.c.active == 1)
    counted = select(func.count()).select_from(membership).join(worker, worker.c.id == membership.c.worker_id)
    return int(conn.execute(counted.where(*here)).scalar_one())


def _member(who: Worker, rows: list[dict[str, object]]) -> Member:
    first, roles = rows[0], frozenset(str(row["role"]) for row in rows)
    return Member(
        id=str(first["id"]), login=str(first["login"]), roles=roles, team=str(first["team"]),
        languages=frozenset(str(first["languages"]).split(",")), email=str(first["email"]),
        active=bool(first["active"]), enrolled=bool(first["totp"]), seen_at=int(str(first["seen_at"])),
        sessions=int(str(first["sessions"])), may_change=first["id"] != who.id and may_manage(who, roles),
    )  # fmt: skip
