"""Giving a conversation back: with an outcome, by a human only."""

from __future__ import annotations

from sqlalchemy import Connection, case, update

from bot.desk import drafts, parting
from bot.desk.audit import note
from bot.desk.staff import Worker
from bot.records.clock import now as clock_now
from bot.records.tables import conversation, handover, is_open

OUTCOMES = ("answered", "referred", "not_reached", "moved", "other")


def end(conn: Connection, conversation_id: str, who: Worker, outcome: str, version: int) -> bool:
    """Close the hand-over and let the bot go on, unless the person wants no more messages.

    False when ``who`` does not hold the conversation, or when it changed since ``version``, the one of the page on
    which the worker decided: what the person has just written may be urgent, and nothing else would bring it back.

    Raises ``ValueError`` for an outcome that is none of ``OUTCOMES``.
    """
    if outcome not in OUTCOMES:
        raise ValueError(outcome)
    now, unnoticed = clock_now(conn), parting.is_unnoticed(conn, conversation_id)
    given = conn.execute(
        update(conversation)
        .where(
            conversation.c.id == conversation_id,
            conversation.c.claimed_by == who.id,
            conversation.c.version == version,
        )
        .values(
            mode=case((conversation.c.mode == "stopped", "stopped"), else_="bot"),
            claimed_by="", lease_until=0, level="", due_at=0, spoken=0,
            epoch=conversation.c.epoch + 1, version=conversation.c.version + 1,
        )
    )  # fmt: skip
    if given.rowcount != 1:
        return False
    conn.execute(
        update(handover)
        .where(handover.c.conversation_id == conversation_id, is_open(handover))
        .values(closed_at=now, outcome=outcome)
    )
    drafts.drop_all(conn, conversation_id)
    if not unnoticed:
        parting.ended(conn, conversation_id, outcome, now)
    note(conn, who.id, f"end:{outcome}", conversation_id, now)
    return True
