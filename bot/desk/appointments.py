"""A day on which somebody is expected: where, when, by which landmark; reminders before it, one question after it.

Place and landmark are sealed with the person's key. One appointment a referral stands; a new one takes its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import orjson
from sqlalchemy import Connection, RowMapping, exists, insert, select, update

from bot import timers
from bot.desk import audit, referral_news
from bot.desk.person_told import MISSED, WENT
from bot.desk.referral_states import By
from bot.records.ids import new_id
from bot.records.seal import PersonKey
from bot.records.tables import appointment

DAY_SECONDS = 86_400
PLACE_MAX = 120
LANDMARK_MAX = 160
AHEAD_MAX_SECONDS = 366 * DAY_SECONDS
"""A year ahead is a slip of the pen."""
REMINDERS = (("day", -DAY_SECONDS), ("hours", -referral_news.HOURS_BEFORE_SECONDS), ("after", DAY_SECONDS))
"""casework.md: the day before, three hours before, and « did you go? » the day after."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """``at`` in Unix seconds, by Mali's clock, which is UTC."""

    at: int
    place: str
    landmark: str = ""


@dataclass(frozen=True, slots=True)
class Days:
    """Of one referral: the day that stands, None for none; ``before``: the day that it replaces or that was called off, in
    Unix seconds, 0 for none.
    """

    meeting: Meeting | None = None
    before: int = 0


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
    cancel(conn, row["id"])
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


def days(conn: Connection, key: PersonKey, conversation_id: str) -> dict[str, Days]:
    """The days of a conversation's referrals, by referral."""
    mine = select(appointment).where(appointment.c.conversation_id == conversation_id).order_by(appointment.c.id)
    found: dict[str, Days] = {}
    for row in conn.execute(mine).mappings():
        if row["state"] == "cancelled":
            found[row["referral_id"]] = Days(before=row["day_at"])
        elif row["state"] == "set":
            before = found.get(row["referral_id"], Days()).before
            found[row["referral_id"]] = Days(_meeting(key, row), before)
        else:
            found.pop(row["referral_id"], None)
    return found


def standing_id(conn: Connection, referral_id: str) -> str:
    """The appointment that stands; "" for none. A form bears it, so that a page that has grown old is known."""
    stands = (appointment.c.referral_id == referral_id, appointment.c.state == "set")
    newest = select(appointment.c.id).where(*stands).order_by(appointment.c.id.desc()).limit(1)
    return conn.execute(newest).scalar_one_or_none() or ""


def cancel(conn: Connection, referral_id: str) -> None:
    """No day stands any more; its reminders find that out when they ring."""
    stands = (appointment.c.referral_id == referral_id, appointment.c.state == "set")
    conn.execute(update(appointment).where(*stands).values(state="cancelled"))


def answered(conn: Connection, referral_id: str, went: str) -> str:
    """« Y êtes-vous allé ? » : went or missed; the last answer counts. Returns it where it is new, else ""."""
    state = WENT if went == "yes" else MISSED
    stands = (appointment.c.referral_id == referral_id, appointment.c.state.not_in(("cancelled", state)))
    return state if conn.execute(update(appointment).where(*stands).values(state=state)).rowcount else ""


def is_ahead(conn: Connection, referral_id: str, now: int) -> bool:
    """Whether somebody is still expected: nobody can have been received, or have stayed away."""
    stands = (appointment.c.referral_id == referral_id, appointment.c.state == "set", appointment.c.day_at > now)
    return conn.execute(select(exists().where(*stands))).scalar_one()


def soonest(now: int) -> str:
    """The first day that a form offers."""
    return (datetime.fromtimestamp(now, UTC) + timedelta(hours=1)).strftime("%Y-%m-%d")


def _meeting(key: PersonKey, row: RowMapping) -> Meeting:
    words = orjson.loads(key.open(row["id"], "appointment", row["sealed"]))
    return Meeting(row["day_at"], words["place"], words["landmark"])
