"""What stands in place of a talk that only others may read: which danger it is of, whom to tell, by which code. No word of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from bot.desk.gone import had_open
from bot.desk.handover import code_in_use
from bot.desk.reach import known, may_read
from bot.desk.sessions import SESSION_SECONDS
from bot.desk.shifts import PRESENT_SECONDS
from bot.desk.staff import TAKES_P0, Worker, can
from bot.records.ids import first_id_of
from bot.records.tables import audit, handover, is_open, membership, referral, worker

TRAINED_MAX = 20


@dataclass(frozen=True, slots=True)
class Trained:
    """Who may take it. ``here``: seen at the desk within ten minutes."""

    login: str
    here: bool


@dataclass(frozen=True, slots=True)
class Reserved:
    """``code``: of the open case, by which the team speaks of it; "" and ``since`` 0 for one that has ended. ``holder``: the
    login of who has it, "" for nobody. ``was_open``: this worker has had it open lately; then ``raised_by`` is the login of
    who raised it ("" for nobody of the team) and ``raised_at`` when, 0 where nobody did.
    """

    id: str
    level: str
    language: str
    region: str
    centre: str
    since: int
    now: int
    code: str
    holder: str
    trained: tuple[Trained, ...]
    was_open: bool = False
    raised_by: str = ""
    raised_at: int = 0


def reserved(conn: Connection, conversation_id: str, who: Worker) -> Reserved | None:
    """What a worker of the house may know of a talk that is not theirs to read; None for one that is, or that is nobody's."""
    row = known(conn, conversation_id, who, lock=False)
    if row is None or may_read(who, row) or not can(who, "read_conversation"):
        return None
    opened = select(handover.c.opened_at).where(handover.c.conversation_id == conversation_id, is_open(handover))
    holder = select(worker.c.login).where(worker.c.id == row["claimed_by"])
    was_open = had_open(conn, conversation_id, who)
    raised = _raised(conn, conversation_id, row["urgency"], row["now"]) if was_open else ("", 0)
    return Reserved(
        row["id"],
        row["urgency"],
        row["language"],
        row["region"],
        row["centre"],
        conn.execute(opened).scalar_one_or_none() or 0,
        row["now"],
        code_in_use(conn, conversation_id),
        conn.execute(holder).scalar_one_or_none() or "",
        _trained(conn, who, row["now"]),
        was_open,
        *raised,
    )


def reserved_by_referral(conn: Connection, referral_id: str, who: Worker) -> Reserved | None:
    """The same for the page of a referral, whose words are the talk's."""
    found = conn.execute(select(referral.c.conversation_id).where(referral.c.id == referral_id)).scalar_one_or_none()
    return reserved(conn, found, who) if found else None


def _raised(conn: Connection, conversation_id: str, level: str, now: int) -> tuple[str, int]:
    """Who of the team raised it last to where it stands, and when."""
    row = conn.execute(
        select(worker.c.login, audit.c.at)
        .select_from(audit.join(worker, worker.c.id == audit.c.worker_id))
        .where(
            audit.c.id >= first_id_of(max(now - SESSION_SECONDS, 0)),
            audit.c.thing == conversation_id,
            audit.c.action.like(f"level:%:{level}"),
        )
        .order_by(audit.c.id.desc())
        .limit(1)
    ).first()
    return (row.login, row.at) if row is not None else ("", 0)


def _trained(conn: Connection, who: Worker, now: int) -> tuple[Trained, ...]:
    """Those at the desk first."""
    rows = conn.execute(
        select(worker.c.login, worker.c.seen_at)
        .distinct()
        .join(membership, membership.c.worker_id == worker.c.id)
        .where(membership.c.organisation_id == who.organisation, membership.c.role.in_(TAKES_P0), worker.c.active == 1)
        .order_by(worker.c.seen_at.desc(), worker.c.login)
        .limit(TRAINED_MAX)
    )
    return tuple(Trained(row.login, row.seen_at > now - PRESENT_SECONDS) for row in rows)
