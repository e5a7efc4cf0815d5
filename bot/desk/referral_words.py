"""What both sides say of a referral afterwards: the organisation under its link or by phone, the person in the chat."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from bot.desk import appointments
from bot.desk.open_tasks import close_tasks, open_task
from bot.desk.person_told import NOT_SERVED, SERVED
from bot.desk.referral_states import PERSON, By, NotAllowed, locked, move, record
from bot.desk.referrals import of
from bot.engine.effects import Visited
from bot.records.clock import now as clock_now
from bot.records.tables import referral

SAID_NOT_SERVED = "said_not_served"
"""A line of the history: « they did not receive me », says the person. Of the other answers it has the words' own names."""


class TooEarly(ValueError):
    """The hour of the appointment has not come: nobody can tell yet whether they were received."""


def may_tell(conn: Connection, referral_id: str) -> None:
    """Raises ``TooEarly`` while somebody is expected: what is said of them would be told to them, and be untrue."""
    if appointments.is_ahead(conn, referral_id, clock_now(conn)):
        raise TooEarly(referral_id)


def said_by_organisation(conn: Connection, referral_id: str, by: By, *, served: bool) -> None:
    """What they tell of it afterwards, under their link or by phone. Raises ``NotAllowed`` for what was never accepted, and
    ``TooEarly`` before the day that they gave.
    """
    row = locked(conn, referral_id)
    if row["status"] not in {"accepted", "served"}:
        raise NotAllowed(row["status"], "served", by.party)
    may_tell(conn, referral_id)
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
    """What the person says of it after the appointment: they went or not, were received or not, it helps or not.

    Told after each answer, with those before it: whoever stops there is heard. Only what is new stands in the history.
    """
    found = of(conn, conversation_id, said.number)
    if found is None:
        return
    row, now = locked(conn, found), clock_now(conn)
    if went := appointments.answered(conn, found, said.went):
        record(conn, row, row["status"], PERSON, went, now)
    if said.went == "yes" and not said.received:
        return
    word = _word(said)
    if row["said_by_person"] == word and not went:
        return
    conn.execute(update(referral).where(referral.c.id == found).values(said_by_person=word))
    if word in SERVED and row["status"] == "accepted":
        move(conn, found, "served", PERSON)
        row = locked(conn, found)
        news = word if word != "served" else ""
    else:
        news = word if word != NOT_SERVED else SAID_NOT_SERVED if said.went == "yes" else ""
    if news:
        record(conn, row, row["status"], PERSON, news, now)
    _compare(conn, found)


def _word(said: Visited) -> str:
    if said.went != "yes" or said.received != "yes":
        return NOT_SERVED
    return {"yes": "helped", "little": "little", "no": "not_helped"}.get(said.helped, "served")


def _compare(conn: Connection, referral_id: str) -> None:
    """The two words do not fit together: a human asks both."""
    row = conn.execute(
        select(referral.c.said_by_person, referral.c.said_by_organisation).where(referral.c.id == referral_id)
    ).one()
    now = clock_now(conn)
    person, organisation = row.said_by_person in SERVED, row.said_by_organisation == "served"
    if row.said_by_person and row.said_by_organisation and person != organisation:
        open_task(conn, "disagreement", referral_id, now)
