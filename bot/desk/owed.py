"""Words that the team owes in an open case: since when, until when, and that they were given.

« Répondu » once stood on a case for a whole day although its person had written again, its level had been raised or it
was another's meanwhile. So it is said only while the person's last word and the present level are answered by who has
the case: whatever comes after an answer begins a deadline of its own, and what was not answered keeps the old one.
"""

from __future__ import annotations

from sqlalchemy import Connection, case, select, update

from bot.desk.deadlines import due
from bot.desk.shifts import calendar_of
from bot.records.tables import conversation, handover, is_open


def answered(conn: Connection, conversation_id: str, now: int) -> None:
    """A human wrote: the ladder ends; the first time counts for the figures."""
    here = (handover.c.conversation_id == conversation_id, is_open(handover))
    conn.execute(update(handover).where(*here, handover.c.first_words_at == 0).values(first_words_at=now))
    conn.execute(update(handover).where(*here).values(next_step_at=0, answered_at=now))


def asked_again(conn: Connection, conversation_id: str, now: int, level: str = "") -> int:
    """After an answer more is asked, or somebody else is to give it. The new deadline, of ``level`` where the case rises to
    it; 0 where words were owed already or no case is open. Whoever calls writes it to the conversation, whose row a turn
    writes as a whole.
    """
    row = conn.execute(
        select(handover.c.id, handover.c.level, conversation.c.organisation, conversation.c.team)
        .join(conversation, conversation.c.id == handover.c.conversation_id)
        .where(handover.c.conversation_id == conversation_id, is_open(handover), handover.c.answered_at > 0)
    ).first()
    if row is None:
        return 0
    due_at = due(level or row.level, now, calendar_of(conn, row.organisation, row.team))
    first = case((handover.c.first_due_at == 0, handover.c.due_at), else_=handover.c.first_due_at)
    conn.execute(
        update(handover)
        .where(handover.c.id == row.id)
        .values(answered_at=0, asked_at=now, due_at=due_at, first_due_at=first)
    )
    return due_at


def of_somebody_else(conn: Connection, conversation_id: str, now: int) -> int:
    """Whoever has answered has the case no more. As ``asked_again``, written to the conversation too."""
    due_at = asked_again(conn, conversation_id, now)
    if due_at:
        conn.execute(update(conversation).where(conversation.c.id == conversation_id).values(due_at=due_at))
    return due_at
