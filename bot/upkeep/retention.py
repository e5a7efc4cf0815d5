"""How long everything is kept, as one table, and the sweep that ends it (protection B3).

The table says in seconds what `bot/records/dictionary.yaml` says in words; a test holds them together. Each batch is a
transaction that does what is still to do and nothing twice, so whoever kills the sweep costs an hour at most. Log lines go to
standard output alone: whoever keeps them there ends them after 14 days.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from sqlalchemy import Connection

from bot.desk.chain import KEPT_SECONDS as AUDIT_SECONDS
from bot.records.clock import now as clock_now
from bot.records.database import Database
from bot.records.seal import Vault
from bot.upkeep.ending import cut_complaints, erase_ended, reduce_ended
from bot.upkeep.purges import (
    drop_audit,
    drop_broadcasts,
    drop_calls,
    drop_complaints,
    drop_files,
    drop_links,
    drop_requests,
    empty_raw,
    forget_doubles,
    offer_copies,
)

log = structlog.get_logger()

HOUR_SECONDS = 3600
DAY_SECONDS = 86_400
EVERY_SECONDS = float(HOUR_SECONDS)
AFTER_START_SECONDS = 60.0
"""Who waits for an answer comes first, when a process starts and finds a night's messages or starts beside many others."""
ONCE_SECONDS = 0

Purge = Callable[[Connection, Vault, int, int], int]
"""``(connection, vault, now, seconds)``: end one batch. Returns how much was ended; 0: nothing is left to end."""


@dataclass(frozen=True, slots=True)
class Kept:
    """``name``: under ``keeps`` in the dictionary. ``seconds``: how long. ``purge``: what ends it."""

    name: str
    seconds: int
    purge: Purge


class Retention:
    """Ends what is over, once an hour in each process that thinks."""

    def __init__(self, database: Database, vault: Vault, after: float = 0.0) -> None:
        """``after``: seconds until the first round."""
        self._database = database
        self._vault = vault
        self._next = time.monotonic() + after

    async def sweep(self) -> None:
        """Everything whose time is over, a batch a transaction."""
        if time.monotonic() < self._next:
            return
        for kept in RETENTION:
            ended = 0
            while done := await self._database.write(once, self._vault, kept):
                ended += done
            if ended:
                log.info("purged", what=kept.purge.__name__, ended=ended)
        self._next = time.monotonic() + EVERY_SECONDS


def once(conn: Connection, vault: Vault, kept: Kept) -> int:
    """One batch of one line of the table."""
    return kept.purge(conn, vault, clock_now(conn), kept.seconds)


RETENTION: tuple[Kept, ...] = (
    Kept("raw", 24 * HOUR_SECONDS, empty_raw),
    Kept("raw", 8 * DAY_SECONDS, forget_doubles),
    Kept("copy", 48 * HOUR_SECONDS, offer_copies),
    Kept("media", 30 * DAY_SECONDS, drop_files),
    Kept("talk", 90 * DAY_SECONDS, reduce_ended),
    Kept("talk", 90 * DAY_SECONDS, erase_ended),
    Kept("case", 90 * DAY_SECONDS, cut_complaints),
    Kept("case", 90 * DAY_SECONDS, drop_calls),
    Kept("complaint", AUDIT_SECONDS, drop_complaints),
    Kept("audit", AUDIT_SECONDS, drop_requests),
    Kept("audit", AUDIT_SECONDS, drop_broadcasts),
    Kept("audit", AUDIT_SECONDS, drop_audit),
    Kept("session", ONCE_SECONDS, drop_links),
)
"""Stubs, sessions and leases end in `bot/housekeeping.py`, within seconds."""
