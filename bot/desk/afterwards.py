"""After the yes the organisation is asked how it went: by itself once the day is over, by a worker whenever they wish.

Each question leaves a line in the history that is looked for first, so any number of processes may ask, and none twice.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, RowMapping, exists, select

from bot.desk import links
from bot.desk.open_tasks import close_tasks, open_task
from bot.desk.person_told import NOT_SERVED
from bot.desk.referral_states import MACHINE, By, NotAllowed, locked, record
from bot.records.clock import now as clock_now
from bot.records.tables import appointment, referral, referral_event, task

ASKED_AFTER_SECONDS = 2 * 86_400
"""After the appointment: a day later the person is asked, and whoever received them has had that day to say it unasked."""
ANSWER_SECONDS = 7 * 86_400
"""For the e-mail, whose link lives a day longer; then somebody calls."""
LATEST_SECONDS = 30 * 86_400
"""After the appointment: what is older is not asked any more, as nobody there would remember."""
AT_ONCE = 50
_ASKED, _NEW_LINK = "asked", "new_link"
_HEARD = (_ASKED, _NEW_LINK, NOT_SERVED)
"""Lines of the history after which the machine does not ask again about the same day."""


def to_ask(conn: Connection) -> list[str]:
    """Referrals whose day is over without a word of the organisation, the oldest first."""
    return _due(conn, clock_now(conn) - ASKED_AFTER_SECONDS, ~_since_the_day(*_HEARD))


def take(conn: Connection, referral_id: str) -> RowMapping | None:
    """Take on asking; None when another process has, or when they have just answered."""
    try:
        row = locked(conn, referral_id)
    except LookupError:  # forgotten since
        return None
    day = _day_of(conn, referral_id)
    said = (referral_event.c.referral_id == referral_id, referral_event.c.at >= day)
    heard = exists().where(*said, referral_event.c.reason.in_(_HEARD))
    if not day or row["status"] != "accepted" or conn.execute(select(heard)).scalar_one():
        return None
    record(conn, row, row["status"], MACHINE, _ASKED, clock_now(conn))
    return row


def to_call(conn: Connection) -> list[str]:
    """Referrals about which the e-mail brought no word in a week, and nobody has been told to call yet."""
    before = clock_now(conn) - ANSWER_SECONDS
    long_ago = exists().where(
        referral_event.c.referral_id == referral.c.id, referral_event.c.reason == _ASKED,
        referral_event.c.at >= appointment.c.day_at, referral_event.c.at <= before,
    )  # fmt: skip
    told = exists().where(task.c.about == referral.c.id, task.c.kind == "outcome", task.c.at >= appointment.c.day_at)
    return _due(conn, before, long_ago, ~_since_the_day(_NEW_LINK, NOT_SERVED), ~told)


def ask_to_call(conn: Connection, referral_id: str) -> None:
    """No e-mail reaches them, or none is answered: a worker calls, or hands a new link over."""
    open_task(conn, "outcome", referral_id, clock_now(conn))


def new_link(conn: Connection, referral_id: str, by: By, means: str) -> str:
    """A new link for the word afterwards; the old one dies. Raises ``NotAllowed`` for what is not accepted, or over."""
    row = locked(conn, referral_id)
    if row["status"] != "accepted":
        raise NotAllowed(row["status"], row["status"], by.party)
    now = clock_now(conn)
    record(conn, row, row["status"], by, _NEW_LINK, now)
    for kind in ("outcome", "link"):
        close_tasks(conn, kind, referral_id, by.id, now)
    token = links.mint(conn, referral_id, means)
    links.keep(conn, referral_id, _day_of(conn, referral_id) + links.LINK_SECONDS)
    return token


def _due(conn: Connection, day_before: int, *where: ColumnElement[bool]) -> list[str]:
    """Accepted ones whose day was before then, but not long ago."""
    oldest = clock_now(conn) - LATEST_SECONDS
    found = (
        select(referral.c.id)
        .join(appointment, appointment.c.referral_id == referral.c.id)
        .where(appointment.c.day_at <= day_before, appointment.c.day_at > oldest, appointment.c.state != "cancelled")
        .where(referral.c.status == "accepted", *where)
        .order_by(appointment.c.day_at)
        .limit(AT_ONCE)
    )
    return list(conn.execute(found).scalars())


def _since_the_day(*words: str) -> ColumnElement[bool]:
    return exists().where(
        referral_event.c.referral_id == referral.c.id,
        referral_event.c.reason.in_(words),
        referral_event.c.at >= appointment.c.day_at,
    )


def _day_of(conn: Connection, referral_id: str) -> int:
    """The day that stands, or stood last; 0 for none."""
    stood = (appointment.c.referral_id == referral_id, appointment.c.state != "cancelled")
    newest = select(appointment.c.day_at).where(*stood).order_by(appointment.c.id.desc()).limit(1)
    return conn.execute(newest).scalar_one_or_none() or 0
