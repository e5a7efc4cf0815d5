"""A complaint is seen to: taken, written about, answered and closed by people it is not about."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import ColumnElement, Connection, select, update

from bot import timers
from bot.desk import audit, complaint_words
from bot.desk.complaint_draft import NONE_KEPT
from bot.desk.complaint_inbox import for_eyes
from bot.desk.complaint_news import NEWS
from bot.desk.complaints import INBOX
from bot.desk.staff import Worker
from bot.house import House
from bot.records.clock import now as clock_now
from bot.records.row_security import beyond
from bot.records.tables import complaint, is_open

ANSWER_MAX = 1500
OUTCOMES = ("mended", "explained", "passed_on", "unfounded", "other")
NotDone = Literal["not_held", "no_outcome", "no_words", "too_long"]


def take(conn: Connection, house: House, who: Worker, complaint_id: str, held_by: str) -> bool:
    """See to it oneself. ``held_by``: whose it was on the page, so that of two who take it one is told so."""
    taken = conn.execute(
        update(complaint)
        .where(
            complaint.c.id == complaint_id, for_eyes(house, who), is_open(complaint), complaint.c.taken_by == held_by
        )
        .values(taken_by=who.id, draft=NONE_KEPT)
    )
    if taken.rowcount != 1:
        return False
    audit.note(conn, who.id, "complaint_take", complaint_id, clock_now(conn))
    return True


def answer(conn: Connection, house: House, who: Worker, complaint_id: str, outcome: str, text: str) -> NotDone | None:
    """Answer and close it; the person is told in their safe hours, or when they bring their number."""
    words = text.strip()
    if outcome not in OUTCOMES:
        return "no_outcome"
    if unfit := _unfit(words):
        return unfit
    now = clock_now(conn)
    sealed = house.vault.inbox_key(INBOX).seal(complaint_id, "answer", words.encode())
    done = conn.execute(
        update(complaint)
        .where(*_mine(house, who, complaint_id))
        .values(answer=sealed, outcome=outcome, closed_at=now, draft=NONE_KEPT)
        .returning(complaint.c.conversation_id, complaint.c.number)
    ).first()
    if done is None:
        return "not_held"
    audit.note(conn, who.id, f"complaint_close:{outcome}", complaint_id, now)
    _tell(conn, done.conversation_id, done.number, now)
    return None


def write(conn: Connection, house: House, who: Worker, complaint_id: str, text: str) -> NotDone | None:
    """Write to the person and leave it open: a question, or a first answer. They hear of it as of an answer."""
    words = text.strip()
    if unfit := _unfit(words):
        return unfit
    row = conn.execute(select(complaint).where(*_mine(house, who, complaint_id)).with_for_update()).mappings().first()
    if row is None or not row["sealed"]:
        return "not_held"
    now = clock_now(conn)
    complaint_words.add(conn, house.vault, row, "team", words, now)
    conn.execute(update(complaint).where(complaint.c.id == complaint_id).values(draft=NONE_KEPT))
    audit.note(conn, who.id, "complaint_write", complaint_id, now)
    _tell(conn, row["conversation_id"], row["number"], now)
    return None


def _tell(conn: Connection, conversation_id: str, number: str, now: int) -> None:
    """Let the person hear that there is news, of a complaint that leads to them; nothing follows in this transaction."""
    if conversation_id:
        beyond(conn)  # the talk may be the house's that the complaint is about
        timers.put(conn, conversation_id, f"{NEWS}{number}", now)


def _unfit(words: str) -> NotDone | None:
    if not words:
        return "no_words"
    return "too_long" if len(words) > ANSWER_MAX else None


def _mine(house: House, who: Worker, complaint_id: str) -> tuple[ColumnElement[bool], ...]:
    """An open one that ``who`` sees to."""
    return complaint.c.id == complaint_id, for_eyes(house, who), is_open(complaint), complaint.c.taken_by == who.id
