"""The team's group on Telegram's double, workers of two organisations, and somebody in danger who wrote."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import RowMapping, select, update

from bot.alerts.group import StaffBot
from bot.alerts.sender import CallSender, by_telegram
from bot.desk.staff import add_worker
from bot.engine.book import Book
from bot.records.clock import move
from bot.records.database import Database
from bot.records.tables import alert, insert_new, organisation, worker
from bot.settings import Settings
from tests.doubles.telegram_api import Shown, TelegramApi
from tests.phone import KEY, Phone

STAFF_TOKEN = "5151515151:AAstaffTokenForTestsOnly_0123456789abc"
STAFF_SECRET = "the-staff-secret"
CHAT = -1001234567890
DANGER = "je ne veux plus vivre"
HOME = "https://sira.example"
Sign = Callable[..., Awaitable[str]]


@dataclass
class Room:
    """The desk with its group, and one person who is in danger."""

    database: Database
    phone: Phone
    api: TelegramApi
    settings: Settings

    async def calls(self) -> list[RowMapping]:
        """Every call, oldest first."""
        rows = select(alert).order_by(alert.c.id)
        return await self.database.read(lambda conn: list(conn.execute(rows).mappings()))

    async def wait(self, seconds: int) -> None:
        """Time passes, at Telegram too."""
        self.api.now += seconds
        await self.database.write(move, seconds)

    def seen(self) -> list[Shown]:
        """What stands in the group."""
        return self.api.seen(CHAT)


@pytest.fixture(scope="package")
def _staff_telegram() -> Iterator[TelegramApi]:
    with TelegramApi(STAFF_TOKEN, secret=STAFF_SECRET) as api:
        yield api


@pytest.fixture
def api(_staff_telegram: TelegramApi) -> TelegramApi:
    """Telegram with the team's group, where topics are switched on."""
    _staff_telegram.reset()
    _staff_telegram.new_group(CHAT)
    return _staff_telegram


@pytest.fixture
def settings(api: TelegramApi, database_url: str) -> Settings:
    return Settings(
        database_url=database_url, master_key=KEY, pepper=KEY, public_url=HOME, telegram_api_url=api.url,
        telegram_staff_token=STAFF_TOKEN, telegram_staff_secret=STAFF_SECRET, telegram_staff_chat=str(CHAT),
    )  # fmt: skip


@pytest.fixture
async def database(database: Database) -> Database:
    """With a second organisation."""
    await database.write(lambda conn: conn.execute(insert_new(conn, organisation).values(id="other", name="other")))
    return database


@pytest.fixture
async def room(database: Database, book: Book, api: TelegramApi, settings: Settings) -> Room:
    """Somebody in Bamako, who speaks French, has just said that they do not want to live."""
    phone = Phone(book, database, "telegram")
    phone.house = replace(phone.house, means=("telegram",))
    phone.runner.house = phone.house
    await phone.says("bonjour", "1", "1", "1", "1", "1", DANGER)
    return Room(database, phone, api, settings)


@pytest.fixture
async def bot(settings: Settings) -> AsyncIterator[StaffBot]:
    made = StaffBot(settings)
    yield made
    await made.close()


@pytest.fixture
def sender(room: Room, book: Book, bot: StaffBot) -> CallSender:
    return CallSender(room.database, "telegram", by_telegram(room.database, book, bot))


@pytest.fixture
def sign(database: Database, monkeypatch: pytest.MonkeyPatch) -> Sign:
    """Adds a worker; returns the id. Further columns of theirs by name."""
    monkeypatch.setattr("bot.desk.staff.hashed", lambda _: "x")

    async def add(login: str, role: str, house: str = "sira", **columns: Any) -> str:
        made = await database.write(add_worker, login, role, house, "x")
        if columns:
            await database.write(lambda conn: conn.execute(update(worker).where(worker.c.id == made).values(**columns)))
        return str(made)

    return add
