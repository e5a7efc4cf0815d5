"""One database, two stores: SQLite in one file for one machine, PostgreSQL for many.

All reading and writing is plain functions over a SQLAlchemy Core ``Connection``. On PostgreSQL each runs on asyncpg in
one greenlet, from taking a connection to giving it back; on SQLite in one writer thread (`writer.py`). The transaction on
PostgreSQL is the driver's own, so that statements of Core and prepared ones (`prepared.py`) stand in the same one.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

import asyncpg  # type: ignore[import-untyped]
from asyncpg.exceptions import (  # type: ignore[import-untyped]
    InsufficientResourcesError,
    OperatorInterventionError,
    PostgresConnectionError,
    ReadOnlySQLTransactionError,
    TransactionRollbackError,
)
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolEmptyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util import await_only, greenlet_spawn

from bot.records import sqlite
from bot.records.writer import Writer

T = TypeVar("T")

POOL_SIZE = 20  # connections a process keeps to PostgreSQL; none beyond, since opening one costs as much as ten turns
POOL_WAIT_SECONDS = 5.0  # longer waits are a 503 to the provider, which retries
COMMAND_SECONDS = 10.0
STATEMENT_CACHE = 500
PROCESSES = "sira "
PROCESS = f"{PROCESSES}{os.getpid()}@{socket.gethostname()}"[:63]
"""How the server names this process, so that `sira doctor` can count them; longer names it would cut (NAMEDATALEN)."""
IDLE_SECONDS = 30
"""A process that sleeps in the middle of a transaction holds its talks and timers for as long: after so many seconds the
server ends it, so that another goes on within the minute that the design allows.
"""
SERVER_SETTINGS = {
    "application_name": PROCESS,
    "plan_cache_mode": "force_generic_plan",  # planning a turn's statements anew costs ten times their running
    "idle_in_transaction_session_timeout": str(IDLE_SECONDS * 1000),
}
UNREACHABLE = (
    OperationalError,
    InterfaceError,
    sqlite3.OperationalError,
    asyncpg.InterfaceError,
    PostgresConnectionError,
    OperatorInterventionError,  # the server stops or starts
    InsufficientResourcesError,  # no connection left, disk full
    ReadOnlySQLTransactionError,  # a standby that nobody has promoted
    TransactionRollbackError,  # a deadlock: the provider's next try has better luck
    PoolEmptyError,  # every connection of the pool is in use: not Python's own TimeoutError
    TimeoutError,
    OSError,
)
"""What says that the store is down or busy, not that the work was wrong."""


def is_down(error: Exception) -> bool:
    """Whether ``error``, met in the middle of some work, is the store's: a file that cannot be read is not."""
    return isinstance(error, UNREACHABLE) and (
        not isinstance(error, OSError) or isinstance(error, ConnectionError | TimeoutError)
    )


class DatabaseDown(RuntimeError):
    """The store cannot be reached or cannot write: providers get 5xx and come again."""


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
            self._async: AsyncEngine = create_async_engine(
                async_url(url),
                pool_size=POOL_SIZE,
                max_overflow=0,
                isolation_level="AUTOCOMMIT",  # the driver's own transaction encloses each use
                pool_reset_on_return=None,  # every use ends in commit or rollback already
                pool_timeout=POOL_WAIT_SECONDS,
                pool_use_lifo=True,  # a connection used just now has the statements ready
                pool_pre_ping=False,
                query_cache_size=STATEMENT_CACHE,
                hide_parameters=True,
                connect_args={"command_timeout": COMMAND_SECONDS, "server_settings": SERVER_SETTINGS},
            )
            self._engine = self._async.sync_engine

    async def write(self, work: Callable[..., T], *args: Any) -> T:
        """``work(connection, *args)`` in one transaction. Raises ``DatabaseDown`` when the store fails."""
        try:
            if not self.sqlite:
                return await greenlet_spawn(_in_transaction, self._engine, work, args)
            written: T = await self._writer.write(work, args)
        except UNREACHABLE as error:
            raise DatabaseDown(type(error).__name__) from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise DatabaseDown(type(error).__name__) from error
            raise
        return written

    async def write_one(self, work: Callable[..., T], *args: Any) -> T:
        """As ``write``, for a ``work`` that writes by one statement only: on PostgreSQL that is a transaction of its own."""
        return await (self.write if self.sqlite else self.read)(work, *args)

    async def read(self, work: Callable[..., T], *args: Any) -> T:
        """``work(connection, *args)`` for reading; on SQLite beside the writer."""
        try:
            if not self.sqlite:
                return await greenlet_spawn(_by_itself, self._engine, work, args)
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._readers, sqlite.reading, self._engine, work, args)
        except UNREACHABLE as error:
            raise DatabaseDown(type(error).__name__) from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise DatabaseDown(type(error).__name__) from error
            raise

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
            await self._async.dispose()
            return
        self._writer.close()
        self._readers.shutdown()
        self._engine.dispose()


def async_url(url: str) -> str:
    """The setting's ``postgresql://`` with the driver that we chose."""
    return "postgresql+asyncpg://" + url.split("://", 1)[1]


def _by_itself(engine: Engine, work: Callable[..., T], args: tuple[Any, ...]) -> T:
    """Each statement a transaction of its own."""
    with _connected(engine) as (conn, _driver):
        return work(conn, *args)


def _in_transaction(engine: Engine, work: Callable[..., T], args: tuple[Any, ...]) -> T:
    with _connected(engine) as (conn, driver):
        transaction = driver.transaction()
        await_only(transaction.start())
        try:
            done = work(conn, *args)
        except BaseException:
            await_only(transaction.rollback())
            raise
        await_only(transaction.commit())
        return done


@contextmanager
def _connected(engine: Engine) -> Iterator[tuple[Connection, Any]]:
    """A connection of the pool and the driver's own under it; one that broke is not given back.

    Where one is found dead the others of the pool, as old, are dead too: they are passed over here, since each
    would cost a provider a 5xx after the server has long been back. The driver knows without asking the server.
    """
    try:
        conn = engine.connect()
        while (driver := conn.connection.driver_connection) is None or driver.is_closed():
            conn.invalidate()
            conn.close()
            conn = engine.connect()
    except asyncpg.PostgresError as error:  # starting, stopping, full, wrong password
        raise DatabaseDown(type(error).__name__) from error
    try:
        yield conn, driver
    except Exception as error:
        if not driver.is_closed():
            raise
        # Whatever the driver made of it, the connection broke: that is the store's fault, not the work's.
        conn.invalidate()
        raise DatabaseDown(type(error).__name__) from error
    finally:
        conn.close()
