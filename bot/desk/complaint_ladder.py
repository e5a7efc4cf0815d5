"""A complaint calls those who may read it: a grave one when it has come, each at half its term, and daily once that is over.

By e-mail only, and never in the staff group, where whom it is about would read that there is one. No call says what it is
about, nor comes in the minute in which somebody complained: beside the queue that would tell who it was.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, RowMapping, insert, select, update

from bot.desk.calls import Means, code_of
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.tables import alert, complaint, is_open

HOUR_SECONDS: Final = 3600
DAY_SECONDS: Final = 86_400
NEW: Final = "complaint_new"
CALLS: Final = (NEW, "complaint_half", "complaint_late")
"""The last again each day, until somebody has answered."""


def first_call(now: int, at: int, due_at: int, *, grave: bool) -> dict[str, int]:
    """Where a complaint that comes ``now`` begins: a grave one calls at the next full hour."""
    if grave:
        return {"step": 0, "next_step_at": now - now % HOUR_SECONDS + HOUR_SECONDS}
    return {"step": 1, "next_step_at": _half(at, due_at)}


def due_steps(conn: Connection, most: int) -> list[str]:
    """Ids of complaints whose next call is due."""
    now = clock_now(conn)
    due = (is_open(complaint), complaint.c.next_step_at > 0, complaint.c.next_step_at <= now)
    return list(
        conn.execute(select(complaint.c.id).where(*due).order_by(complaint.c.next_step_at).limit(most)).scalars()
    )


def climb(conn: Connection, means: tuple[Means, ...], home: str, complaint_id: str) -> None:
    """Make the call that is due, unless another process has. ``home``: the organisation that runs the desk."""
    now = clock_now(conn)
    due = (complaint.c.id == complaint_id, is_open(complaint), complaint.c.next_step_at.between(1, now))
    row = conn.execute(select(complaint).where(*due).with_for_update(skip_locked=True)).mappings().first()
    if row is None:
        return
    onward = {"step": row["step"] + 1, "next_step_at": _next(row, now)}
    conn.execute(update(complaint).where(complaint.c.id == complaint_id).values(onward))
    if "email" not in means:
        return
    conn.execute(
        insert(alert).values(
            id=new_id(), complaint_id=complaint_id, organisation=home, means="email",
            kind=CALLS[min(row["step"], len(CALLS) - 1)], level="P0" if row["grave"] else "P3",
            code=code_of(complaint_id), next_at=now, at=now,
        )
    )  # fmt: skip


def _next(row: RowMapping, now: int) -> int:
    """When to call again after the step that is due now."""
    if row["step"] == 0:
        return max(_half(row["at"], row["due_at"]), now + 1)
    return int(row["due_at"]) if row["due_at"] > now else now + DAY_SECONDS


def _half(at: int, due_at: int) -> int:
    return (at + due_at) // 2
