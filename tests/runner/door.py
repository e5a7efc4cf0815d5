"""A real application behind its Telegram webhook, with the provider's double at the other end and a store to look into."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Connection, Executable, Table, select

from bot.engine.book import Book
from bot.outgoing import UNSENT
from bot.records.clock import move, now
from bot.records.tables import outbox
from bot.settings import Settings
from tests.doubles.telegram_api import SECRET, TOKEN, TelegramApi
from tests.phone import KEY
from webhook.app import create_app

HOME: Final = "https://sira.test"
SWEEP_SECONDS: Final = 0.1
"""The net is drawn in more often than in a real process, so that no test waits for it."""
PATIENCE: Final = 1000
PAUSE_SECONDS: Final = 0.02
SEED: Final = 7


@dataclass(frozen=True)
class Door:
    """One process of Sira: ``client`` speaks HTTP to it, ``api`` is Telegram."""

    app: FastAPI
    client: httpx.AsyncClient
    api: TelegramApi

    async def deliver(self, update: dict[str, Any]) -> int:
        """Telegram posts ``update``; the status that it gets."""
        answer = await self.client.post("/webhook/telegram", json=update, headers=self.api.headers())
        return answer.status_code

    async def writes(self, chat: int, *lines: str) -> None:
        """A person writes, line after line, each once the bot has answered the one before."""
        for line in lines:
            before = len(self.api.seen(chat))
            assert await self.deliver(self.api.person_writes(chat, line)) == 200
            await until(lambda: len(self.api.seen(chat)) > before, f"an answer to {line!r}")  # noqa: B023

    def shown(self, chat: int) -> list[str]:
        """What stands on the person's screen, in the order in which it came."""
        return [one.text for one in self.api.seen(chat)]

    async def rows(self, table: Table) -> list[dict[str, Any]]:
        """All rows of ``table``, the oldest first."""
        chosen = select(table).order_by(table.c.id)
        return await self.app.state.db.read(lambda conn: [dict(row) for row in conn.execute(chosen).mappings()])

    async def row(self, table: Table, place: int, **wanted: object) -> dict[str, Any]:
        """The row at ``place``, once its columns are as ``wanted``."""
        found: dict[str, Any] = {}
        for _ in range(PATIENCE):
            found = (await self.rows(table))[place]
            if all(found[name] == value for name, value in wanted.items()):
                return found
            await asyncio.sleep(PAUSE_SECONDS)
        raise AssertionError(f"it stands at { {name: found[name] for name in wanted} }, not at {wanted}")

    async def settled(self) -> None:
        """Wait until nothing is on its way any more."""
        for _ in range(PATIENCE):
            if not [row for row in await self.rows(outbox) if row["state"] in UNSENT]:
                return
            await asyncio.sleep(PAUSE_SECONDS)
        raise AssertionError("something is still on its way")

    async def alter(self, *statements: Executable) -> None:
        """Something of the store changes without anybody's turn."""

        def do(conn: Connection) -> None:
            for statement in statements:
                conn.execute(statement)

        await self.app.state.db.write(do)

    async def now(self) -> int:
        """What the clock says."""
        return await self.app.state.db.read(now)

    async def wait(self, seconds: int) -> None:
        """Time passes."""
        await self.app.state.db.write(move, seconds)


@asynccontextmanager
async def opened(
    database_url: str,
    api: TelegramApi,
    book: Book,
    *,
    works: bool = True,
    sweep_seconds: float = SWEEP_SECONDS,
    **settings_: Any,
) -> AsyncIterator[Door]:
    """A process with ``book`` on this store, from its start to its orderly end. ``works`` False: it only serves, and leaves to
    others what it cannot answer at once and all that is to be sent.
    """
    settings = Settings(
        database_url=database_url,
        master_key=KEY,
        pepper=KEY,
        public_url=HOME,
        telegram_token=TOKEN,
        telegram_secret=SECRET,
        telegram_api_url=api.url,
        **settings_,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.running.load_book", lambda: book)
        patch.setattr("bot.running.SWEEP_SECONDS", sweep_seconds)
        app = create_app(settings, thinks=works, sends=works)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOME) as client,
        ):
            yield Door(app, client, api)


async def until(there: Callable[[], bool], what: str) -> None:
    """Wait for something that happens by itself; ``what`` is said when it does not."""
    for _ in range(PATIENCE):
        if there():
            return
        await asyncio.sleep(PAUSE_SECONDS)
    raise AssertionError(f"it never came: {what}")


async def all_at_once(doors: tuple[Door, Door], updates: list[dict[str, Any]]) -> None:
    """Each update to both processes at once, in no order; one that is too busy is asked again, as Telegram does."""

    async def take(door: Door, update: dict[str, Any]) -> None:
        for _ in range(PATIENCE):
            status = await door.deliver(update)
            if status == 200:
                return
            assert status == 503, status
        raise AssertionError("it is never taken")

    posts = [take(door, update) for update in updates for door in doors]
    random.Random(SEED).shuffle(posts)
    await asyncio.gather(*posts)
