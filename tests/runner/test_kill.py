"""`sira serve` killed in the middle of its work: nothing is lost, nothing is done twice, and only what was on its way
without an answer may be seen twice.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Table, select

from bot.outgoing import UNSENT
from bot.records.clock import move
from bot.records.database import Database
from bot.records.tables import conversation, inbound, message, outbox
from tests.doubles.server import Fault
from tests.doubles.telegram_api import TOKEN, TelegramApi
from tests.phone import KEY
from tests.runner.door import PATIENCE, PAUSE_SECONDS, SECRET, until
from tests.runner.process import Serve, serving
from tests.servers import free_port

PEOPLE = range(8001, 8021)
LINES = ("bonjour", "1", "1", "1")
ANSWERS = ("Quelle langue", "Êtes-vous d'accord", "tout va bien", "Où êtes-vous")
KILLED_AFTER = 2 * len(PEOPLE)  # messages taken: the middle of the crowd
TICK_SECONDS = 2  # how far the clock is moved at each look, so that a lease ends soon
ON_THEIR_WAY = 5  # answers that arrive without Telegram saying so before the kill


@pytest.fixture
def serve(telegram: TelegramApi, tmp_path: Path) -> Iterator[Serve]:
    settings = {
        "SIRA_DATABASE_URL": f"sqlite:///{tmp_path / 'sira.db'}",
        "SIRA_MASTER_KEY": KEY,
        "SIRA_PEPPER": KEY,
        "SIRA_TELEGRAM_TOKEN": TOKEN,
        "SIRA_TELEGRAM_SECRET": SECRET,
        "SIRA_TELEGRAM_API_URL": telegram.url,
    }
    with serving(free_port(), settings) as process:
        yield process


@pytest.fixture
async def store(serve: Serve) -> AsyncIterator[Database]:
    """A look into the same file, from outside."""
    database = Database(serve.store)
    yield database
    await database.close()


async def _rows(store: Database, table: Table) -> list[dict[str, Any]]:
    chosen = select(table).order_by(table.c.id)
    return await store.read(lambda conn: [dict(row) for row in conn.execute(chosen).mappings()])


async def _all_sent(store: Database) -> list[dict[str, Any]]:
    """The outbox, once nothing of it is on its way; what died on its way is let go by its lease."""
    for _ in range(PATIENCE):
        rows = await _rows(store, outbox)
        if not [row for row in rows if row["state"] in UNSENT]:
            return rows
        await store.write(move, TICK_SECONDS)
        await asyncio.sleep(PAUSE_SECONDS)
    raise AssertionError("something is still on its way")


async def test_killed_among_many_people_it_loses_nothing_and_does_nothing_twice(
    serve: Serve, store: Database, telegram: TelegramApi
) -> None:
    taken: list[dict[str, Any]] = []
    talking, waiting = set(PEOPLE), set[int]()

    async def talk(client: httpx.AsyncClient, chat: int) -> None:
        for line in LINES:
            update = telegram.person_writes(chat, line)
            waiting.add(chat)
            await serve.takes(client, telegram, update)
            waiting.remove(chat)
            taken.append(update)
        talking.remove(chat)

    async def trouble() -> None:
        """Killed while some answers are on their way, and while nothing that comes in can be written."""
        await until(lambda: len(taken) >= KILLED_AFTER, "messages are taken")
        telegram.fail_next(*[Fault(hang=True, accept=True)] * ON_THEIR_WAY)
        await until(lambda: not telegram._faults, "answers are on their way")
        with closing(sqlite3.connect(serve.path, isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            await until(lambda: waiting == talking, "everybody waits to be taken")
            serve.kill()
        await asyncio.to_thread(serve.start)

    limits = httpx.Limits(max_connections=len(PEOPLE))
    async with httpx.AsyncClient(limits=limits) as client:
        await asyncio.gather(trouble(), *(talk(client, chat) for chat in PEOPLE))
        kept = await _rows(store, inbound)
        assert len(kept) == len(taken), "what was taken is kept, without the provider's help"
        for update in taken:
            assert await serve.takes(client, telegram, update) == 1
    rows = await _all_sent(store)

    assert {row["seq"] for row in await _rows(store, conversation)} == {len(LINES)}
    assert [row["state"] for row in await _rows(store, inbound)] == ["done"] * len(taken)
    said = [row for row in await _rows(store, message) if row["author"] == "person"]
    assert len(said) == len(taken) == len(LINES) * len(PEOPLE)
    assert [row["state"] for row in rows] == ["sent"] * len(taken)
    for chat in PEOPLE:
        order = [text for text, _ in groupby(shown.text for shown in telegram.seen(chat))]
        assert len(order) == len(ANSWERS), "nothing overtakes, what had to be said again neither"
        assert all(words in text for words, text in zip(ANSWERS, order, strict=True))
    copies = sum(len(telegram.seen(chat)) for chat in PEOPLE)
    assert copies > len(rows), "what was on its way is said again"
    assert copies <= sum(row["tries"] for row in rows), "what had its answer is not"
