"""The whole application with both providers' doubles, and ways to look for what must not be there."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Connection, select

from bot.engine.book import Book
from bot.records.clock import move
from bot.records.tables import metadata
from bot.settings import Settings
from tests.doubles.telegram_api import SECRET, TOKEN, TelegramApi
from tests.doubles.twilio_api import TOKEN as TWILIO_TOKEN
from tests.doubles.twilio_api import US, TwilioApi
from tests.doubles.twilio_records import ACCOUNT
from webhook.app import create_app

KEY: Final = base64.b64encode(b"k" * 32).decode()
HOME: Final = "https://sira.example"
CHAT: Final = 700_100_200
PHONE: Final = "whatsapp:+22370000077"
PATIENCE: Final = 200


@dataclass
class World:
    """The application, the two providers, one person on each."""

    app: FastAPI
    client: httpx.AsyncClient
    telegram: TelegramApi
    twilio: TwilioApi
    folder: Path

    async def tells(self, *lines: str) -> None:
        """The person on Telegram writes."""
        for line in lines:
            await self.deliver(self.telegram.person_writes(CHAT, line))

    async def deliver(self, update: dict[str, Any]) -> None:
        """Any update of Telegram's."""
        answer = await self.client.post("/webhook/telegram", json=update, headers=self.telegram.headers())
        assert answer.status_code == 200

    async def texts(self, *lines: str) -> None:
        """The person on WhatsApp writes."""
        for line in lines:
            form = self.twilio.person_writes(PHONE, line)
            answer = await self.client.post(form.path, content=form.body, headers=form.headers)
            assert answer.status_code == 200

    def chat(self) -> str:
        """What stands in the chat on Telegram."""
        return "\n".join(shown.text for shown in self.telegram.seen(CHAT))

    def phone(self) -> str:
        """What stands in the chat on WhatsApp."""
        return "\n".join(message.body for message in self.twilio.seen(PHONE))

    async def until(self, there: Callable[[], bool]) -> None:
        """Wait for something, letting Twilio's news flow."""
        for _ in range(PATIENCE):
            for news in self.twilio.news():
                await self.client.post(news.path, content=news.body, headers=news.headers)
            if there():
                return
            await asyncio.sleep(0.03)
        raise AssertionError(f"it never happened\n--- Telegram\n{self.chat()}\n--- WhatsApp\n{self.phone()}")

    async def rows(self) -> dict[str, list[Any]]:
        """Every row of every table."""
        return dict(await self.app.state.db.read(everything))

    async def wait(self, seconds: int) -> None:
        """Time passes, for us and for the providers."""
        await self.app.state.db.write(move, seconds)
        self.telegram.now += seconds
        self.twilio.now += seconds

    def raw(self) -> bytes:
        """The database as it lies on the disk, journals included."""
        return b"".join(path.read_bytes() for path in self.folder.glob("sira.db*"))


def everything(conn: Connection) -> dict[str, list[Any]]:
    """Every row of every table, as mappings."""
    return {table.name: list(conn.execute(select(table)).mappings()) for table in metadata.sorted_tables}


@pytest.fixture(scope="module")
def _providers() -> Iterator[tuple[TelegramApi, TwilioApi]]:
    with TelegramApi(TOKEN, secret=SECRET) as telegram, TwilioApi(HOME) as twilio:
        yield telegram, twilio


@pytest.fixture
async def world(
    _providers: tuple[TelegramApi, TwilioApi], tmp_path: Path, book: Book, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[World]:
    telegram, twilio = _providers
    telegram.reset()
    twilio.reset()
    monkeypatch.setattr("bot.running.load_book", lambda: book)
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'sira.db'}",
        master_key=KEY,
        pepper=KEY,
        public_url=HOME,
        telegram_token=TOKEN,
        telegram_secret=SECRET,
        telegram_api_url=telegram.url,
        twilio_account_sid=ACCOUNT,
        twilio_auth_token=TWILIO_TOKEN,
        twilio_from=US,
        twilio_api_url=twilio.url,
    )
    app = create_app(settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOME) as client,
    ):
        yield World(app, client, telegram, twilio, tmp_path)
