"""What time does by itself: dead leases go back to the queue, stubs and sessions end, interrupted erasures are finished."""

from __future__ import annotations

import structlog
from sqlalchemy import Connection

from bot.desk import erase, sessions, stubs
from bot.desk.claim import has_dead_leases, release_dead_leases
from bot.done import TurnDone
from bot.records.clock import now as clock_now
from bot.records.database import Database

log = structlog.get_logger()


class Housekeeping:
    """One sweep a few seconds; each step is idempotent, so any number of processes may do it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._scrub = True  # an erasure just before a crash may have left its traces on the disk

    def hear(self, done: TurnDone) -> None:
        """Take note of a committed turn; never waits."""
        self._scrub |= done.carried.forgotten

    async def sweep(self) -> None:
        """Do what is due."""
        if await self._database.read(is_due):
            done = await self._database.write(tidy)
            self._scrub |= bool(done["erasures"] or done["stubs"])
            log.info("tidied", **done)
        if self._scrub:
            self._scrub = not await self._database.scrub()


def is_due(conn: Connection) -> bool:
    """Whether anything is: one look without a lock, so that idle sweeps cost nothing."""
    now = clock_now(conn)
    return (
        erase.is_unfinished(conn)
        or stubs.is_over(conn, now)
        or has_dead_leases(conn, now)
        or sessions.has_ended(conn, now)
    )


def tidy(conn: Connection) -> dict[str, int]:
    """Everything that is due, counted."""
    now = clock_now(conn)
    return {
        "erasures": erase.finish(conn, now),
        "stubs": stubs.expire(conn, now),
        "leases": release_dead_leases(conn),
        "sessions": sessions.forget_ended(conn, now),
    }
