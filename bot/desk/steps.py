"""The steps by which a team that does not answer is called again: what they are, and when the next one is due."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from bot.desk.calendar import Calendar
from bot.desk.deadlines import half
from bot.desk.shifts import calendar_of
from bot.records.tables import conversation, handover, is_open

MINUTE_SECONDS = 60
P0_STEPS = ((5 * MINUTE_SECONDS, "second"), (15 * MINUTE_SECONDS, "supervisor"), (30 * MINUTE_SECONDS, "truth"))
"""Seconds after the request was opened (casework.md, *Queue*)."""
STEPS = ("remind", "widen")
"""For the other levels: at half of the working time, and at the deadline."""


def first_step_at(level: str, now: int, due_at: int, calendar: Calendar) -> int:
    """When the team is called for the second time, if nobody has answered by then."""
    return now + P0_STEPS[0][0] if level == "P0" else half(now, due_at, calendar)


def resumed(conn: Connection, conversation_id: str, now: int) -> None:
    """Nobody holds it any more and the person waits: the team is called once more, from the first step; in danger at once,
    for it was called before and the person is told that somebody else is sought.
    """
    row = conn.execute(
        select(handover.c.id, handover.c.level, handover.c.due_at, conversation.c.organisation, conversation.c.team)
        .join(conversation, conversation.c.id == handover.c.conversation_id)
        .where(handover.c.conversation_id == conversation_id, is_open(handover))
    ).first()
    if row is None:
        return
    calendar = calendar_of(conn, row.organisation, row.team)
    again = now if row.level == "P0" else first_step_at(row.level, now, max(row.due_at, now), calendar)
    conn.execute(update(handover).where(handover.c.id == row.id).values(step=0, next_step_at=again))
