"""« Me rappeler ce dossier » : a case comes back before one worker's eyes on a day of their choice. It wakes nobody else."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, insert, select, update

from bot.desk import audit
from bot.desk.staff import Worker
from bot.records.clock import DatabaseNow
from bot.records.ids import new_id
from bot.records.tables import conversation, reminder

DAY_SECONDS = 86_400
MORNING_SECONDS = 8 * 3600  # when the desk opens
DAYS_MAX = 365
SHOWN_MAX = 20


@dataclass(frozen=True, slots=True)
class Due:
    """A case that its worker wished to see again."""

    conversation: str
    level: str
    region: str
    language: str
    due_at: int


def remind(conn: Connection, conversation_id: str, who: Worker, due_at: int, now: int) -> None:
    """Show it to ``who`` again at ``due_at``, and not at an earlier wish of theirs."""
    done(conn, conversation_id, who, now)
    conn.execute(insert(reminder).values(id=new_id(), conversation_id=conversation_id, worker_id=who.id, due_at=due_at))
    audit.note(conn, who.id, "remind", conversation_id, now)


def morning_in(now: int, days: int) -> int:
    """The morning ``days`` days from now, in Mali's time (UTC)."""
    return now - now % DAY_SECONDS + days * DAY_SECONDS + MORNING_SECONDS


def done(conn: Connection, conversation_id: str, who: Worker, now: int) -> None:
    """It was seen to."""
    conn.execute(update(reminder).where(reminder.c.conversation_id == conversation_id, *_open(who)).values(done_at=now))


def set_for(conn: Connection, conversation_id: str, who: Worker) -> int:
    """When ``who`` is reminded of this one; 0 for never."""
    when = select(reminder.c.due_at).where(reminder.c.conversation_id == conversation_id, *_open(who))
    return conn.execute(when.order_by(reminder.c.due_at).limit(1)).scalar_one_or_none() or 0


def due_for(conn: Connection, who: Worker) -> list[Due]:
    """What ``who`` wished to see by now, of their organisation only: what moved away is theirs no more."""
    rows = conn.execute(
        select(
            conversation.c.id, conversation.c.level, conversation.c.region, conversation.c.language, reminder.c.due_at
        )
        .join(conversation, conversation.c.id == reminder.c.conversation_id)
        .where(*_open(who), reminder.c.due_at <= DatabaseNow(), conversation.c.organisation == who.organisation)
        .order_by(reminder.c.due_at)
        .limit(SHOWN_MAX)
    ).all()
    return [Due(row.id, row.level, row.region, row.language, row.due_at) for row in rows]


def _open(who: Worker) -> tuple[ColumnElement[bool], ...]:
    return reminder.c.worker_id == who.id, reminder.c.done_at == 0
