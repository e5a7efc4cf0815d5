"""Looking at the database's clock now and then: the ids of this process follow it, and what it read is kept."""

from __future__ import annotations

import structlog

from bot.records.clock import keep, reading
from bot.records.database import Database
from bot.records.ids import counter, ids

log = structlog.get_logger()

LOOK_SECONDS = 10.0
NANO = 1000  # in a microsecond
NOTABLE_SECONDS = 5
"""Less is a time server at work."""


class Timekeeper:
    """``keeps``: this process also writes the reading down; one of several is enough."""

    def __init__(self, database: Database, *, keeps: bool) -> None:
        self._database = database
        self._keeps = keeps

    async def sweep(self) -> None:
        """Measure; raises ``DatabaseDown``."""
        before = counter()
        micro = await self._database.read(reading)
        ids.follow(micro * NANO, before, counter())
        if self._keeps:
            behind = await self._database.write(keep)
            if behind > NOTABLE_SECONDS:
                log.warning("clock_went_back", seconds=behind)
