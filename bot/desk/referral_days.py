"""The day on which an organisation expects somebody: given with the yes or after it, moved, called off.

Both sides may change it, the organisation under its link and a worker for whoever calls. Each says which day stood on
their page: of two changes at once the second is told of the first, and nobody goes on a day that nobody keeps.
"""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, update

from bot.desk import appointments, links, open_tasks, referral_news
from bot.desk.open_tasks import close_tasks, open_task
from bot.desk.referral_states import By, NotAllowed, locked, move, record
from bot.records.clock import now as clock_now
from bot.records.seal import PersonKey
from bot.records.tables import referral

GIVEN, MOVED, CALLED_OFF = "appointment", "moved", "called_off"
"""Lines of the history."""


class DayChanged(ValueError):
    """Another day stands, or none, than on the page of whoever changes it."""


def meet(
    conn: Connection, key: PersonKey, referral_id: str, by: By, meeting: appointments.Meeting, instead: str = ""
) -> None:
    """Expected on a day: accepted with it, or another day for what was accepted. ``instead``: the appointment on the page.

    Raises ``DayChanged`` when another one stands, ``NotAllowed``.
    """
    row = locked(conn, referral_id)
    _still(conn, row, instead)
    if row["status"] != "accepted":
        move(conn, referral_id, "accepted", by, GIVEN)
    now = clock_now(conn)
    if row["status"] == "accepted":
        record(conn, row, "accepted", by, MOVED if instead else GIVEN, now)
    appointments.arrange(conn, key, row, meeting, by, now)
    _since(conn, referral_id, now)
    for kind in open_tasks.NEEDS_A_DAY:
        close_tasks(conn, kind, referral_id, by.id, now)
    links.keep(conn, referral_id, meeting.at + links.LINK_SECONDS)


def call_off(conn: Connection, referral_id: str, by: By, instead: str) -> None:
    """Nobody is expected on that day; the yes stands, and the team asks for another day.

    Raises ``DayChanged`` as above, ``NotAllowed`` where no day stands.
    """
    row = locked(conn, referral_id)
    _still(conn, row, instead)
    if row["status"] != "accepted" or not instead:
        raise NotAllowed(row["status"], row["status"], by.party)
    now = clock_now(conn)
    record(conn, row, "accepted", by, CALLED_OFF, now)
    appointments.cancel(conn, referral_id)
    _since(conn, referral_id, now)
    open_task(conn, "called_off", referral_id, now)
    links.keep(conn, referral_id, now + links.WORD_SECONDS)
    referral_news.plan(conn, row["conversation_id"], row["number"], now)


def _still(conn: Connection, row: RowMapping, instead: str) -> None:
    if appointments.standing_id(conn, row["id"]) != instead:
        raise DayChanged(row["id"])


def _since(conn: Connection, referral_id: str, now: int) -> None:
    """It stands so since now; « did not come » was said of the day before."""
    mine = (referral.c.id == referral_id, referral.c.status == "accepted")
    conn.execute(update(referral).where(*mine).values(said_by_organisation="", changed_at=now))
