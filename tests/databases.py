"""Databases ready for use: making one and bringing it to this release takes a second, emptying one a few milliseconds."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import Connection, inspect

from bot.records.database import Database
from bot.records.migrate import migrate
from bot.records.tables import clock, insert_new
from tests.servers import fresh_database

T = TypeVar("T")

EMPTY = """
do $$
declare name text;
begin
  set local session_replication_role = replica;
  for name in select tablename from pg_tables where schemaname = 'public' and tablename <> 'alembic_version' loop
    execute format('delete from %I', name);
  end loop;
end $$
"""
"""Deleting costs less than truncating where a table holds a few rows; foreign keys are not asked."""


class Databases:
    """Databases of one PostgreSQL server, lent and taken back empty."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._free: list[str] = []
        self._made = ExitStack()
        self._revision = ""

    @contextlib.contextmanager
    def lend(self) -> Iterator[str]:
        """The URL of a database at this release's revision that nobody else uses."""
        url = self._free.pop() if self._free else self._new()
        yield url
        if _run(_emptied(url)) == self._revision:  # a test may have moved it
            self._free.append(url)

    def close(self) -> None:
        """Drop everything."""
        self._made.close()

    def _new(self) -> str:
        url = self._made.enter_context(fresh_database(self._server))
        _run(_migrated(url))
        self._revision = _run(_emptied(url))
        return url


def make_file(path: Path) -> None:
    """A SQLite database at this release's revision, to copy."""
    _run(_migrated(f"sqlite:///{path}"))


def from_ready(file: Callable[[], Path]) -> Callable[[Connection], None]:
    """``migrate``, for whom its thirteen steps are not the matter: an empty SQLite database gets the tables of the ready
    ``file`` as they are. Else each of a thousand tests that open an application walks all the steps.
    """
    known: list[str] = []

    def brought(conn: Connection) -> None:
        if conn.dialect.name == "sqlite" and not inspect(conn).get_table_names():
            known.extend(() if known else _tables_of(file()))
            for statement in known:
                conn.exec_driver_sql(statement)
            begin(conn)
        else:
            migrate(conn)

    return brought


def begin(conn: Connection) -> None:
    """What `migrate` puts into an empty database that is at this release's revision: the clock."""
    conn.execute(insert_new(conn, clock).values(id=1, shift=0))


def _tables_of(file: Path) -> list[str]:
    """The statements that make the tables of a ready file, and its revision."""
    with contextlib.closing(sqlite3.connect(file)) as there:
        (revision,) = there.execute("select version_num from alembic_version").fetchone()
        made = [sql for (sql,) in there.execute("select sql from sqlite_master where sql is not null order by rowid")]
    return [*made, f"insert into alembic_version values ('{revision}')"]


async def _migrated(url: str) -> None:
    database = Database(url)
    await database.write(migrate)
    await database.close()


async def _emptied(url: str) -> str:
    """Take every row away; the revision that is left."""
    connection = await asyncpg.connect(url)
    try:
        others = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        await connection.execute(others)
        await connection.execute(EMPTY)
        return str(await connection.fetchval("select version_num from alembic_version"))
    finally:
        await connection.close()


def _run(work: Coroutine[Any, Any, T]) -> T:
    with asyncio.Runner() as runner:
        return runner.run(work)
