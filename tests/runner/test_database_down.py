"""A store that is away is said to the provider, who comes again; then each message is answered once."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from bot import posted
from bot.engine.book import Book
from bot.insistence import AGAIN_SECONDS
from bot.outgoing import SENDING_LEASE_SECONDS
from bot.posted import Ended, Settled
from bot.records.postgres import POOL_SIZE
from bot.records.tables import conversation, outbox
from bot.running import SWEEP_SECONDS
from tests.doubles.telegram_api import TelegramApi
from tests.runner.cable import Cable, cable
from tests.runner.door import Door, opened, until

CHAT, OTHER = 21, 22
PAUSE_SECONDS = 0.05  # between a provider's tries
WORDS_MAX = 8
"""More than what a turn and its database say to each other."""


@pytest.fixture
async def wired(postgres_url: str, telegram: TelegramApi, book: Book) -> AsyncIterator[tuple[Door, Cable]]:
    async with cable(postgres_url) as line, opened(line.url, telegram, book) as door:
        yield door, line
        line.mend()


async def test_while_the_database_is_away_the_provider_hears_so_and_its_next_try_is_answered_once(
    wired: tuple[Door, Cable], capfd: pytest.CaptureFixture[str]
) -> None:
    door, line = wired
    await _greeted(door)
    update, first = door.api.person_writes(CHAT, "1"), door.api.person_writes(OTHER, "bonjour")
    line.cut()
    assert await asyncio.gather(*(door.deliver(one) for one in (update, update, first))) == [503] * 3
    assert (await door.client.get("/readyz")).status_code == 503
    assert (await door.client.get("/healthz")).status_code == 200
    line.mend()
    for one in (update, update, first, first):
        await _taken(door, one)
    await until(lambda: len(door.shown(CHAT)) == 2 and len(door.shown(OTHER)) == 1, "the answers")
    assert "Êtes-vous d'accord" in door.shown(CHAT)[-1]
    assert [row["seq"] for row in await door.rows(conversation)] == [2, 1]
    assert "Traceback" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("heard", [False, True], ids=["the word is lost", "its answer is lost"])
async def test_wherever_in_a_turn_the_connection_breaks_the_message_counts_once(
    heard: bool, wired: tuple[Door, Cable]
) -> None:
    door, line = wired
    await door.writes(CHAT, "bonjour", "1")
    for word in range(1, WORDS_MAX + 1):
        await door.settled()
        update = door.api.person_writes(CHAT, "3")
        line.cut_at(word, heard=heard)
        assert await door.deliver(update) in {200, 503}
        line.mend()
        await _taken(door, update)
        await door.wait(SENDING_LEASE_SECONDS + 1)
        await until(lambda: len(door.shown(CHAT)) >= 2 + 2 * word, "two messages")  # noqa: B023
    await door.settled()
    assert line.cuts > 1, "a turn is several words long"
    assert [row["seq"] for row in await door.rows(conversation)] == [2 + WORDS_MAX]
    assert [row["state"] for row in await door.rows(outbox)] == ["sent"] * (2 + 2 * WORDS_MAX)


async def test_what_was_delivered_before_the_store_went_away_is_not_said_again(
    wired: tuple[Door, Cable], monkeypatch: pytest.MonkeyPatch
) -> None:
    door, line = wired
    await door.writes(CHAT, "bonjour", "1")
    await door.settled()
    before = len(door.shown(CHAT))
    written = posted.settle_sent
    heard: list[str] = []

    def cut(conn: Connection, ended: list[Ended]) -> dict[str, Settled]:
        if not heard:
            heard.extend(claimed.outbox for claimed, _, _ in ended)
            line.cut()
        return written(conn, ended)

    monkeypatch.setattr(posted, "settle_sent", cut)
    assert await door.deliver(door.api.person_writes(CHAT, "3")) == 200
    await until(lambda: bool(heard), "the cut")
    assert len(door.shown(CHAT)) == before + 1
    await asyncio.sleep(AGAIN_SECONDS)
    line.mend()
    await door.settled()
    await door.wait(SENDING_LEASE_SECONDS + 1)
    await asyncio.sleep(SWEEP_SECONDS + AGAIN_SECONDS)
    assert len(door.shown(CHAT)) == before + 2


async def test_a_process_ends_in_order_while_its_database_is_away(
    postgres_url: str, telegram: TelegramApi, book: Book, capfd: pytest.CaptureFixture[str]
) -> None:
    async with cable(postgres_url) as line, opened(line.url, telegram, book) as door:
        await _greeted(door)
        line.cut()
    async with opened(postgres_url, telegram, book) as door:
        await door.writes(CHAT, "1")
    assert "Traceback" not in "".join(capfd.readouterr())


async def test_a_sqlite_file_that_somebody_else_holds_is_said_too(
    tmp_path: Path, telegram: TelegramApi, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.records.sqlite.BUSY_MS", 50)
    path = tmp_path / "sira.db"
    async with opened(f"sqlite:///{path}", telegram, book) as door:
        await _greeted(door)
        update = telegram.person_writes(CHAT, "1")
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        assert await door.deliver(update) == 503
        holder.execute("ROLLBACK")
        holder.close()
        assert [await door.deliver(update) for _ in range(2)] == [200, 200]
        await until(lambda: len(door.shown(CHAT)) == 2, "the answer")
        assert [row["seq"] for row in await door.rows(conversation)] == [2]


async def _taken(door: Door, update: dict[str, Any]) -> None:
    """Telegram comes again until it is heard; each connection of the pool may have to be found dead once."""
    for _ in range(POOL_SIZE + 1):
        if await door.deliver(update) == 200:
            return
        await asyncio.sleep(PAUSE_SECONDS)
    raise AssertionError("it is never taken")


async def _greeted(door: Door) -> None:
    """A person whose talk has begun, with nothing on its way."""
    await door.writes(CHAT, "bonjour")
    await door.settled()
