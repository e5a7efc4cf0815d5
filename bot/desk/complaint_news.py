"""What the person hears of a complaint: pushed where they wished for an answer, told to whoever brings its number."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, select

from bot import timers
from bot.desk import complaint_words
from bot.desk.complaints import INBOX
from bot.desk.safe_hours import wait_until
from bot.engine.events import ComplaintAnswered
from bot.engine.moment import Told
from bot.engine.session import Session
from bot.records.seal import Vault
from bot.records.tables import complaint

NEWS = "complaint_"
"""Timers of this kind tell the person that there is an answer."""


def news_of(conn: Connection, vault: Vault, row: RowMapping, session: Session, kind: str) -> ComplaintAnswered | None:
    """What a timer of ours is for the talk ``row``; None when there is nothing to say, or not at this hour."""
    number = kind.removeprefix(NEWS)
    mine = (complaint.c.number == number, complaint.c.conversation_id == row["id"])
    found = conn.execute(select(complaint).where(*mine)).mappings().first()
    if row["mode"] == "stopped" or found is None:
        return None
    asks = "" if found["answer"] else complaint_words.asked(vault, found)
    if not (found["answer"] or asks):
        return None
    later = wait_until(session, row["now"], row["last_at"])
    if later > row["now"]:
        timers.put(conn, row["id"], kind, later)
        return None
    return ComplaintAnswered(number, asks or answer_of(vault, found), asks=bool(asks))


def told(conn: Connection, vault: Vault, number: str) -> Told | None:
    """What may be said to whoever brings a receipt number; None when there is no such complaint."""
    found = conn.execute(select(complaint).where(complaint.c.number == number)).mappings().first()
    if found is None or not found["sealed"]:
        return None
    asks = "" if found["answer"] else complaint_words.asked(vault, found)
    return Told(bool(found["answer"]), asks or answer_of(vault, found), asks=bool(asks))


def answer_of(vault: Vault, row: RowMapping) -> str:
    """The words with which it was closed; "" before."""
    return vault.inbox_key(INBOX).open(row["id"], "answer", row["answer"]).decode() if row["answer"] else ""
