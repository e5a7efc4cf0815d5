"""The floors: what the same machine does at best, in the same run."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import orjson
from fastapi import FastAPI, Request

from bench.driver import Load, call

TABLE = "create table {} (id varchar primary key, body {}, n bigint)"


def _update(number: int) -> bytes:
    return orjson.dumps({"update_id": number, "message": {"chat": {"id": number % 100}, "text": "1"}})


@asynccontextmanager
async def answering() -> AsyncIterator[Load]:
    """FastAPI that parses and answers."""
    app = FastAPI()

    @app.post("/")
    async def root(request: Request) -> dict[str, Any]:
        return {"ok": orjson.loads(await request.body())["update_id"]}

    async def one(number: int) -> None:
        await call(app, "/", _update(number))

    yield Load(one)


@asynccontextmanager
async def postgres(url: str) -> AsyncIterator[Load]:
    """The same plus one transaction of three statements with asyncpg."""
    pool = await asyncpg.create_pool(url, min_size=16, max_size=16)
    await pool.execute(TABLE.format("floor_in", "bytea"))
    await pool.execute(TABLE.format("floor_state", "bytea"))
    for chat in range(100):
        await pool.execute("insert into floor_state values ($1, $2, 0)", str(chat), b"x" * 400)
    app = FastAPI()

    @app.post("/")
    async def root(request: Request) -> dict[str, Any]:
        update = orjson.loads(await request.body())
        chat = str(update["message"]["chat"]["id"])
        async with pool.acquire() as conn, conn.transaction():
            await conn.fetchrow("select body from floor_state where id = $1 for update", chat)
            await conn.execute(
                "insert into floor_in values ($1, $2, 0) on conflict do nothing", uuid.uuid4().hex, b"y" * 300
            )
            await conn.execute("update floor_state set n = n + 1 where id = $1", chat)
        return {"ok": True}

    async def one(number: int) -> None:
        await call(app, "/", _update(number))

    yield Load(one)
    await pool.close()


@asynccontextmanager
async def sqlite(folder: Path) -> AsyncIterator[Load]:
    """The same with one SQLite transaction of three statements, on disk at the commit."""
    connection = sqlite3.connect(folder / "floor.db", isolation_level=None)
    connection.execute("pragma journal_mode=wal")
    connection.execute("pragma synchronous=full")
    connection.execute(TABLE.format("floor_in", "blob"))
    connection.execute(TABLE.format("floor_state", "blob"))
    connection.executemany("insert into floor_state values (?, ?, 0)", [(str(chat), b"x" * 400) for chat in range(100)])
    app = FastAPI()

    @app.post("/")
    async def root(request: Request) -> dict[str, Any]:
        update = orjson.loads(await request.body())
        chat = str(update["message"]["chat"]["id"])
        connection.execute("begin immediate")
        connection.execute("select body from floor_state where id = ?", (chat,)).fetchone()
        connection.execute("insert or ignore into floor_in values (?, ?, 0)", (uuid.uuid4().hex, b"y" * 300))
        connection.execute("update floor_state set n = n + 1 where id = ?", (chat,))
        connection.execute("commit")
        return {"ok": True}

    async def one(number: int) -> None:
        await call(app, "/", _update(number))

    yield Load(one)
    connection.close()
