"""The complaints inbox: grave first, then by deadline; taken, answered and closed by people it is not about.

It is one inbox, of the organisation that runs the desk. What is about that organisation itself is for the others' eyes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, func, select

from bot.desk import audit, complaint_words
from bot.desk.complaint_draft import Draft, draft_of
from bot.desk.complaint_news import answer_of
from bot.desk.complaint_words import Word
from bot.desk.complaints import INBOX, is_about_others
from bot.desk.staff import Worker
from bot.house import House
from bot.records.clock import now as clock_now
from bot.records.tables import complaint, handover, is_open, worker
from content.levels import URGENT_LEVELS

OPEN_MAX = 80  # what a page of 50 kB carries; the rest is less urgent and moves up
CLOSED_MAX = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One complaint in the list: nothing of its words. ``taken_by``: a login, empty when it is of another organisation;
    ``held_by``: the id behind it. ``last``: who said the last word before it is closed, ``team`` or ``person``, "" for nobody.
    """

    id: str
    number: str
    about: str
    grave: bool
    anonymous: bool
    taken_by: str
    held_by: str
    mine: bool
    outcome: str
    at: int
    due_at: int
    closed_at: int
    now: int
    last: str

    @property
    def late(self) -> bool:
        """Whether the deadline has passed while nobody has answered."""
        return not self.closed_at and self.due_at < self.now


@dataclass(frozen=True, slots=True)
class Opened:
    """One complaint with its words, and what was answered. ``erased``: the person took everything back; ``draft``: of the
    viewer's answer. ``urgent``: the code of an urgent case of whoever complained, "" for none or without a name.
    """

    line: Line
    text: str
    answer: str
    draft: Draft
    erased: bool
    said: tuple[Word, ...]
    urgent: str


def waiting(conn: Connection, house: House, who: Worker) -> list[Line]:
    """What nobody has answered yet."""
    order = (complaint.c.grave.desc(), complaint.c.due_at, complaint.c.id)
    return _lines(conn, house, who, _for(house, who).where(is_open(complaint)).order_by(*order).limit(OPEN_MAX))


def answered(conn: Connection, house: House, who: Worker) -> list[Line]:
    """The last that were closed."""
    closed = _for(house, who).where(complaint.c.closed_at > 0).order_by(complaint.c.closed_at.desc())
    return _lines(conn, house, who, closed.limit(CLOSED_MAX))


def opened(conn: Connection, house: House, who: Worker, complaint_id: str) -> Opened | None:
    """One complaint for these eyes, noted in the audit; None when it is not for them or not there."""
    row = conn.execute(_for(house, who).where(complaint.c.id == complaint_id)).mappings().first()
    if row is None:
        return None
    line = _line(house, row, who, clock_now(conn))
    audit.note(conn, who.id, "complaint_read", complaint_id, line.now)
    key = house.vault.inbox_key(INBOX)
    words = orjson.loads(key.open(complaint_id, "complaint", row["sealed"]))["text"] if row["sealed"] else ""
    draft = draft_of(house.vault, row, who)
    exchange = complaint_words.said(house.vault, row)
    urgent = _urgent_case(conn, row["conversation_id"])
    return Opened(
        line, words, answer_of(house.vault, row), draft, erased=not row["sealed"], said=exchange, urgent=urgent
    )


def _urgent_case(conn: Connection, conversation_id: str) -> str:
    """By which those who see to the complaint and those who have the danger find each other: neither reads the other's words."""
    mine = (handover.c.conversation_id == conversation_id, is_open(handover), handover.c.level.in_(URGENT_LEVELS))
    return conn.execute(select(handover.c.code).where(*mine)).scalar_one_or_none() or "" if conversation_id else ""


def for_eyes(house: House, who: Worker) -> ColumnElement[bool]:
    """Never for whom it is about; in the inbox of who runs the desk, unless it is about them."""
    home = house.book.directory.leads.default.organisation
    elsewhere = complaint.c.organisation == home
    own = is_about_others(who)
    return own if who.organisation == home else and_(own, elsewhere)


def _for(house: House, who: Worker) -> Select[Any]:
    login = func.coalesce(worker.c.login, "").label("login")
    return select(complaint, login).outerjoin(worker, worker.c.id == complaint.c.taken_by).where(for_eyes(house, who))


def _lines(conn: Connection, house: House, who: Worker, rows: Select[Any]) -> list[Line]:
    now = clock_now(conn)
    return [_line(house, row, who, now) for row in conn.execute(rows).mappings()]


def _line(house: House, row: RowMapping, who: Worker, now: int) -> Line:
    words = complaint_words.said(house.vault, row)
    return Line(
        row["id"], row["number"], row["about"], bool(row["grave"]), not row["conversation_id"], row["login"], row["taken_by"],
        row["taken_by"] == who.id, row["outcome"], row["at"], row["due_at"], row["closed_at"], now,
        words[-1].who if words else "",
    )  # fmt: skip
