"""A database that this release did not make is refused in one sentence and left as it is."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.records.database import Database
from bot.records.migrate import StrangeDatabase, migrate
from bot.records.sqlite import NoDatabase

STRANGE = {
    "of a newer release": [
        "create table alembic_version(version_num text)",
        "insert into alembic_version values('9999')",
    ],
    "of somebody else": ["create table clients(id integer)"],
    "of another shape": [
        "create table conversation(id text)",
        "create table alembic_version(version_num text)",
        "insert into alembic_version values('0001')",
    ],
}


@pytest.mark.parametrize("what", STRANGE)
async def test_tables_that_are_not_ours_are_refused_and_left_as_they_are(tmp_path: Path, what: str) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as raw:
        for statement in STRANGE[what]:
            raw.execute(statement)
        before = raw.execute("select sql from sqlite_master order by sql").fetchall()
    database = Database(f"sqlite:///{path}")
    with pytest.raises(StrangeDatabase, match="Rien n'y est changé"):
        await database.write(migrate)
    await database.close()
    with sqlite3.connect(path) as raw:
        assert raw.execute("select sql from sqlite_master order by sql").fetchall() == before


async def test_a_file_that_is_no_database_is_named_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(b"ceci n'est pas une base " * 200)
    before = path.read_bytes()
    database = Database(f"sqlite:///{path}")
    with pytest.raises(NoDatabase, match=r"letter\.db n'est pas une base SQLite"):
        await database.write(migrate)
    await database.close()
    assert path.read_bytes() == before
