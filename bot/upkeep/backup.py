"""A backup of the whole database while it is in use: one moment of it, everything but what opens it.

SQLite copies itself by its own online backup. PostgreSQL's tables are copied out by its COPY, through the driver, in one
transaction: that needs no program of the server's version on this machine, and says how many rows came out. Its second
lock is forced on the owner too, so it is first looked up that no policy hides a row from this account.
"""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.util import await_only

from bot.desk.audit import OPERATOR, note
from bot.records.clock import now as clock_now
from bot.records.database import Database
from bot.records.sqlite import make_folder
from bot.upkeep import archive, keyfile
from bot.upkeep.archive import SUFFIX, Contents, Part, Store

SQLITE_PART = "sira.db"
REVISIONS = "alembic_version"
COPY_SECONDS: Final = 6 * 3600.0
_SNAPSHOT = text("set transaction isolation level repeatable read")
_AT_LEISURE = text("set local idle_in_transaction_session_timeout = 0")
"""What was copied is read back before the transaction ends; a large file takes its time."""
_HIDING = text(
    "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace "
    "where c.relkind = 'r' and n.nspname = current_schema() and row_security_active(c.oid) and not exists ("
    "select 1 from pg_policy p where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('*', 'r') "
    "and pg_get_expr(p.polqual, p.polrelid) = 'true' "
    "and exists (select 1 from pg_roles r where r.rolname = current_user and (r.oid = any(p.polroles) or 0 = any(p.polroles))))"
)
"""Tables of which row-level security might hide something from this account."""


class HiddenRows(RuntimeError):
    """This account does not see every row, so its backup would not be one."""

    def __init__(self, tables: list[str]) -> None:
        super().__init__(
            f"Ce compte ne voit pas toutes les lignes de {', '.join(tables)} : la sauvegarde ne serait pas entière. "
            "Lancez sira backup avec le compte de Sira, celui qui possède les tables."
        )


@dataclass(frozen=True, slots=True)
class Taken:
    """Where the two files are, and what is in them."""

    file: Path
    keys: Path
    contents: Contents
    people: int


async def take(database: Database, url: str, folder: Path) -> Taken:
    """Write both files into ``folder``. Keys first: with newer keys an older backup opens, the other way round it does not.

    Raises ``NoFolder``, ``NotWritten``, ``HiddenRows``, ``BrokenArchive`` when what was written does not read back.
    """
    make_folder(folder)
    if not database.sqlite:
        taken = await database.write(_of_postgres, folder)
    else:
        taken = _of_sqlite(Path(url.removeprefix("sqlite:///")), *await database.read(_moment), folder)
    await database.write(lambda conn: note(conn, OPERATOR, "backup", taken.file.name, clock_now(conn)))
    return taken


def revision_of(conn: Connection) -> str:
    """Which migration the database stands at."""
    return MigrationContext.configure(conn).get_current_revision() or ""


def _moment(conn: Connection) -> tuple[str, int]:
    return revision_of(conn), clock_now(conn)


def _of_postgres(conn: Connection, folder: Path) -> Taken:
    conn.execute(_SNAPSHOT)
    conn.execute(_AT_LEISURE)
    hiding = list(conn.execute(_HIDING).scalars())
    if hiding:
        raise HiddenRows(hiding)
    revision, now = _moment(conn)
    people = keyfile.write(conn, folder / keyfile.FILE)

    def write(file: zipfile.ZipFile) -> list[Part]:
        return [_copied(conn, file, name) for name in _tables(conn)]

    return _written(folder, "postgresql", revision, now, people, write)


def _tables(conn: Connection) -> list[str]:
    """Every table but those that go apart, parents first."""
    apart = {REVISIONS, *(table.name for table in keyfile.TABLES)}
    found = inspect(conn).get_sorted_table_and_fkc_names()
    return [name for name, _ in found if name is not None and name not in apart]


def _copied(conn: Connection, file: zipfile.ZipFile, table: str) -> Part:
    driver: Any = conn.connection.driver_connection
    columns = [str(column["name"]) for column in inspect(conn).get_columns(table)]
    with archive.part(file, table) as out:
        said = await_only(
            driver.copy_from_table(table, columns=columns, output=out, format="binary", timeout=COPY_SECONDS)
        )
    return Part(table, out.sha256, {table: int(said.rpartition(" ")[2])}, tuple(columns))


def _of_sqlite(path: Path, revision: str, now: int, folder: Path) -> Taken:
    copy = folder / f"{SQLITE_PART}{archive.UNFINISHED}"
    copy.unlink(missing_ok=True)
    copy.touch(archive.OWNER_ONLY)
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        people = _keys_out(copy, folder / keyfile.FILE)

        def write(file: zipfile.ZipFile) -> list[Part]:
            return [_file_in(file, copy)]

        return _written(folder, "sqlite", revision, now, people, write)
    finally:
        copy.unlink(missing_ok=True)


def _keys_out(copy: Path, keys: Path) -> int:
    """Move what opens the copy into its own file, and leave no trace of it."""
    engine = create_engine(f"sqlite:///{copy}", hide_parameters=True)
    try:
        with engine.connect() as conn:
            people = keyfile.write(conn, keys)
    finally:
        engine.dispose()
    with closing(sqlite3.connect(copy, isolation_level=None)) as target:
        target.execute("pragma journal_mode=delete")
        target.execute("pragma secure_delete=on")
        for table in keyfile.TABLES:
            target.execute(f'delete from "{table.name}"')  # noqa: S608 — our own names
        target.execute("vacuum")
    return people


def _file_in(file: zipfile.ZipFile, copy: Path) -> Part:
    with closing(sqlite3.connect(copy)) as conn:
        names = [row[0] for row in conn.execute("select name from sqlite_master where type = 'table' order by name")]
        rows = {name: int(conn.execute(f'select count(*) from "{name}"').fetchone()[0]) for name in names}  # noqa: S608
    for apart in (REVISIONS, *(table.name for table in keyfile.TABLES)):
        del rows[apart]
    with archive.part(file, SQLITE_PART) as out, copy.open("rb") as source:
        while block := source.read(archive.BLOCK):
            out.write(block)
    return Part(SQLITE_PART, out.sha256, rows)


def _written(
    folder: Path, store: Store, revision: str, now: int, people: int, write: Callable[[zipfile.ZipFile], list[Part]]
) -> Taken:
    final = folder / f"sira-{datetime.fromtimestamp(now, UTC):%Y%m%dT%H%M%SZ}{SUFFIX}"
    with archive.unfinished(final) as path:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
            contents = Contents(store, revision, now, tuple(write(file)))
            archive.close(file, contents)
        if archive.checked(path) != contents:
            raise archive.BrokenArchive(f"{path} ne se relit pas comme il a été écrit. Vérifiez le disque.")
    return Taken(final, folder / keyfile.FILE, contents, people)
