"""One database, two stores: SQLite in one file for one machine, PostgreSQL for many.

All reading and writing is plain functions over a SQLAlchemy Core ``Connection``. On PostgreSQL each runs on asyncpg in
one greenlet, from taking a connection to giving it back (`postgres.py`); on SQLite in one writer thread (`writer.py`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import greenlet_spawn

from bot.records import postgres, sqlite
from bot.records.down import told_apart
from bot.records.kept import Kept
from bot.records.writer import Writer

T = TypeVar("T")


class Database:
    """``write`` runs a function in one transaction; ``read`` in one that changes nothing."""

    def __init__(self, url: str) -> None:
        self.sqlite = url.startswith("sqlite")
        if self.sqlite:
            path = Path(url.removeprefix("sqlite:///"))
            sqlite.make_folder(path.parent)
            self._engine: Engine = sqlite.engine_of(path)
            self._writer = Writer(self._engine)
            self._readers = ThreadPoolExecutor(sqlite.READERS, thread_name_prefix="sira-reader")
        else:
            self._async: AsyncEngine = postgres.engine_of(url)
            self._engine = self._async.sync_engine
            self._kept = Kept(self._engine)

    async def write(self, work: Callable[..., T], *args: Any) -> T:
        """``work(connection, *args)`` in one transaction. Raises ``DatabaseDown`` when the store fails."""
        with told_apart():
            if not self.sqlite:
                return await greenlet_spawn(postgres.in_transaction, self._kept, work, args)
            written: T = await self._writer.write(work, args)
            return written

    async def write_one(self, work: Callable[..., T], *args: Any) -> T:
        """As ``write``, for a ``work`` that writes by one statement only: on PostgreSQL that is a transaction of its own."""
        return await (self.write if self.sqlite else self.read)(work, *args)

    async def read(self, work: Callable[..., T], *args: Any) -> T:
        """``work(connection, *args)`` for reading; on SQLite beside the writer."""
        with told_apart():
            if not self.sqlite:
                return await greenlet_spawn(postgres.by_itself, self._kept, work, args)
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._readers, sqlite.reading, self._engine, work, args)

    async def scrub(self) -> bool:
        """Fold SQLite's journal into its file, so that nothing erased stays readable in it. False: a reader was in the way.

        PostgreSQL's own vacuum does this.
        """
        if not self.sqlite:
            return True
        return await asyncio.get_running_loop().run_in_executor(self._readers, sqlite.fold, self._engine)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_raised: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of every connection."""
        if not self.sqlite:
            await greenlet_spawn(self._kept.close)
            await self._async.dispose()
            return
        self._writer.close()
        self._readers.shutdown()
        self._engine.dispose()
