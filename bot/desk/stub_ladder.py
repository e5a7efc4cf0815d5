"""What is left of an urgent case calls the team too, until a human has closed it: the steps of the case, from the first.

The person is erased, so nobody is told the truth after half an hour; the calls go on instead.
"""

from __future__ import annotations

from itertools import pairwise

from sqlalchemy import Connection, RowMapping, insert, select, update

from bot.desk.calls import BY_EMAIL, Means, code_of
from bot.desk.deadlines import due, half
from bot.desk.shifts import calendar_of
from bot.desk.steps import P0_STEPS
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.tables import alert, is_one_of, is_open, stub

AGAIN_P0_SECONDS = 30 * 60
P0_CALLS = ((0, "new"), *(step for step in P0_STEPS if step[1] != "truth"))
"""Seconds after the person erased everything."""
CALLS = ("new", "remind", "widen")
STILL = "still"


def due_steps(conn: Connection, most: int) -> list[str]:
    """Ids of stubs whose next call is due."""
    now = clock_now(conn)
    waiting = (is_open(stub), stub.c.next_step_at > 0, stub.c.next_step_at <= now, stub.c.until > now)
    return list(conn.execute(select(stub.c.id).where(*waiting).order_by(stub.c.next_step_at).limit(most)).scalars())


def climb(conn: Connection, means: tuple[Means, ...], stub_id: str) -> None:
    """Make the call that is due, unless another process has."""
    now = clock_now(conn)
    waiting = (stub.c.id == stub_id, is_open(stub), stub.c.next_step_at > 0, stub.c.next_step_at <= now)
    row = conn.execute(select(stub).where(*waiting).with_for_update(skip_locked=True)).mappings().first()
    if row is None:
        return
    next_at = _next(conn, row, now)
    conn.execute(update(stub).where(stub.c.id == stub_id).values(step=row["step"] + 1, next_step_at=next_at))
    kind = _kind(row["level"], row["step"])
    for one in means:
        if one == "email" and kind not in BY_EMAIL:
            continue
        conn.execute(
            insert(alert).values(
                id=new_id(), stub_id=stub_id, organisation=row["organisation"], means=one, kind=kind,
                level=row["level"], code=code_of(stub_id), next_at=now, at=now,
            )
        )  # fmt: skip


def call_off(conn: Connection, stub_ids: list[str]) -> None:
    """They are closed: what is not sent yet is not, and what stands in the group is to be changed."""
    mine = alert.c.stub_id.in_(stub_ids)
    conn.execute(
        update(alert).where(mine, is_one_of(alert.c.state, "ready"), alert.c.reference == "").values(state="over")
    )
    conn.execute(
        update(alert)
        .where(mine, is_one_of(alert.c.state, "sent"), alert.c.means == "telegram", alert.c.reference != "")
        .values(state="ready", next_at=0, tries=0)
    )


def _kind(level: str, step: int) -> str:
    names = tuple(name for _, name in P0_CALLS) if level == "P0" else CALLS
    return names[step] if step < len(names) else STILL


def _next(conn: Connection, row: RowMapping, now: int) -> int:
    """When to call again after the step that is due now."""
    if row["level"] == "P0":
        waits = [later - sooner for (sooner, _), (later, _) in pairwise(P0_CALLS)]
        return now + (waits[row["step"]] if row["step"] < len(waits) else AGAIN_P0_SECONDS)
    calendar = calendar_of(conn, row["organisation"], row["team"])
    deadline = due(row["level"], row["at"], calendar)
    if row["step"] == 0:
        return max(half(row["at"], deadline, calendar), now + 1)
    return max(deadline, now + 1) if row["step"] == 1 else calendar.end_of_working_day(now, 1)
