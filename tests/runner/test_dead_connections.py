"""A server that was stopped leaves a pool of dead connections: they cost one try together, not one each."""

from __future__ import annotations

import asyncio

import asyncpg
from sqlalchemy import Connection, text

from bot.records.database import Database
from bot.records.down import DatabaseDown
from bot.records.postgres import POOL_SIZE


async def _end_connections(url: str) -> None:
    """What a server does to everybody when it is stopped."""
    admin = await asyncpg.connect(url)
    try:
        await admin.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()",
            url.rpartition("/")[2],
        )
    finally:
        await admin.close()


def _look(conn: Connection, seconds: float) -> int:
    return int(conn.execute(text("SELECT 1 FROM pg_sleep(:seconds)"), {"seconds": seconds}).scalar_one())


async def test_a_server_that_stopped_costs_one_try_at_most(postgres_url: str) -> None:
    database = Database(postgres_url)
    await asyncio.gather(*(database.write(_look, 0.2) for _ in range(POOL_SIZE)))
    await _end_connections(postgres_url)
    down = 0
    for _ in range(POOL_SIZE):
        try:
            assert await database.write(_look, 0) == 1
        except DatabaseDown:
            down += 1
    assert down <= 1
    await database.close()
