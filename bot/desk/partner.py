"""The organisation's side, without an account: open the file, answer. Whoever holds the link speaks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, RowMapping

from bot.desk import audit
from bot.desk.appointments import Meeting, newest
from bot.desk.open_tasks import open_task
from bot.desk.referral_file import Items, items_of
from bot.desk.referral_reach import linked
from bot.desk.referral_states import ORGANISATION, NotAllowed, move
from bot.desk.referral_words import said_by_organisation
from bot.desk.referrals import acknowledge, meet
from bot.house import House

Answer = Literal["accepted", "appointment", "studying", "declined", "served", "not_served"]
ANSWERS: tuple[Answer, ...] = ("accepted", "appointment", "studying", "declined")
AFTERWARDS: tuple[Answer, ...] = ("served", "not_served")
"""What they may say once they have said yes."""
REFUSALS = ("full", "conditions", "place", "paper", "stopped", "other")
"""Why not, by stable words: what somebody types could name a person."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One screen of it. ``answered``: studied already. ``until``: the term, in Unix seconds, 0 once they have answered.

    ``accepted``: they said yes; what was shared is not shown again, only how it went is asked. ``said``: what they told. ``meeting``: the
    day that they gave, or that was arranged with them.
    """

    number: str
    service: str
    sent_at: int
    until: int
    now: int
    items: Items
    answered: bool
    accepted: bool = False
    said: str = ""
    meeting: Meeting | None = None


def open_file(conn: Connection, house: House, token: str) -> tuple[Shown, str] | None:
    """Open it, which the history notes as « seen », with the conversation that hears of it. None for a link that opens
    nothing, and for one that is ended at this very moment.
    """
    row = linked(conn, token)
    if row is None:
        return None
    if row["status"] == "sent":
        try:
            move(conn, row["id"], "seen", ORGANISATION)
        except NotAllowed as quicker:
            if quicker.state != "seen":
                return None
    audit.note(conn, ORGANISATION.id, "read_referral", row["id"], row["now"])
    return _shown(conn, house, row), row["conversation_id"]


def answer(
    conn: Connection, house: House, token: str, said: Answer, *, refusal: str = "", meeting: Meeting | None = None
) -> tuple[str, bool] | None:
    """Answer it. (conversation, whether it counted); None for a link that opens nothing.

    Of two answers at once the first counts; one before the file was opened does not.
    """
    row = linked(conn, token)
    if row is None:
        return None
    try:
        _answer(conn, house, row, said, refusal, meeting)
    except NotAllowed:
        return row["conversation_id"], False
    return row["conversation_id"], True


def _answer(
    conn: Connection, house: House, row: RowMapping, said: Answer, refusal: str, meeting: Meeting | None
) -> None:
    if said == "studying":
        acknowledge(conn, row["id"], ORGANISATION)
    elif said in AFTERWARDS:
        said_by_organisation(conn, row["id"], ORGANISATION, served=said == "served")
    elif said == "declined":
        move(conn, row["id"], "declined", ORGANISATION, refusal if refusal in REFUSALS else "other")
    elif said == "appointment" and meeting is not None:
        meet(conn, house.vault.unwrap(row["person_id"], row["wrapped"]), row["id"], ORGANISATION, meeting)
    else:
        move(conn, row["id"], "accepted", ORGANISATION)
        open_task(conn, "day", row["id"], row["now"])  # as they are told: the team asks them for the day


def _shown(conn: Connection, house: House, row: RowMapping) -> Shown:
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    service = house.book.directory.services.get(row["service"])
    accepted = row["status"] == "accepted"
    items = () if accepted else items_of(conn, house.book, key, row)[0]
    answered = bool(row["answered_at"])
    day = newest(conn, key, row["id"]) if accepted else None
    return Shown(
        number=row["number"],
        service=service.name.text.fr if service else row["service"],
        sent_at=row["sent_at"],
        until=0 if answered else row["due_at"],
        now=row["now"],
        items=items,
        answered=answered,
        accepted=accepted,
        said=row["said_by_organisation"],
        meeting=day[0] if day else None,
    )
