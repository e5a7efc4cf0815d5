"""Giving a conversation back: with a true outcome, by a human only, and over nobody's waiting without a second word."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection, case, exists, select, update

from bot.desk import drafts, parting
from bot.desk.audit import note
from bot.desk.endings import OUTCOMES, Case, doubt, outcomes
from bot.desk.staff import Worker
from bot.records.clock import now as clock_now
from bot.records.tables import conversation, handover, is_open, referral

Why = Literal["changed", "untrue", "unwritten", "unanswered", "urgent"]


def end(conn: Connection, conversation_id: str, who: Worker, outcome: str, version: int, sure: str = "") -> Why | None:
    """Close the hand-over and let the bot go on, unless the person wants no more messages. None when it was done.

    ``changed``: ``who`` does not hold the conversation, or it changed since ``version``, the one of the page on which the
    worker decided: what the person has just written may be urgent, and nothing else would bring it back. ``untrue``: as
    answered, though nobody has. Else what must be asked first (`bot/desk/endings.py`), which ``sure`` says was.

    Raises ``ValueError`` for an outcome that is none of ``OUTCOMES``.
    """
    if outcome not in OUTCOMES:
        raise ValueError(outcome)
    now, unnoticed = clock_now(conn), parting.is_unnoticed(conn, conversation_id)
    mine = (
        conversation.c.id == conversation_id,
        conversation.c.claimed_by == who.id,
        conversation.c.version == version,
    )
    open_case = case_of(conn, conversation_id) if conn.execute(select(conversation.c.id).where(*mine)).first() else None
    if open_case is None:
        return "changed"
    if outcome not in outcomes(open_case):
        return "untrue"
    asked = doubt(open_case)
    if asked and asked != sure:
        return asked
    given = conn.execute(
        update(conversation)
        .where(*mine)
        .values(
            mode=case((conversation.c.mode == "stopped", "stopped"), else_="bot"),
            claimed_by="", lease_until=0, level="", due_at=0, spoken=0,
            epoch=conversation.c.epoch + 1, version=conversation.c.version + 1,
        )
    )  # fmt: skip
    if given.rowcount != 1:
        return "changed"
    here = (handover.c.conversation_id == conversation_id, is_open(handover))
    conn.execute(update(handover).where(*here).values(closed_at=now, outcome=outcome))
    drafts.drop_all(conn, conversation_id)
    if not unnoticed:
        parting.ended(conn, conversation_id, outcome, now, heard=open_case.heard)
    note(conn, who.id, f"end:{outcome}", conversation_id, now)
    return None


def case_of(conn: Connection, conversation_id: str) -> Case | None:
    """The open case as its ending sees it."""
    here = (handover.c.conversation_id == conversation_id, is_open(handover))
    sent = (referral.c.conversation_id == conversation_id, referral.c.sent_at >= handover.c.opened_at)
    columns = (handover.c.level, handover.c.first_words_at, handover.c.answered_at, exists().where(*sent))
    row = conn.execute(select(*columns).where(*here)).first()
    return Case(*row) if row else None
