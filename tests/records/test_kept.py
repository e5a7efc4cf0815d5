"""Connections are kept between two uses, and nothing of one use is there in the next."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection, text

from bot.records.database import Database
from bot.records.postgres import POOL_SIZE


def _set_options(conn: Connection) -> None:
    conn.execution_options(yield_per=10)
    conn.execute(text("SELECT 1"))


def _options(conn: Connection) -> tuple[dict[str, object], bool]:
    return dict(conn.get_execution_options()), conn.in_nested_transaction()


def _one(conn: Connection) -> int:
    return int(conn.execute(text("SELECT 1")).scalar_one())


async def test_what_a_work_sets_on_its_connection_holds_for_that_work_alone(database_url: str) -> None:
    async with Database(database_url) as database:
        await database.write(_set_options)
        assert await database.write(_options) == ({}, False)
        assert await database.write(_one) == 1


async def test_more_at_once_than_there_are_connections_all_have_their_turn(postgres_url: str) -> None:
    async with Database(postgres_url) as database:
        for _ in range(2):  # kept ones, and those that somebody waited for
            found = await asyncio.gather(*(database.write(_one) for _ in range(3 * POOL_SIZE)))
            assert found == [1] * 3 * POOL_SIZE
