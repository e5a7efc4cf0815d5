"""What time does by itself: dead leases go back to the queue, stubs and sessions end, interrupted erasures are finished."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection
from pathlib import Path

import structlog
from sqlalchemy import Connection

from bot.desk import erase, sessions, stubs
from bot.desk.claim import has_dead_leases, release_dead_leases
from bot.done import TurnDone
from bot.records.clock import now as clock_now
from bot.records.database import Database
from bot.upkeep.ledger import Ledger

log = structlog.get_logger()

LIST_SECONDS = 3600.0
"""How soon each machine's ledger also names whom another machine erased."""


class Housekeeping:
    """One sweep a few seconds; each step is idempotent, so any number of processes may do it."""

    def __init__(self, database: Database, ledger: Path) -> None:
        """``ledger``: the file that names who was erased."""
        self._database = database
        self._ledger = Ledger(ledger)
        self._listed_at: float | None = None
        self._scrub = True  # an erasure just before a crash may have left its traces on the disk

    def hear(self, done: TurnDone) -> None:
        """Take note of a committed turn; never waits."""
        self._scrub |= done.carried.forgotten

    async def sweep(self) -> None:
        """Do what is due."""
        due = await self._database.read(is_due)
        if due or self._listed_at is None or time.monotonic() - self._listed_at > LIST_SECONDS:
            await self._list()
        if due:
            done = await self._database.write(tidy, frozenset(self._ledger.known))
            self._scrub |= bool(done["erasures"] or done["stubs"])
            log.info("tidied", **done)
        if self._scrub:
            self._scrub = not await self._database.scrub()

    async def _list(self) -> None:
        """Name in the ledger who was erased, by whichever machine; whom it cannot name stays to be done."""
        erased = await self._database.read(erase.since, 0)
        try:
            await asyncio.to_thread(self._ledger.add, erased)
        except OSError as error:
            log.error("erasures_not_listed", error=type(error).__name__)
        else:
            self._listed_at = time.monotonic()


def is_due(conn: Connection) -> bool:
    """Whether anything is: one look without a lock, so that idle sweeps cost nothing."""
    now = clock_now(conn)
    return (
        erase.is_unfinished(conn)
        or stubs.is_over(conn, now)
        or has_dead_leases(conn, now)
        or sessions.has_ended(conn, now)
    )


def tidy(conn: Connection, listed: Collection[str]) -> dict[str, int]:
    """Everything that is due, counted. ``listed``: who stands in the ledger of erasures."""
    now = clock_now(conn)
    return {
        "erasures": erase.finish(conn, now, listed),
        "stubs": stubs.expire(conn, now),
        "leases": release_dead_leases(conn),
        "sessions": sessions.forget_ended(conn, now),
    }
