"""When the store is down or busy, and not the work wrong: then providers are to come again, and nothing is given up."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg  # type: ignore[import-untyped]
from asyncpg.exceptions import (  # type: ignore[import-untyped]
    InsufficientResourcesError,
    OperatorInterventionError,
    PostgresConnectionError,
    ReadOnlySQLTransactionError,
    TransactionRollbackError,
)
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolEmptyError

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


class DatabaseDown(RuntimeError):
    """The store cannot be reached or cannot write: providers get 5xx and come again."""


def is_down(error: Exception) -> bool:
    """Whether ``error``, met in the middle of some work, is the store's: a file that cannot be read is not."""
    return isinstance(error, UNREACHABLE) and (
        not isinstance(error, OSError) or isinstance(error, ConnectionError | TimeoutError)
    )


@contextmanager
def told_apart() -> Iterator[None]:
    """Raises ``DatabaseDown`` for what is the store's fault; what is the work's own passes as it is."""
    try:
        yield
    except UNREACHABLE as error:
        raise DatabaseDown(type(error).__name__) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise DatabaseDown(type(error).__name__) from error
        raise
