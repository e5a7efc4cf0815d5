"""The standstill: nothing goes out to people, from any process, until somebody says so; what comes in is kept.

One row in the database; each process looks for it every two seconds. The team is still called: who is in danger must not
wait for the machine's trouble to end.
"""

from __future__ import annotations

from asyncio import Lock
from dataclasses import dataclass, field

from sqlalchemy import Connection, delete, select

from bot.desk.audit import OPERATOR, note
from bot.records.clock import now as clock_now
from bot.records.database import Database
from bot.records.tables import freeze as freeze_table
from bot.records.tables import insert_new

ONLY_ROW = 1
EVERYTHING = "everything"
"""What the audit names as frozen."""


def freeze(conn: Connection) -> bool:
    """Stop everything that goes out. False when it was stopped already."""
    now = clock_now(conn)
    fresh = conn.execute(insert_new(conn, freeze_table).values(id=ONLY_ROW, at=now)).rowcount == 1
    if fresh:
        note(conn, OPERATOR, "freeze", EVERYTHING, now)
    return fresh


def unfreeze(conn: Connection) -> bool:
    """Let it go out again, what has gathered too. False when nothing was stopped."""
    ended = conn.execute(delete(freeze_table)).rowcount == 1
    if ended:
        note(conn, OPERATOR, "unfreeze", EVERYTHING, clock_now(conn))
    return ended


def frozen_since(conn: Connection) -> int:
    """Since when, in Unix seconds; 0: nothing is stopped."""
    return int(conn.execute(select(freeze_table.c.at)).scalar() or 0)


@dataclass(slots=True)
class Standstill:
    """What this process last read, so that no message costs a look. ``since``: 0 while everything goes out."""

    since: int = 0
    _one_look: Lock = field(default_factory=Lock, repr=False, compare=False)

    async def sweep(self, database: Database) -> None:
        """Read it anew, one look at a time: a slow one that began before must not have the last word."""
        async with self._one_look:
            self.since = await database.read(frozen_since)
