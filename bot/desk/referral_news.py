"""Telling the person, later by a moment or by hours: one timer a request, so that a crash tells neither twice nor never.

News that come quickly one after the other become one message about where the request stands by then. They wait for the
hours that the person named, unless somebody who has just written waits for them (protection A7).
"""

from __future__ import annotations

from math import inf

from sqlalchemy import Connection, RowMapping, select

from bot import timers
from bot.desk.referral_standing import to_hand
from bot.desk.safe_hours import reaching
from bot.engine.events import AppointmentDue, Event, StatusChanged
from bot.engine.session import Session
from bot.records.tables import appointment, referral

NEWS = "referral_"
APPOINTMENT = "appointment_"
AGAIN_SECONDS = 86_400
"""A question of ours that would come while a worker holds the talk is put a day later."""
HOUR_SECONDS = 3600
HOURS_BEFORE_SECONDS = 3 * HOUR_SECONDS
"""casework.md: reminders the day before and three hours before."""
PREFIXES = (NEWS, APPOINTMENT)


def plan(conn: Connection, conversation_id: str, number: str, at: int) -> None:
    """The person shall hear where their request stands."""
    timers.put(conn, conversation_id, f"{NEWS}{number}", at)


def event_of(conn: Connection, row: RowMapping, session: Session, kind: str) -> Event | None:
    """What a timer that rings is for the talk; None when there is nothing to say, or not at this hour.

    ``row``: the conversation.
    """
    if row["mode"] == "stopped" or _put_off(conn, row, session, kind):
        return None
    if kind.startswith(NEWS):
        return of_status(conn, row["id"], kind.removeprefix(NEWS))
    step, _, appointment_id = kind.removeprefix(APPOINTMENT).partition("_")
    return _appointment(conn, row, step, appointment_id)


def _put_off(conn: Connection, row: RowMapping, session: Session, kind: str) -> bool:
    """Whether it must wait for a safe hour; then it does."""
    now, last_at = row["now"], row["last_at"]
    if not reaching(session, now, last_at).careful:
        return False
    next_hour = now - now % HOUR_SECONDS + HOUR_SECONDS
    hours = (next_hour + number * HOUR_SECONDS for number in range(24))
    timers.put(conn, row["id"], kind, next((at for at in hours if reaching(session, at, last_at).now_safe), next_hour))
    return True


def of_status(conn: Connection, conversation_id: str, number: str) -> Event | None:
    """Where a request stands now; None for one whose link has not left the desk: it is told when it has."""
    mine = (referral.c.conversation_id == conversation_id, referral.c.number == number)
    found = conn.execute(select(referral.c.status, to_hand().label("to_hand")).where(*mine)).first()
    if found is None or found.to_hand:
        return None
    return StatusChanged(number, found.status)


def _too_late(step: str, day_at: int) -> float:
    """From when on a reminder says nothing any more: the day's own, where the hours' is due too, would come twice in the
    same minute, word for word.
    """
    return {"day": day_at - HOURS_BEFORE_SECONDS, "hours": day_at}.get(step, inf)


def _appointment(conn: Connection, row: RowMapping, step: str, appointment_id: str) -> Event | None:
    found = conn.execute(
        select(referral.c.number, appointment.c.day_at)
        .join(referral, referral.c.id == appointment.c.referral_id)
        .where(
            appointment.c.id == appointment_id,
            appointment.c.conversation_id == row["id"],
            appointment.c.state == "set",
            referral.c.status.in_(("accepted", "served")),
        )
    ).first()
    if found is None or row["now"] >= _too_late(step, found.day_at):
        return None
    if step == "after" and row["mode"] == "human":
        timers.put(conn, row["id"], f"{APPOINTMENT}{step}_{appointment_id}", row["now"] + AGAIN_SECONDS)
        return None
    return AppointmentDue(found.number, step)
