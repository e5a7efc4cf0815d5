"""The one clock: the database's, plus the row ``clock.shift`` that only a demonstration may move.

Time never runs back for us: a reading smaller than the last one kept (`bot/timekeeping.py` keeps one every few seconds)
counts as equal. So a machine whose clock is set back lets things wait for as long, and nothing fires twice.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Connection, Table, select, text, update
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from bot.records.upkeep import Clock

ONLY_ROW = 1
MICRO = 1_000_000
SET_RIGHT_SECONDS = 2 * 3600
"""A clock that is further behind the last reading had run far ahead by mistake and was set right: waiting for it to come
there again would stop every lease and every deadline for as long.
"""
_clock: Table = Clock.__table__  # type: ignore[attr-defined]
_SQLITE = "cast(strftime('%s', 'now') as integer)"
_POSTGRES = "cast(floor(extract(epoch from clock_timestamp())) as bigint)"
_FINE = {
    "sqlite": text("select cast((julianday('now') - 2440587.5) * 86400000 as integer) * 1000"),
    "postgresql": text("select cast(floor(extract(epoch from clock_timestamp()) * 1000000) as bigint)"),
}


class DatabaseNow(FunctionElement[int]):
    """UTC seconds by the database's clock, shift included, as an expression that any statement can carry along."""

    inherit_cache = True
    name = "database_now"
    type = BigInteger()


@compiles(DatabaseNow, "sqlite")
def _sqlite_now(_element: DatabaseNow, _compiler: Any, **_kw: Any) -> str:
    return f"(select max({_SQLITE}, latest) + shift from clock where id = 1)"  # noqa: S608 — our own words


@compiles(DatabaseNow, "postgresql")
def _postgres_now(_element: DatabaseNow, _compiler: Any, **_kw: Any) -> str:
    return f"(select greatest({_POSTGRES}, latest) + shift from clock where id = 1)"  # noqa: S608 — our own words


def now(conn: Connection) -> int:
    """Unix seconds, UTC."""
    return int(conn.execute(select(DatabaseNow())).scalar_one())


def move(conn: Connection, seconds: int) -> int:
    """Move a demonstration's clock forward by ``seconds``; time never runs back. Returns the new reading."""
    if seconds < 0:
        raise ValueError("time only goes forward")
    conn.execute(update(_clock).where(_clock.c.id == ONLY_ROW).values(shift=_clock.c.shift + seconds))
    return now(conn)


def reading(conn: Connection) -> int:
    """Microseconds, UTC, by the database's own clock: neither moved nor held back."""
    return int(conn.execute(_FINE[conn.dialect.name]).scalar_one())


def keep(conn: Connection) -> int:
    """Keep the present reading, so that no later one is smaller. Returns by how many seconds the clock has gone back."""
    seconds = reading(conn) // MICRO
    latest = int(conn.execute(select(_clock.c.latest).where(_clock.c.id == ONLY_ROW)).scalar_one())
    if seconds > latest or latest - seconds > SET_RIGHT_SECONDS:
        conn.execute(update(_clock).where(_clock.c.id == ONLY_ROW).values(latest=seconds))
    return max(0, latest - seconds)
