"""What both sides say of a referral afterwards: the organisation under its link or by phone, the person in the chat."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from bot.desk import appointments
from bot.desk.open_tasks import close_tasks, open_task
from bot.desk.referral_states import PERSON, By, NotAllowed, locked, move, record
from bot.desk.referrals import of
from bot.engine.effects import Visited
from bot.records.clock import now as clock_now
from bot.records.tables import referral

SERVED = ("helped", "little", "not_helped", "served")
"""What a person says who was received: whether it helps, or only that they were."""
NOT_SERVED = "not_served"


def said_by_organisation(conn: Connection, referral_id: str, by: By, *, served: bool) -> None:
    """What they tell of it afterwards, under their link or by phone. Raises ``NotAllowed`` for what was never accepted."""
    row = locked(conn, referral_id)
    if row["status"] not in {"accepted", "served"}:
        raise NotAllowed(row["status"], "served", by.party)
    word = "served" if served else NOT_SERVED
    if served and row["status"] == "accepted":
        move(conn, referral_id, "served", by, "told_by_phone" if by.party == "worker" else "")
    elif not served:
        now = clock_now(conn)
        record(conn, row, row["status"], by, NOT_SERVED, now)
        close_tasks(conn, "outcome", referral_id, by.id, now)
        if not row["said_by_person"]:  # who has told it themselves is followed by the team already
            appointments.ask_now(conn, row, now)
            open_task(conn, "missed", referral_id, now)
    conn.execute(update(referral).where(referral.c.id == referral_id).values(said_by_organisation=word))
    _compare(conn, referral_id)


def visited(conn: Connection, conversation_id: str, said: Visited) -> None:
    """What the person says of it after the appointment: they went or not, were received or not, it helps or not."""
    found = of(conn, conversation_id, said.number)
    if found is None:
        return
    row = locked(conn, found)
    appointments.answered(conn, found, said.went)
    received = said.went == "yes" and said.received == "yes"
    if said.went == "yes" and not said.received:
        return
    word = {"yes": "helped", "little": "little", "no": "not_helped"}.get(said.helped, "served")
    conn.execute(update(referral).where(referral.c.id == found).values(said_by_person=word if received else NOT_SERVED))
    if received and row["status"] == "accepted":
        move(conn, found, "served", PERSON)
    _compare(conn, found)


def _compare(conn: Connection, referral_id: str) -> None:
    """The two words do not fit together: a human asks both."""
    row = conn.execute(
        select(referral.c.said_by_person, referral.c.said_by_organisation).where(referral.c.id == referral_id)
    ).one()
    now = clock_now(conn)
    person, organisation = row.said_by_person in SERVED, row.said_by_organisation == "served"
    if row.said_by_person and row.said_by_organisation and person != organisation:
        open_task(conn, "disagreement", referral_id, now)
