"""The database that a command works on: at this release's revision, and let go of however the command ends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.records.database import Database
from bot.records.migrate import migrate
from bot.settings import Settings


@asynccontextmanager
async def store(chosen: Settings) -> AsyncIterator[Database]:
    """Brought forward first, since a command may well be the first thing that somebody runs of a new release.

    Raises ``StrangeDatabase``, ``NoFolder`` or ``DatabaseDown``.
    """
    async with Database(chosen.database_url) as database:
        await database.write(migrate)
        yield database
