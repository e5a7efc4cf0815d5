"""Handing a case to somebody else: a colleague, a team, another organisation. Who had it before has it no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, RowMapping, case, delete, func, select, update

from bot.desk import audit, drafts, parting
from bot.desk.calls import Call, call, call_off
from bot.desk.claim import RESTING, free_for
from bot.desk.owed import of_somebody_else
from bot.desk.reasons import WORDS_MAX, a_team, a_worker, add_reason, signed
from bot.desk.shifts import LEASE_SECONDS, calendar_of
from bot.desk.staff import ANSWERING, TAKES_P0, Worker
from bot.desk.steps import first_step_at, resumed
from bot.house import House
from bot.records.row_security import beyond
from bot.records.tables import conversation, handover, is_open, membership, reminder, task, worker
from content.leads import Lead, Leads

Why = Literal["nobody", "untrained", "no_reason", "long_reason", "not_held", "over"]


@dataclass(frozen=True, slots=True)
class Target:
    """To whom. ``worker`` empty: whoever of the team takes it."""

    organisation: str
    team: str = ""
    worker: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What stands in the list, for one worker and one case: (id, login, team or ""), teams of the house, teams of other houses."""

    colleagues: tuple[tuple[str, str, str], ...] = ()
    teams: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()


def choices(conn: Connection, leads: Leads, who: Worker, level: str) -> Choices:
    """Those who may answer a case of ``level``, and every team that follows people somewhere (`content/leads.yaml`)."""
    roles = TAKES_P0 if level == "P0" else ANSWERING
    rows = conn.execute(
        select(worker.c.id, worker.c.login, func.max(membership.c.team).label("team"))
        .group_by(worker.c.id, worker.c.login)
        .join(membership, membership.c.worker_id == worker.c.id)
        .where(
            membership.c.organisation_id == who.organisation,
            membership.c.role.in_(roles),
            worker.c.active == 1,
            worker.c.id != who.id,
        )
        .order_by(worker.c.login)
    ).all()
    places = sorted({(lead.organisation, lead.team) for lead in _all(leads)})
    return Choices(
        colleagues=tuple((row.id, row.login, row.team) for row in rows),
        teams=tuple(team for house, team in places if house == who.organisation),
        others=tuple(place for place in places if place[0] != who.organisation),
    )


def target_of(given: str, who: Worker) -> Target | None:
    """What a form's value names: ``worker:ID``, ``team:TEAM``, ``house:ORGANISATION:TEAM``; None for anything else."""
    kind, _, rest = given.partition(":")
    if kind == "worker" and rest:
        return Target(who.organisation, worker=rest)
    if kind == "team" and rest:
        return Target(who.organisation, team=rest)
    house, _, team = rest.partition(":")
    return Target(house, team=team) if kind == "house" and house and team else None


def transfer(
    conn: Connection, house: House, row: RowMapping, who: Worker, target: Target | None, reason: str
) -> Why | None:
    """Hand the case over. None when it was done, else why not. ``row`` as ``bot.desk.reach`` found it.

    Another organisation needs a reason; drafts and reminders of the old one go, and so does every way in.
    """
    words = reason.strip()
    why = _refused(conn, house.book.directory.leads, row, who, target, words)
    if why is not None:
        return why
    assert target is not None  # noqa: S101 — refused above
    away = target.organisation != row["organisation"]
    if away:
        beyond(conn)  # every check is made; what moves is another organisation's from its first statement on
    values: dict[str, object] = {"organisation": target.organisation}
    if target.team:
        values["team"] = target.team
    conn.execute(
        update(conversation)
        .where(conversation.c.id == row["id"])
        .values(
            **values,
            **_held_by(row, target),
            epoch=conversation.c.epoch + 1,
            version=conversation.c.version + 1,
        )
    )
    conn.execute(
        update(handover)
        .where(handover.c.conversation_id == row["id"], is_open(handover))
        .values(**values, held_by=target.worker)
    )
    if words:
        key = house.vault.unwrap(row["person_id"], row["wrapped"])
        add_reason(conn, key, row["id"], signed(who, words, _to(conn, target)), row["level"], row["now"])
    call_off(conn, row["id"], moved=not target.worker)
    _owe(conn, row, target)
    if row["spoken"]:
        parting.handed_on(conn, row["id"], row["now"])
    if not target.worker:
        if row["mode"] == "human" and not row["spoken"]:
            parting.put_back(conn, row["id"], row["now"])
        resumed(conn, row["id"], row["now"])
        call(conn, house.means, Call(row["id"], target.organisation, "new", row["level"]), row["now"])
    if away:
        drafts.drop_all(conn, row["id"])
        conn.execute(delete(reminder).where(reminder.c.conversation_id == row["id"]))
        going = (task.c.conversation_id == row["id"], is_open(task))
        conn.execute(update(task).where(*going).values(organisation=target.organisation))
    audit.note(conn, who.id, f"transfer:{target.worker or target.team}", row["id"], row["now"])
    return None


def _owe(conn: Connection, row: RowMapping, target: Target) -> None:
    """Who takes over what was answered owes words of their own: the team is called until they come."""
    due_at = of_somebody_else(conn, row["id"], row["now"])
    if due_at:
        calendar = calendar_of(conn, target.organisation, target.team or row["team"])
        first = first_step_at(row["level"], row["now"], due_at, calendar)
        here = (handover.c.conversation_id == row["id"], is_open(handover))
        conn.execute(update(handover).where(*here).values(step=0, next_step_at=first))


def _held_by(row: RowMapping, target: Target) -> dict[str, object]:
    """A colleague holds it from now on, with a whole lease where the last word is the person's; a team finds it free."""
    if target.worker:
        rests = row["claimed_by"] and row["lease_until"] == RESTING
        return {
            "mode": case((conversation.c.mode == "stopped", "stopped"), else_="human"),
            "claimed_by": target.worker,
            "lease_until": RESTING if rests else row["now"] + LEASE_SECONDS,
        }
    return {
        "mode": case((conversation.c.mode == "human", "queued"), else_=conversation.c.mode),
        "claimed_by": "",
        "lease_until": RESTING,
        "spoken": 0,
    }


def _to(conn: Connection, target: Target) -> str:
    if not target.worker:
        return a_team(target.team)
    mine = (membership.c.worker_id == target.worker, membership.c.organisation_id == target.organisation)
    return a_worker(target.worker, conn.execute(select(membership.c.role).where(*mine)).scalars())


def _refused(
    conn: Connection, leads: Leads, row: RowMapping, who: Worker, target: Target | None, words: str
) -> Why | None:
    if not row["level"]:
        return "over"
    mine = row["claimed_by"] == who.id or "supervisor" in who.roles
    if (
        not mine
        and not conn.execute(select(free_for(who, row["now"])).where(conversation.c.id == row["id"])).scalar_one()
    ):
        return "not_held"
    offered = choices(conn, leads, who, "")
    if target is None or not _offered(target, who, offered):
        return "nobody"
    if target.worker and target.worker not in {one for one, *_ in choices(conn, leads, who, row["level"]).colleagues}:
        return "untrained"
    if target.organisation != row["organisation"] and not words:
        return "no_reason"
    return "long_reason" if len(words) > WORDS_MAX else None


def _offered(target: Target, who: Worker, offered: Choices) -> bool:
    if target.worker:
        return target.organisation == who.organisation and target.worker in {one for one, *_ in offered.colleagues}
    if target.organisation == who.organisation:
        return target.team in offered.teams
    return (target.organisation, target.team) in offered.others


def _all(leads: Leads) -> tuple[Lead, ...]:
    return (leads.default, *leads.centres.values(), *leads.regions.values())
