"""The clock that a conversation is given: one of each kind, the later one in place of the earlier."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, delete, insert, not_, update

from bot.records.ids import new_id
from bot.records.tables import timer

BROADCAST = "broadcast_"
"""How the kind begins of what is said to many: it has a sweep and a pace of its own (`bot/broadcast/lane.py`)."""


def of_one() -> ColumnElement[bool]:
    """Whether a timer is one of a talk's own: ten thousand others that are due must not go before it."""
    return not_(timer.c.kind.startswith(BROADCAST, autoescape=True))


def put(conn: Connection, conversation_id: str, kind: str, at: int) -> None:
    """Let a timer of ``kind`` ring at ``at``, in Unix seconds; one of the same kind that waits is replaced."""
    conn.execute(delete(timer).where(timer.c.conversation_id == conversation_id, timer.c.kind == kind))
    conn.execute(insert(timer).values(id=new_id(), conversation_id=conversation_id, kind=kind, due_at=at))


def sooner(conn: Connection, conversation_id: str, kind: str, at: int) -> None:
    """Let the timer of ``kind`` that waits ring at ``at``; none is set where none waits."""
    mine = (timer.c.conversation_id == conversation_id, timer.c.kind == kind, timer.c.due_at > at)
    conn.execute(update(timer).where(*mine).values(due_at=at))
