"""A talk that a worker has just had open and that is not there any more: what became of it, said to who had it open.

Its id tells nothing to anybody else. That they had it open stands in the audit, so that an id of another organisation still
answers like one that does not exist (protection D4).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, select

from bot.desk.reach import known
from bot.desk.sessions import SESSION_SECONDS
from bot.desk.staff import Worker
from bot.records.clock import now as clock_now
from bot.records.ids import first_id_of
from bot.records.row_security import beyond
from bot.records.tables import audit, conversation, handover, worker

Why = Literal["erased", "ended", "moved"]


@dataclass(frozen=True, slots=True)
class Gone:
    """``by``: the login of who ended it and ``at`` when; "" and 0 where nobody did."""

    why: Why
    by: str = ""
    at: int = 0


def gone(conn: Connection, conversation_id: str, who: Worker) -> Gone | None:
    """What became of it; None where it is theirs, where it never was, and for a page older than any session."""
    if known(conn, conversation_id, who, lock=False) is not None or not had_open(conn, conversation_id, who):
        return None
    last = (
        select(handover.c.closed_at, worker.c.login)
        .select_from(handover.outerjoin(worker, worker.c.id == handover.c.held_by))
        .where(handover.c.conversation_id == conversation_id, handover.c.closed_at > 0)
        .order_by(handover.c.closed_at.desc())
        .limit(1)
    )
    ended = conn.execute(last).first()
    beyond(conn)  # it was theirs: whether it is somebody's now is all that is asked of other houses
    house = select(conversation.c.organisation).where(conversation.c.id == conversation_id)
    organisation = conn.execute(house).scalar_one_or_none()
    if organisation is None:
        return Gone("erased")
    if organisation != who.organisation:
        return Gone("moved")
    return Gone("ended", (ended.login or "") if ended else "", ended.closed_at if ended else 0)


def had_open(conn: Connection, conversation_id: str, who: Worker) -> bool:
    """Whether this worker has read it lately, so that a page of theirs may still show it."""
    since = first_id_of(max(clock_now(conn) - SESSION_SECONDS, 0))
    read = (
        audit.c.id >= since,
        audit.c.worker_id == who.id,
        audit.c.thing == conversation_id,
        audit.c.action == "read",
    )
    return conn.execute(select(audit.c.id).where(*read).limit(1)).first() is not None
