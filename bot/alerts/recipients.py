"""Whom an e-mail calls: those of the organisation who may answer and match, more of them the longer nobody came.

A match is language ∧ team ∧ on shift (casework.md, *Queue*). Where nobody matches whole, who matches less is called:
a call that reaches nobody helps nobody. Past the deadline all are called who may answer, whoever matches.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, select

from bot.desk.calendar import Calendar, Span
from bot.desk.request_calls import deciders
from bot.desk.shifts import calendar_of
from bot.desk.staff import ANSWERING, TAKES_P0
from bot.desk.unread_complaints import readers
from bot.records.tables import membership, shift, worker

SUPERVISORS = frozenset({"supervisor"})
WIDE = frozenset({"widen", "still"})
"""Calls that came after the match was tried, and did not answer."""
MANY = 50
"""Recipients of one message: what every mail server takes (RFC 5321, 4.5.3.1.8, asks for 100)."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A worker with an address."""

    email: str
    roles: frozenset[str]
    languages: frozenset[str]
    teams: frozenset[str]
    on_shift: bool


def recipients(conn: Connection, row: RowMapping, now: int) -> tuple[str, ...]:
    """Addresses for one call. ``row``: kind, level, organisation, team, language, complaint, request."""
    if row["complaint_id"]:
        return readers(conn, row["organisation"], row["complaint_id"])[:MANY]
    if row["request_id"]:
        return deciders(conn, row["request_id"])[:MANY]
    people = _people(conn, row["organisation"], row["team"], now)
    chosen = choose(people, row["kind"], row["level"], row["language"], row["team"])
    first = tuple(dict.fromkeys(one.email for one in chosen))[:MANY]  # supervisors stand first: no cut leaves them out
    return tuple(sorted(first))


def choose(people: list[Somebody], kind: str, level: str, language: str, team: str) -> list[Somebody]:
    """By role first, then by the match, which a wide call does not ask for. Supervisors, who come first, are told whatever
    they speak and whenever they work.
    """
    wanted = _roles(kind, level)
    bosses = [one for one in people if one.roles & SUPERVISORS & wanted]
    others = [one for one in people if one.roles & (wanted - SUPERVISORS)]
    tests: tuple[Callable[[Somebody], bool], ...] = (
        lambda one: not language or language in one.languages,
        lambda one: not team or not one.teams or team in one.teams,
        lambda one: one.on_shift,
    )
    matching: list[Somebody] = []
    for weaker in ((),) if kind in WIDE else (tests, tests[:2], tests[:1], ()):
        matching = matching or [one for one in others if all(test(one) for test in weaker)]
    found = [*bosses, *matching]
    return found or [one for one in people if one.roles & (TAKES_P0 if level == "P0" else ANSWERING)]


def _roles(kind: str, level: str) -> frozenset[str]:
    if kind == "second":
        return TAKES_P0 - SUPERVISORS
    if kind == "remind":
        return ANSWERING - SUPERVISORS
    if kind in WIDE:
        return TAKES_P0 if level == "P0" else ANSWERING
    return SUPERVISORS


def _people(conn: Connection, organisation: str, team: str, now: int) -> list[Somebody]:
    rows = conn.execute(
        select(worker.c.id, worker.c.email, worker.c.languages, membership.c.role, membership.c.team)
        .join(membership, membership.c.worker_id == worker.c.id)
        .where(membership.c.organisation_id == organisation, worker.c.active == 1, worker.c.email != "")
    ).all()
    own = conn.execute(
        select(shift.c.worker_id, shift.c.weekday, shift.c.from_minute, shift.c.to_minute).where(
            shift.c.organisation_id == organisation, shift.c.worker_id != ""
        )
    ).all()
    everybodys = calendar_of(conn, organisation, team)
    found = []
    for who in {row.id for row in rows}:
        mine = [row for row in rows if row.id == who]
        spans = tuple(Span(row.weekday, row.from_minute, row.to_minute) for row in own if row.worker_id == who)
        calendar = Calendar(spans, everybodys.country) if spans else everybodys
        teams = {row.team for row in mine}
        found.append(
            Somebody(
                email=mine[0].email,
                roles=frozenset(row.role for row in mine),
                languages=frozenset(mine[0].languages.split(",")),
                teams=frozenset() if "" in teams else frozenset(teams),
                on_shift=calendar.on_shift(now),
            )
        )
    return found
