"""A rolling restart migrates first: processes of the release before go on answering over what the newer one has added."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection, text

from bot.engine.book import Book
from bot.records.database import Database
from bot.records.migrate import can_serve, migrate
from tests.doubles.telegram_api import TelegramApi
from tests.runner.door import Door, opened

CHAT = 31
NEWER = (
    "alter table conversation add column mood varchar not null default ''",
    "alter table outbox add column weight bigint not null default 0",
    "alter table inbound add column weight bigint not null default 0",
    "create table weather (id varchar primary key)",
    "update alembic_version set version_num = '9999'",
)
SHAPES = {
    "as they are": [],
    "a table renamed": ["alter table canned_reply rename to ready_reply"],
    "a table dropped": ["drop table transition"],
    "a column renamed": ["alter table outbox rename column tries to attempts"],
    "a column that our rows do not fill": [
        "drop table patrol",
        "create table patrol (name varchar, next_at bigint, reached_at bigint, weight bigint not null)",
    ],
}


@pytest.fixture
async def door(empty_database_url: str, telegram: TelegramApi, book: Book) -> AsyncIterator[Door]:
    """A process on a database of its own: its shape changes."""
    async with opened(empty_database_url, telegram, book) as one:
        yield one


async def test_a_talk_goes_on_in_the_older_release_after_the_newer_one_has_migrated(door: Door) -> None:
    await door.writes(CHAT, "bonjour", "1")
    await door.settled()
    await door.alter(*(text(sentence) for sentence in NEWER))
    assert (await door.client.get("/readyz")).status_code == 200, "it is still to be asked"
    await door.writes(CHAT, "1", "1")
    await door.settled()
    assert len(door.shown(CHAT)) == len(set(door.shown(CHAT))) == 4
    await door.alter(text("update alembic_version set version_num = '0001'"))
    assert (await door.client.get("/readyz")).status_code == 503, "what it would write has no place there"


async def test_only_what_was_added_leaves_the_older_release_its_place(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    await database.write(migrate)
    found = {}
    for what, sentences in SHAPES.items():
        found[what] = await database.write(_fits_after, sentences)
    await database.close()
    assert found == {what: what == "as they are" for what in SHAPES}


def _fits_after(conn: Connection, sentences: list[str]) -> bool:
    tried = conn.begin_nested()
    for sentence in (NEWER[-1], *sentences):
        conn.execute(text(sentence))
    fits = can_serve(conn)
    tried.rollback()
    return fits
