"""A day on which somebody is expected: where, when, by which landmark; reminders before it, one question after it.

Place and landmark are sealed with the person's key. One appointment a referral stands; a new one takes its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import orjson
from sqlalchemy import Connection, RowMapping, insert, select, update

from bot import timers
from bot.desk import audit, referral_news
from bot.desk.referral_states import By
from bot.records.ids import new_id
from bot.records.seal import PersonKey
from bot.records.tables import appointment

DAY_SECONDS = 86_400
HOURS_BEFORE_SECONDS = 3 * 3600
PLACE_MAX = 120
LANDMARK_MAX = 160
AHEAD_MAX_SECONDS = 366 * DAY_SECONDS
"""A year ahead is a slip of the pen."""
REMINDERS = (("day", -DAY_SECONDS), ("hours", -HOURS_BEFORE_SECONDS), ("after", DAY_SECONDS))
"""casework.md: the day before, three hours before, and « did you go? » the day after."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """``at`` in Unix seconds, by Mali's clock, which is UTC."""

    at: int
    place: str
    landmark: str = ""


def meeting_of(day: str, hour: str, place: str, landmark: str, now: int) -> Meeting | None:
    """What a form says, ``2026-11-24`` and ``10:30``; None for no date, a past one, or no place."""
    where, sign = " ".join(place.split()), " ".join(landmark.split())
    try:
        begins = datetime.strptime(f"{day} {hour}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
        at = int(begins.timestamp())
    except (ValueError, OverflowError):
        return None
    if not where or len(where) > PLACE_MAX or len(sign) > LANDMARK_MAX or not now < at < now + AHEAD_MAX_SECONDS:
        return None
    return Meeting(at, where, sign)


def arrange(conn: Connection, key: PersonKey, row: RowMapping, meeting: Meeting, by: By, now: int) -> str:
    """Set the appointment of referral ``row``, in place of the one before; the person is told and reminded."""
    conn.execute(
        update(appointment)
        .where(appointment.c.referral_id == row["id"], appointment.c.state == "set")
        .values(state="cancelled")
    )
    appointment_id = new_id()
    words = orjson.dumps({"place": meeting.place, "landmark": meeting.landmark})
    conn.execute(
        insert(appointment).values(
            id=appointment_id, referral_id=row["id"], conversation_id=row["conversation_id"],
            sealed=key.seal(appointment_id, "appointment", words), day_at=meeting.at, state="set", at=now,
        )
    )  # fmt: skip
    for step, seconds in REMINDERS:
        if meeting.at + seconds > now:
            kind = f"{referral_news.APPOINTMENT}{step}_{appointment_id}"
            timers.put(conn, row["conversation_id"], kind, meeting.at + seconds)
    referral_news.plan(conn, row["conversation_id"], row["number"], now)
    audit.note(conn, by.id, "appointment", row["id"], now)
    return appointment_id


def ask_now(conn: Connection, row: RowMapping, now: int) -> None:
    """They did not come, says the organisation: « did you go? » need not wait for the next day. It is asked once, in the
    person's hours; one that has been put already is not put again.
    """
    mine = (appointment.c.referral_id == row["id"], appointment.c.state == "set", appointment.c.day_at <= now)
    for appointment_id in conn.execute(select(appointment.c.id).where(*mine)).scalars():
        timers.sooner(conn, row["conversation_id"], f"{referral_news.APPOINTMENT}after_{appointment_id}", now)


def newest(conn: Connection, key: PersonKey, referral_id: str) -> tuple[Meeting, str] | None:
    """The last appointment of a referral with its state; None when there was none, or it was cancelled."""
    row = conn.execute(
        select(appointment)
        .where(appointment.c.referral_id == referral_id, appointment.c.state != "cancelled")
        .order_by(appointment.c.id.desc())
        .limit(1)
    ).mappings().first()  # fmt: skip
    return (_meeting(key, row), row["state"]) if row else None


def standing(conn: Connection, key: PersonKey, conversation_id: str) -> dict[str, Meeting]:
    """The appointments of a conversation that are still to come about, by referral."""
    rows = conn.execute(
        select(appointment).where(appointment.c.conversation_id == conversation_id, appointment.c.state == "set")
    ).mappings()
    return {row["referral_id"]: _meeting(key, row) for row in rows}


def answered(conn: Connection, referral_id: str, went: str) -> None:
    """« Y êtes-vous allé ? » : went or missed; the last answer counts."""
    conn.execute(
        update(appointment)
        .where(appointment.c.referral_id == referral_id, appointment.c.state != "cancelled")
        .values(state="went" if went == "yes" else "missed")
    )


def soonest(now: int) -> str:
    """The first day that a form offers."""
    return (datetime.fromtimestamp(now, UTC) + timedelta(hours=1)).strftime("%Y-%m-%d")


def _meeting(key: PersonKey, row: RowMapping) -> Meeting:
    words = orjson.loads(key.open(row["id"], "appointment", row["sealed"]))
    return Meeting(row["day_at"], words["place"], words["landmark"])
