"""What happens while nobody answers: the team is called again, more widely each time, and the person is told the truth.

P0: after 5 minutes by a second means, after 15 the supervisor, after 30 the person, with the emergency route; then again
every half hour. Others: a reminder at half of the working time, a wider call at the deadline, then each working day. Each
step is a row's own column, so any number of processes may climb, and none twice. No step ever ends a request.
"""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, select, update

from bot.desk import complaint_ladder, request_calls, stub_ladder
from bot.desk.calendar import Calendar
from bot.desk.calls import Call, call
from bot.desk.shifts import calendar_of
from bot.desk.steps import P0_STEPS, STEPS
from bot.done import TurnDone
from bot.engine.events import NobodyYet
from bot.house import House
from bot.records.clock import now as clock_now
from bot.records.tables import conversation, handover, is_open
from bot.waiting import happen

AGAIN_P0_SECONDS = 30 * 60
STILL = "still"
"""Every call after the last step."""
SWEEP_BATCH = 50


def due_steps(conn: Connection) -> list[str]:
    """Ids of hand-overs, stubs, complaints and requests whose next step is due, those that wait longest first."""
    now = clock_now(conn)
    due = select(handover.c.id).where(is_open(handover), handover.c.next_step_at > 0, handover.c.next_step_at <= now)
    cases = list(conn.execute(due.order_by(handover.c.next_step_at).limit(SWEEP_BATCH)).scalars())
    others = (stub_ladder.due_steps, complaint_ladder.due_steps, request_calls.due)
    return [*cases, *(one for due_of in others for one in due_of(conn, SWEEP_BATCH))]


def climb(conn: Connection, house: House, case: str) -> list[TurnDone]:
    """Do the step that is due, unless another process has. Returns the turn in which the person was told, if any."""
    now = clock_now(conn)
    row = conn.execute(
        select(
            handover.c.id, handover.c.conversation_id, handover.c.level, handover.c.step, handover.c.due_at,
            handover.c.next_step_at, conversation.c.organisation, conversation.c.team, conversation.c.claimed_by,
        )
        .join(conversation, conversation.c.id == handover.c.conversation_id)
        .where(handover.c.id == case, is_open(handover), handover.c.next_step_at > 0,
               handover.c.next_step_at <= now)
        .with_for_update(of=handover, skip_locked=True)
    ).mappings().first()  # fmt: skip
    if row is None:
        stub_ladder.climb(conn, house.means, case)
        complaint_ladder.climb(conn, house.means, house.book.directory.leads.default.organisation, case)
        request_calls.call(conn, house.means, case)
        return []
    kind = _kind(row["level"], row["step"])
    calendar = calendar_of(conn, row["organisation"], row["team"])
    conn.execute(
        update(handover)
        .where(handover.c.id == case)
        .values(step=row["step"] + 1, next_step_at=_next(row, now, calendar))
    )
    if kind == "truth":
        told = happen(conn, house, row["conversation_id"], NobodyYet())
        return [told] if told else []
    if not row["claimed_by"] or kind in {"widen", STILL}:
        call(conn, house.means, Call(row["conversation_id"], row["organisation"], kind, row["level"]), now)
    return []


def _kind(level: str, step: int) -> str:
    names = tuple(name for _, name in P0_STEPS) if level == "P0" else STEPS
    return names[step] if step < len(names) else STILL


def _next(row: RowMapping, now: int, calendar: Calendar) -> int:
    """When to call again after the step that is due now. In danger from when that was due, however late it is done: nobody
    waits an hour for the truth because Sira stood still.
    """
    step = row["step"] + 1
    if row["level"] == "P0" and step < len(P0_STEPS):
        return int(row["next_step_at"]) + P0_STEPS[step][0] - P0_STEPS[step - 1][0]
    if row["level"] == "P0":
        return now + AGAIN_P0_SECONDS
    if step < len(STEPS):
        return max(int(row["due_at"]), now + 1)
    return calendar.end_of_working_day(now, 1)
