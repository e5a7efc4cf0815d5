"""Wake-ups between processes by Redis: what is rung for comes at once, and what cannot be rung for costs only time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from redis.asyncio import Redis
from sqlalchemy import update

from bot.channels.message import Message
from bot.channels.wire import Delivered
from bot.done import TurnDone
from bot.engine.book import Book
from bot.inorder import REMEMBERED, InOrder
from bot.outbox import Claimed
from bot.records.tables import inbound
from bot.wake import TO_SEND, TO_THINK, Bell, listen, listen_to_news, redis_at
from tests.doubles.telegram_api import TelegramApi
from tests.runner.door import Door, opened, until

CHAT = 31
NEVER = 3600.0
Listen = Callable[[asyncio.Event], list[asyncio.Task[None]]]


@asynccontextmanager
async def _two_listeners(client: Redis, got: list[list[str]], news: list[list[str]]) -> AsyncIterator[None]:
    stop = asyncio.Event()
    tasks = [asyncio.create_task(listen(client, TO_THINK, one.append, stop)) for one in got]
    tasks += [asyncio.create_task(listen_to_news(client, one.append, stop)) for one in news]
    try:
        yield
    finally:
        stop.set()
        await asyncio.gather(*tasks)


async def test_a_call_reaches_one_worker_and_news_reaches_every_sender(redis_url: str) -> None:
    client = redis_at(redis_url)
    called: list[list[str]] = [[], []]
    heard: list[list[str]] = [[], []]
    bell = Bell(client)
    async with _two_listeners(client, called, heard):
        await until(lambda: _tried(bell, heard), "that both listen")
        for number in range(20):
            bell.call_worker(str(number))
        await until(lambda: len(called[0] + called[1]) >= 20, "the calls")
        assert sorted(called[0] + called[1], key=int) == [str(number) for number in range(20)]
    assert await client.xinfo_consumers(TO_THINK.name, TO_THINK.group) == [], "nobody is left behind"
    await client.aclose()


def _tried(bell: Bell, heard: list[list[str]]) -> bool:
    """Who subscribes late has missed what was said before, so it is said until both know."""
    bell.heard("SM1")
    return all(heard)


async def test_without_redis_nobody_waits_and_nothing_fails() -> None:
    lost = redis_at("redis://127.0.0.1:1")
    stop = asyncio.Event()
    waiting = [asyncio.create_task(listen(lost, TO_SEND, pytest.fail, stop)),
               asyncio.create_task(listen_to_news(lost, pytest.fail, stop))]  # fmt: skip
    for bell in (Bell(lost), Bell(None)):
        bell.offer(TurnDone("c", "telegram", rest=True))
        bell.call_worker("c")
        bell.heard("SM1")
    await asyncio.sleep(0.1)
    assert not any(one.done() for one in waiting)
    stop.set()
    await asyncio.wait_for(asyncio.gather(*waiting), 3)
    await lost.aclose()


async def test_what_a_web_could_not_answer_a_worker_answers_at_once(
    postgres_url: str, redis_url: str, telegram: TelegramApi, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        opened(postgres_url, telegram, book, works=False, sweep_seconds=NEVER, redis_url=redis_url) as web,
        opened(postgres_url, telegram, book, sweep_seconds=NEVER, redis_url=redis_url),
    ):
        await _listening(web, redis_url)
        await web.writes(CHAT, "bonjour")
        await web.settled()
        await web.alter(update(inbound).values(state="pending"))  # as if a web had died over it

        async def fails(_conversation: str) -> None:
            raise RuntimeError

        monkeypatch.setattr(web.app.state.runner, "run", fails)
        assert await web.deliver(telegram.person_writes(CHAT, "1")) == 200, "it is stored"
        await until(lambda: len(web.shown(CHAT)) >= 3, "what the worker answered")
    assert {row["state"] for row in await _rows(postgres_url)} == {"done"}


async def _listening(web: Door, redis_url: str) -> None:
    client = redis_at(redis_url)
    for stream in (TO_SEND, TO_THINK):
        for _ in range(200):
            if await client.exists(stream.name) and await client.xinfo_consumers(stream.name, stream.group):
                break
            await asyncio.sleep(0.02)
    await client.aclose()


async def _rows(url: str) -> list[dict[str, str]]:
    import asyncpg

    connection = await asyncpg.connect(url)
    try:
        return [dict(row) for row in await connection.fetch("select state from inbound")]
    finally:
        await connection.close()


def _whatsapp(row: str) -> Claimed:
    return Claimed(row, "c", "whatsapp", "whatsapp:+22370000001", Message("x"), 0, 1)


async def test_news_that_overtakes_the_answer_to_our_call_is_not_waited_for_again() -> None:
    order = InOrder()
    order.heard("SM1")
    await asyncio.wait_for(order.wait(_whatsapp("1"), Delivered("SM1")), 0.5)


async def test_news_of_nobody_is_forgotten_in_time() -> None:
    order = InOrder()
    for number in range(3 * REMEMBERED):
        order.heard(f"SM{number}")
    assert len(order._heard) == REMEMBERED
