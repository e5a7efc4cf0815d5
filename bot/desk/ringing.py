"""How many wait whom a page should ring for: counts and nothing else, so that a locked page may ask too (D6).

People in danger or in a hurry ring for everybody; a yes to what a worker has proposed, for who holds that talk.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, case, func, select

from bot.desk.claim import is_nobodys
from bot.desk.staff import Worker
from bot.records.clock import now as clock_now
from bot.records.tables import conversation, handover, is_one_of, is_open, stub, task
from content.levels import URGENT_LEVELS

NEWEST_DIGITS = 12
"""Of a time-ordered id (RFC 9562, UUIDv7): the milliseconds, by which one that came is told from one that left."""


@dataclass(frozen=True, slots=True)
class Count:
    """People whom nobody answers; ``said_yes``: who wait for the viewer to send. ``newest``: grows with each newcomer."""

    p0: int
    p1: int
    said_yes: int
    newest: str

    @property
    def version(self) -> str:
        """Changes when anything does."""
        return f"{self.p0}-{self.p1}-{self.said_yes}-{self.newest}"


def count(conn: Connection, viewer: Worker) -> Count:
    """Those of the viewer's organisation whom nobody holds, what is left of urgent cases, and the viewer's own."""
    free = is_nobodys(clock_now(conn))
    of = [func.coalesce(func.sum(case((handover.c.level == level, 1), else_=0)), 0) for level in URGENT_LEVELS]
    row = conn.execute(
        select(*of, func.coalesce(func.max(handover.c.id), ""))
        .select_from(handover)
        .join(conversation, conversation.c.id == handover.c.conversation_id)
        .where(
            is_open(handover),
            handover.c.level.in_(URGENT_LEVELS),
            conversation.c.organisation == viewer.organisation,
            free,
        )
    ).one()
    left = [func.coalesce(func.sum(case((stub.c.level == level, 1), else_=0)), 0) for level in URGENT_LEVELS]
    stubs = conn.execute(
        select(*left, func.coalesce(func.max(stub.c.id), "")).where(
            is_open(stub), stub.c.until > clock_now(conn), stub.c.organisation == viewer.organisation
        )
    ).one()
    mine = conn.execute(
        select(func.count(), func.coalesce(func.max(task.c.id), ""))
        .select_from(task)
        .join(conversation, conversation.c.id == task.c.conversation_id)
        .where(is_open(task), task.c.kind == "send", conversation.c.claimed_by == viewer.id)
    ).one()
    newest = max(row[2], stubs[2], mine[1])[:NEWEST_DIGITS]
    return Count(int(row[0] + stubs[0]), int(row[1] + stubs[1]), int(mine[0]), newest)


def danger_elsewhere(conn: Connection, here: RowMapping) -> int:
    """How many in danger wait for anybody while a worker looks at the conversation ``here``: a number, nobody's place."""
    found = select(func.count()).where(
        conversation.c.level == "P0",
        is_one_of(conversation.c.mode, "queued", "human"),
        conversation.c.organisation == here["organisation"],
        conversation.c.id != here["id"],
        is_nobodys(here["now"]),
    )
    return int(conn.execute(found).scalar_one())
