"""Rounds that one process makes for all: leased in the database, and known how far the last one came.

The time is the provider's, so that of nobody's demonstration: the database's clock as it is, not moved.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, update

from bot.records.clock import MICRO, reading
from bot.records.tables import insert_new, patrol

EVERY_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Round:
    """``reached``: up to when the last one saw everything."""

    now: int
    reached: int


def begin(conn: Connection, name: str, every: int = EVERY_SECONDS) -> Round | None:
    """Take the round ``name``, if it is due: then nobody else makes it for so many seconds. The first is due after them."""
    now = reading(conn) // MICRO
    conn.execute(insert_new(conn, patrol).values(name=name, next_at=now + every, reached_at=now))
    due = update(patrol).where(patrol.c.name == name, patrol.c.next_at <= now).values(next_at=now + every)
    taken = conn.execute(due.returning(patrol.c.reached_at)).first()
    return None if taken is None else Round(now, taken.reached_at)


def reach(conn: Connection, name: str, moment: int) -> None:
    """Everything up to ``moment`` was seen."""
    conn.execute(update(patrol).where(patrol.c.name == name, patrol.c.reached_at < moment).values(reached_at=moment))
