"""After a restore nothing old is sent again: what was on its way then has arrived since, or is not news any more.

The backup does not know what happened after it. So whatever would go out by itself is ended here, in the transaction that
fills the database; and the house stays frozen until somebody has looked (`bot/upkeep/freeze.py`).
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Table, delete, select, update

from bot.broadcast import planning
from bot.desk import referral_terms
from bot.desk.ladder import AGAIN_P0_SECONDS
from bot.desk.steps import P0_STEPS
from bot.records.tables import (
    alert,
    broadcast,
    handover,
    inbound,
    is_one_of,
    is_open,
    one_time_link,
    outbox,
    referral,
    timer,
    worker_session,
)

RESTORED = "restored"
"""Why a message was not sent, in the outbox: a worker sees that their words did not go."""


def calm(conn: Connection, now: int) -> dict[str, int]:
    """End what would go out by itself. Returns how many of each."""
    while referral_terms.is_due(conn):  # what is over becomes so quietly: its news are timers, which go below
        referral_terms.tidy(conn)
    for one in conn.execute(select(broadcast.c.id).where(is_one_of(broadcast.c.state, "running"))).scalars().all():
        planning.stop(conn, one)
    unsent = is_one_of(outbox.c.state, "ready", "sending", "pending")
    told = (is_one_of(referral.c.status, "sent", "seen"), referral.c.reminded_at == 0)
    return {
        "messages": _changed(conn, outbox, unsent, state="failed", error=RESTORED, lease_until=0),
        "timers": conn.execute(delete(timer).where(timer.c.due_at <= now)).rowcount,
        "calls": _changed(conn, alert, is_one_of(alert.c.state, "ready"), state="over"),
        "reminders": _changed(conn, referral, *told, reminded_at=now),
        "unanswered": _changed(conn, inbound, is_one_of(inbound.c.state, "pending"), state="poison"),
        "sessions": conn.execute(delete(worker_session)).rowcount + conn.execute(delete(one_time_link)).rowcount,
        "requests": _ring_later(conn, now),
    }


def _ring_later(conn: Connection, now: int) -> int:
    """Open requests call the team half an hour from now, not all at once, and the person is not told a second time."""
    due = (is_open(handover), handover.c.next_step_at > 0, handover.c.next_step_at <= now)
    later = now + AGAIN_P0_SECONDS
    return _changed(conn, handover, *due, step=len(P0_STEPS), next_step_at=later)


def _changed(conn: Connection, table: Table, *where: ColumnElement[bool], **values: object) -> int:
    return conn.execute(update(table).where(*where).values(**values)).rowcount
