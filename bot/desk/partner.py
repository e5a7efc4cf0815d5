"""The organisation's side, without an account: open the file, answer, move the day. Whoever holds the link speaks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, RowMapping

from bot.desk import audit, referral_aside
from bot.desk.appointments import Meeting, days, newest, standing_id
from bot.desk.open_tasks import close_tasks, open_task
from bot.desk.person_told import MISSED
from bot.desk.referral_days import DayChanged, call_off, meet
from bot.desk.referral_file import Items, items_of
from bot.desk.referral_reach import linked
from bot.desk.referral_sender import Sender, sender_of
from bot.desk.referral_states import ORGANISATION, WAITING, NotAllowed, locked, move
from bot.desk.referral_words import said_by_organisation
from bot.desk.referrals import acknowledge
from bot.house import House

Answer = Literal["accepted", "appointment", "studying", "declined", "called_off", "served", "not_served"]
ANSWERS: tuple[Answer, ...] = ("accepted", "appointment", "studying", "declined")
AFTERWARDS: tuple[Answer, ...] = ("appointment", "called_off", "declined", "served", "not_served")
"""What they may say once they have said yes."""
REFUSALS = ("full", "conditions", "place", "paper", "stopped", "other")
"""Why not, by stable words, which the person is told in theirs: what somebody types could name a person."""
NOT_YET = "waiting"


@dataclass(frozen=True, slots=True)
class Shown:
    """One screen of it. ``answered``: studied already. ``until``: the term, in Unix seconds, 0 once they have answered.

    ``accepted``: they said yes; what was shared is not shown again, only the day and how it went. ``said``: what they told.
    ``meeting``: the day that they gave, or that was arranged with them; ``called_off``: one that they took back.
    ``past``: the last day, of which the person has told whether they went; ``missed``: they did not.
    ``may_tell``: whether it can be said how it went: not before the hour that was given.
    ``vital``: nobody said yes, it goes for a vital interest.
    ``mark``: for what the page's forms are: ``waiting``, or the state with the day that stands.
    """

    number: str
    service: str
    sender: Sender
    sent_at: int
    until: int
    now: int
    items: Items
    answered: bool
    mark: str
    accepted: bool = False
    said: str = ""
    meeting: Meeting | None = None
    called_off: bool = False
    past: Meeting | None = None
    missed: bool = False
    may_tell: bool = True
    vital: bool = False

    @property
    def noted(self) -> Answer | None:
        """What they said last, as far as it still holds; None for nothing."""
        if not self.accepted:
            return "studying" if self.answered else None
        if self.said:
            return "not_served"
        if self.meeting:
            return "appointment"
        if self.called_off:
            return "called_off"
        return None if self.past else "accepted"


@dataclass(frozen=True, slots=True)
class Given:
    """What a form says. ``mark`` as of its page; ``refusal`` one of ``REFUSALS``; ``words`` are for the team alone."""

    answer: Answer
    mark: str
    refusal: str = ""
    words: str = ""
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
    close_tasks(conn, "hand", row["id"], ORGANISATION.id, row["now"])  # whoever opens it was given it
    return look(conn, house, token)


def look(conn: Connection, house: House, token: str) -> tuple[Shown, str] | None:
    """What was opened, once more. None for a link that opens nothing, and for a file that nobody has opened yet."""
    row = linked(conn, token)
    if row is None or row["status"] == "sent":
        return None
    audit.note(conn, ORGANISATION.id, "read_referral", row["id"], row["now"])
    return _shown(conn, house, row), row["conversation_id"]


def answer(conn: Connection, house: House, token: str, given: Given) -> tuple[str, bool] | None:
    """Answer it. (conversation, whether it counted); None for a link that opens nothing.

    It counts only for what its page showed: of two answers at once the first, and none before the file was opened. Raises
    ``TooEarly`` for how it went before it can have been.
    """
    row = linked(conn, token)
    if row is None:
        return None
    now = locked(conn, row["id"])
    mark = _mark(conn, now)
    if given.answer == "accepted" and given.mark == NOT_YET and now["status"] == "accepted":
        return row["conversation_id"], True  # the same tap twice, or a colleague's
    if given.mark != mark:
        return row["conversation_id"], False
    try:
        _answer(conn, house, row, given)
    except (NotAllowed, DayChanged):
        return row["conversation_id"], False
    return row["conversation_id"], True


def _answer(conn: Connection, house: House, row: RowMapping, given: Given) -> None:
    said, instead = given.answer, given.mark.partition(".")[2]
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    if said == "studying":
        acknowledge(conn, row["id"], ORGANISATION)
    elif said in {"served", "not_served"}:
        said_by_organisation(conn, row["id"], ORGANISATION, served=said == "served")
    elif said == "declined":
        move(conn, row["id"], "declined", ORGANISATION, given.refusal if given.refusal in REFUSALS else "other")
    elif said == "called_off":
        call_off(conn, row["id"], ORGANISATION, instead)
    elif said == "appointment" and given.meeting is not None:
        meet(conn, key, row["id"], ORGANISATION, given.meeting, instead)
    else:
        move(conn, row["id"], "accepted", ORGANISATION)
        open_task(conn, "day", row["id"], row["now"])  # as they are told: the team asks them for the day
    if given.words:
        referral_aside.add(conn, key, row["id"], given.words, row["now"])


def _mark(conn: Connection, row: RowMapping) -> str:
    status = row["status"]
    if status in WAITING:
        return NOT_YET if status == "seen" else ""
    return f"{status}.{standing_id(conn, row['id'])}"


def _shown(conn: Connection, house: House, row: RowMapping) -> Shown:
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    service = house.book.directory.services.get(row["service"])
    accepted = row["status"] == "accepted"
    items = () if accepted else items_of(conn, house.book, key, row)[0]
    answered = bool(row["answered_at"])
    day = days(conn, key, row["conversation_id"]).get(row["id"]) if accepted else None
    last = newest(conn, key, row["id"]) if accepted and day is None else None
    return Shown(
        number=row["number"],
        service=service.name.text.fr if service else row["service"],
        sender=sender_of(conn, house.book, row),
        sent_at=row["sent_at"],
        until=0 if answered else row["due_at"],
        now=row["now"],
        items=items,
        answered=answered,
        mark=_mark(conn, row),
        accepted=accepted,
        said=row["said_by_organisation"],
        meeting=day.meeting if day else None,
        called_off=bool(day and day.before and not day.meeting),
        past=last[0] if last else None,
        missed=bool(last and last[1] == MISSED),
        vital=bool(row["override_by"]),
        may_tell=not (day and day.meeting and day.meeting.at > row["now"]),
    )
