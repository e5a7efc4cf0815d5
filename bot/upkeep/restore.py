"""Filling an empty database from a backup: everything or nothing, without those who were erased since.

One transaction does it all: tables, keys, later migrations, erasures, and the end of what would be sent again. On SQLite
it happens in a file beside, which takes the database's name last.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, exists, func, insert, select, table
from sqlalchemy.util import await_only

from bot.desk import erase
from bot.desk.audit import OPERATOR, note
from bot.records.clock import now as clock_now
from bot.records.database import Database
from bot.records.ids import new_id
from bot.records.migrate import StrangeDatabase, make_at, migrate
from bot.records.tables import erasure, insert_new, person, person_key
from bot.upkeep import archive, keyfile
from bot.upkeep.archive import BrokenArchive, Contents
from bot.upkeep.backup import COPY_SECONDS, SQLITE_PART
from bot.upkeep.calm import calm
from bot.upkeep.freeze import freeze

SQLITE = "sqlite:///"
KEYS_AT_ONCE = 500
WRONG_STORE = {
    "sqlite": "Cette sauvegarde vient de SQLite : donnez SIRA_DATABASE_URL=sqlite:///FICHIER.",
    "postgresql": "Cette sauvegarde vient de PostgreSQL : donnez SIRA_DATABASE_URL=postgresql://…, une base neuve.",
}


@dataclass(frozen=True, slots=True)
class Restored:
    """``people``: who can be read; ``erased``: whom the backup would have brought back; ``ended``: see `calm`."""

    people: int
    erased: int
    ended: Mapping[str, int]


async def restore(url: str, file: Path, keys: Path, erased: Mapping[str, int]) -> Restored:
    """Fill the database at ``url``. ``erased``: the ledger of erasures.

    Raises ``BrokenArchive``, and ``StrangeDatabase`` for a database that is not empty or of another store.
    """
    contents = archive.checked(file)
    if (contents.store == "sqlite") is not url.startswith(SQLITE):
        raise StrangeDatabase(WRONG_STORE[contents.store])
    if contents.store == "postgresql":
        async with Database(url) as database:
            return await database.write(_filled, contents, file, keys, erased)
    final = Path(url.removeprefix(SQLITE))
    with _beside(final, file) as fresh:
        async with Database(f"{SQLITE}{fresh}") as database:
            done = await database.write(_finished, contents, keys, erased)
            await database.scrub()
        os.link(fresh, final)  # never over a database that was made meanwhile
    return done


@contextmanager
def _beside(final: Path, file: Path) -> Iterator[Path]:
    """The database of the backup in a file beside ``final``, gone afterwards."""
    if final.exists():
        raise StrangeDatabase(f"{final} existe déjà.")
    fresh = final.with_name(final.name + archive.UNFINISHED)
    parts = [fresh.with_name(fresh.name + end) for end in ("", "-wal", "-shm")]
    for one in parts:
        one.unlink(missing_ok=True)
    fresh.touch(archive.OWNER_ONLY)
    try:
        with zipfile.ZipFile(file) as source, source.open(SQLITE_PART) as inside, fresh.open("wb") as out:
            shutil.copyfileobj(inside, out, archive.BLOCK)
        yield fresh
    finally:
        for one in parts:
            one.unlink(missing_ok=True)


def _filled(conn: Connection, contents: Contents, file: Path, keys: Path, erased: Mapping[str, int]) -> Restored:
    """PostgreSQL: the tables as they were, filled before their second lock is made, which COPY could not pass."""
    make_at(conn, contents.revision)
    driver: Any = conn.connection.driver_connection
    with zipfile.ZipFile(file) as source:
        for part in contents.parts:
            with source.open(part.name) as rows:
                await_only(
                    driver.copy_to_table(
                        part.name, columns=part.columns, source=rows, format="binary", timeout=COPY_SECONDS
                    )
                )
    return _finished(conn, contents, keys, erased)


def _finished(conn: Connection, contents: Contents, keys: Path, erased: Mapping[str, int]) -> Restored:
    for name, count in contents.rows.items():
        found = conn.execute(select(func.count()).select_from(table(name))).scalar_one()
        if found != count:
            raise BrokenArchive(f"{name} : {found} lignes au lieu de {count}. Rien n'est restauré.")
    migrate(conn)
    _keys_in(conn, keys, erased)
    now = clock_now(conn)
    gone = _erase(conn, erased, now)
    ended = calm(conn, now)
    freeze(conn)
    note(conn, OPERATOR, "restore", str(contents.taken_at), now)
    people = conn.execute(select(func.count()).select_from(person)).scalar_one()
    return Restored(people, gone, ended)


def _keys_in(conn: Connection, keys: Path, erased: Mapping[str, int]) -> None:
    """The newest keys there are, but of nobody who was erased, and of nobody who came after the backup."""
    here = set(conn.execute(select(person.c.id)).scalars()) - erased.keys()
    batch: dict[str, list[dict[str, Any]]] = {}
    into = {one.name: one for one in keyfile.TABLES}
    for one, row in keyfile.rows(keys):
        if one is person_key and row["person_id"] not in here:
            continue
        waiting = batch.setdefault(one.name, [])
        waiting.append(row)
        if len(waiting) == KEYS_AT_ONCE:
            conn.execute(insert(one), waiting)
            waiting.clear()
    for name, waiting in batch.items():
        if waiting:
            conn.execute(insert(into[name]), waiting)


def _erase(conn: Connection, erased: Mapping[str, int], now: int) -> int:
    """Erase again whoever has no key: they stand in the ledger, or were erased before the last backup."""
    keyless = conn.execute(select(person.c.id).where(~exists().where(person_key.c.person_id == person.c.id)))
    gone = set(keyless.scalars())
    for person_id, at in erased.items():
        conn.execute(insert_new(conn, erasure).values(id=new_id(), person_id=person_id, at=at, done_at=now))
    for person_id in gone:  # those whom the ledger lacks are open until housekeeping has named them there
        erase.wipe(conn, person_id, now)
    return len(gone)
