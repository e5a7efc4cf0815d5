"""The audit as an auditor reads it: who did what to which record and when, by pages; never a word of anybody (D5)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from bot.desk.audit import note
from bot.desk.audit_ours import lines_of
from bot.desk.staff import Worker
from bot.records.clock import now as clock_now
from bot.records.tables import audit, membership, worker

PAGE_LINES = 100  # some 20 kB
DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``by``: the id of who did it, ``login`` "" where that is no worker; ``thing`` is an id, ``code`` that of the
    case, "" for what is of none.
    """

    id: str
    at: int
    by: str
    login: str
    action: str
    thing: str
    code: str


@dataclass(frozen=True, slots=True)
class Filter:
    """``day``: when it begins, 0 for every day. ``before``: the id after which the page goes on, "" for the newest."""

    worker: str = ""
    action: str = ""
    day: int = 0
    before: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """``older``: where the next page begins, "" at the end."""

    lines: tuple[Line, ...]
    older: str
    workers: tuple[tuple[str, str], ...]


def page_of(conn: Connection, who: Worker, wished: Filter) -> Page:
    """What the people of ``who``'s organisation did, the newest first. Looking is itself noted."""
    ours = select(membership.c.worker_id).where(membership.c.organisation_id == who.organisation)
    lines = lines_of(who.organisation).order_by(audit.c.id.desc()).limit(PAGE_LINES + 1)
    if wished.worker:
        lines = lines.where(audit.c.worker_id == wished.worker)
    if wished.action:
        lines = lines.where(
            (audit.c.action == wished.action) | audit.c.action.startswith(f"{wished.action}:", autoescape=True)
        )
    if wished.day:
        lines = lines.where(audit.c.at >= wished.day, audit.c.at < wished.day + DAY_SECONDS)
    if wished.before:
        lines = lines.where(audit.c.id < wished.before)
    rows = conn.execute(lines).all()
    people = select(worker.c.id, worker.c.login).where(worker.c.id.in_(ours)).order_by(worker.c.login)
    note(conn, who.id, "read_audit", wished.worker, clock_now(conn))
    shown = rows[:PAGE_LINES]
    return Page(
        tuple(Line(row.id, row.at, row.worker_id, row.login or "", row.action, row.thing, row.code) for row in shown),
        shown[-1].id if len(rows) > PAGE_LINES else "",
        tuple((row.id, row.login) for row in conn.execute(people)),
    )
