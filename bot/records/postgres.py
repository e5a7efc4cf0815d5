"""PostgreSQL by asyncpg: how a connection is set up, and a plain function run on one in one greenlet.

The transaction is the driver's own, so that statements of Core and prepared ones (`prepared.py`) stand in the same one.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from typing import Any, TypeVar

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util import await_only

from bot.records.down import DatabaseDown
from bot.records.kept import Kept

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


def engine_of(url: str) -> AsyncEngine:
    """The engine of the setting's ``postgresql://``, with the driver that we chose."""
    return create_async_engine(
        "postgresql+asyncpg://" + url.split("://", 1)[1],
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


def by_itself(kept: Kept, work: Callable[..., T], args: tuple[Any, ...]) -> T:
    """Each statement a transaction of its own."""
    return _with_one(kept, lambda conn, _driver: work(conn, *args))


def in_transaction(kept: Kept, work: Callable[..., T], args: tuple[Any, ...]) -> T:
    """All statements in one, which ends in commit or rollback."""

    def within(conn: Connection, driver: Any) -> T:
        transaction = driver.transaction()
        await_only(transaction.start())
        try:
            done = work(conn, *args)
        except BaseException:
            await_only(transaction.rollback())
            raise
        await_only(transaction.commit())
        return done

    return _with_one(kept, within)


def _with_one(kept: Kept, do: Callable[[Connection, Any], T]) -> T:
    """``do`` with a connection and the driver's own under it; one over which something went wrong is not kept.

    Where one is found dead the others, as old, are dead too: they are passed over here, since each would cost a provider
    a 5xx after the server has long been back. The driver knows without asking the server.
    """
    try:
        conn = kept.take()
        while (driver := conn.connection.driver_connection) is None or driver.is_closed():
            conn.invalidate()
            conn.close()
            conn = kept.take()
    except asyncpg.PostgresError as error:  # starting, stopping, full, wrong password
        raise DatabaseDown(type(error).__name__) from error
    try:
        done = do(conn, driver)
    except BaseException as error:
        broken = driver.is_closed()
        if broken:
            conn.invalidate()
        conn.close()
        if broken and isinstance(error, Exception):
            # Whatever the driver made of it, the connection broke: that is the store's fault, not the work's.
            raise DatabaseDown(type(error).__name__) from error
        raise
    kept.give_back(conn)
    return done
