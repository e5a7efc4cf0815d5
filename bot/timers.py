"""The clock that a conversation is given: one of each kind, the later one in place of the earlier."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert

from bot.records.ids import new_id
from bot.records.tables import timer


def put(conn: Connection, conversation_id: str, kind: str, at: int) -> None:
    """Let a timer of ``kind`` ring at ``at``, in Unix seconds; one of the same kind that waits is replaced."""
    conn.execute(delete(timer).where(timer.c.conversation_id == conversation_id, timer.c.kind == kind))
    conn.execute(insert(timer).values(id=new_id(), conversation_id=conversation_id, kind=kind, due_at=at))
