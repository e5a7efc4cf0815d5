"""The one clock: the database's, plus the row ``clock.shift`` that only a demonstration may move."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Connection, Table, select, update
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from bot.records.upkeep import Clock

ONLY_ROW = 1
_clock: Table = Clock.__table__  # type: ignore[attr-defined]


class DatabaseNow(FunctionElement[int]):
    """UTC seconds by the database's clock, shift included, as an expression that any statement can carry along."""

    inherit_cache = True
    name = "database_now"
    type = BigInteger()


@compiles(DatabaseNow, "sqlite")
def _sqlite_now(_element: DatabaseNow, _compiler: Any, **_kw: Any) -> str:
    return "(cast(strftime('%s', 'now') as integer) + (select shift from clock where id = 1))"


@compiles(DatabaseNow, "postgresql")
def _postgres_now(_element: DatabaseNow, _compiler: Any, **_kw: Any) -> str:
    return "(cast(floor(extract(epoch from clock_timestamp())) as bigint) + (select shift from clock where id = 1))"


def now(conn: Connection) -> int:
    """Unix seconds, UTC."""
    return int(conn.execute(select(DatabaseNow())).scalar_one())


def move(conn: Connection, seconds: int) -> int:
    """Move a demonstration's clock forward by ``seconds``; time never runs back. Returns the new reading."""
    if seconds < 0:
        raise ValueError("time only goes forward")
    conn.execute(update(_clock).where(_clock.c.id == ONLY_ROW).values(shift=_clock.c.shift + seconds))
    return now(conn)
