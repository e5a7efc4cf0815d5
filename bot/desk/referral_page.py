"""Everything that a worker sees of one referral, read in one transaction; the look itself is noted in the audit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, RowMapping, func, select

from bot.desk import appointments, audit, links, open_tasks
from bot.desk.appointments import Meeting
from bot.desk.fit_words import fit_words
from bot.desk.inside_record import Inside, inside
from bot.desk.open_tasks import OpenTask
from bot.desk.partner_addresses import checked_address
from bot.desk.person_told import told_by_person
from bot.desk.referral_aside import Aside, asides_of
from bot.desk.referral_consent import Given, consented
from bot.desk.referral_days import CALLED_OFF
from bot.desk.referral_file import Items, items_of
from bot.desk.referral_reach import reached
from bot.desk.referral_sender import Sender, sender_of
from bot.desk.referral_standing import ASKED_AFTERWARDS, standing
from bot.desk.referral_states import FINISHED, MAY_OVERRIDE
from bot.desk.referral_terms import next_best
from bot.desk.referrals import opened
from bot.desk.staff import Worker
from bot.engine.session import Session
from bot.house import House
from bot.records.tables import referral_event, worker
from bot.remembered import remembered


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history. ``what`` and ``why`` are stable words; ``who`` a party's, or a worker's login."""

    what: str
    who: str
    why: str
    at: int


class Next(NamedTuple):
    """What to propose instead: the service's id, its name, whose it is, why it fits the person."""

    id: str
    name: str
    organisation: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """``yes``: the consent on record; ``stands``: it is this person's and was not taken back. ``standing``: the name of
    its words. ``next``: another service and why, where this one has not answered. ``day_id``: the appointment that stands;
    ``asides``: what the organisation wrote for the team; ``inside``: what the record keeps for it.
    """

    id: str
    row: RowMapping
    service: str
    organisation: str
    items: Items
    yes: Given | None
    stands: bool
    may_override: bool
    history: tuple[Happened, ...]
    links: tuple[RowMapping, ...]
    meeting: Meeting | None
    meeting_state: str
    day_id: str
    asides: tuple[Aside, ...]
    email: str
    tasks: tuple[OpenTask, ...]
    standing: str
    next: Next | None
    sender: Sender
    inside: Inside

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return self.row["status"] in FINISHED

    @property
    def to_do(self) -> frozenset[str]:
        """The kinds of its open tasks."""
        return frozenset(one.kind for one in self.tasks)

    @property
    def told(self) -> str:
        """What the person has told of it so far."""
        return told_by_person(self.row["said_by_person"], self.meeting_state)

    @property
    def awaits(self) -> bool:
        """Whether the day of the appointment is still to come."""
        return self.meeting is not None and self.meeting_state == "set" and self.meeting.at > self.row["now"]


def look(conn: Connection, house: House, who: Worker, referral_id: str, *, read: bool = True) -> Opened | None:
    """The referral for this worker, or None when it is not for them."""
    row = reached(conn, referral_id, who)
    if row is None:
        return None
    if read:
        audit.note(conn, who.id, "read_referral", referral_id, row["now"])
    book = house.book
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    items, yes = items_of(conn, book, key, row)
    history = _history(conn, referral_id)
    service = book.directory.services.get(row["service"])
    set_ = appointments.newest(conn, key, referral_id)
    tasks = open_tasks.of_referral(conn, referral_id)
    session = remembered(key, row["conversation_id"], row["session"])
    return Opened(
        id=referral_id,
        row=row,
        service=service.name.text.fr if service else row["service"],
        organisation=service.org_name.text.fr if service else row["organisation"],
        items=items,
        yes=yes,
        stands=consented(conn, row["consent_id"], row["conversation_id"], row["service"]),
        may_override=bool(who.roles & MAY_OVERRIDE),
        history=history,
        links=tuple(links.of_referral(conn, referral_id)),
        meeting=set_[0] if set_ else None,
        meeting_state=set_[1] if set_ else "",
        day_id=appointments.standing_id(conn, referral_id),
        asides=asides_of(opened(key, row)),
        email=checked_address(conn, row),
        tasks=tuple(tasks),
        standing=standing(
            row,
            row["now"],
            asked=any(one.what in ASKED_AFTERWARDS for one in history),
            off=set_ is None and any(one.what == CALLED_OFF for one in history),
        ),
        sender=sender_of(conn, book, row),
        inside=inside(service) if service else Inside(),
        next=_next(house, session, row)
        if row["session"] and any(one.kind == "next_service" for one in tasks)
        else None,
    )


def _history(conn: Connection, referral_id: str) -> tuple[Happened, ...]:
    rows = conn.execute(
        select(referral_event, func.coalesce(worker.c.login, referral_event.c.who).label("login"))
        .outerjoin(worker, worker.c.id == referral_event.c.who)
        .where(referral_event.c.referral_id == referral_id)
        .order_by(referral_event.c.id)
    ).mappings()
    return tuple(
        Happened(
            row["reason"] if row["source"] == row["target"] else row["target"],
            row["login"],
            "" if row["source"] == row["target"] else row["reason"],
            row["at"],
        )
        for row in rows
    )


def _next(house: House, session: Session, row: RowMapping) -> Next | None:
    best = next_best(house.book, session, row, house.silence.organisations)
    if best is None:
        return None
    reasons = tuple(fit_words(house.book.catalogues, reason) for reason in best.reasons)
    return Next(best.id, best.service.name.text.fr, best.service.org_name.text.fr, reasons)
