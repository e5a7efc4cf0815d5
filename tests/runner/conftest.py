"""Telegram's double, once for the folder, and one process on each store."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from bot.engine.book import Book
from tests.doubles.telegram_api import TOKEN, TelegramApi
from tests.runner.door import SECRET, Door, opened


@pytest.fixture(scope="package")
def _telegram() -> Iterator[TelegramApi]:
    with TelegramApi(TOKEN, secret=SECRET) as api:
        yield api


@pytest.fixture
def telegram(_telegram: TelegramApi) -> TelegramApi:
    """Telegram, knowing nobody yet."""
    _telegram.reset()
    return _telegram


@pytest.fixture
async def door(database_url: str, telegram: TelegramApi, book: Book) -> AsyncIterator[Door]:
    """One process with the real book, on each of the two stores."""
    async with opened(database_url, telegram, book) as one:
        yield one


@pytest.fixture
async def doors(postgres_url: str, telegram: TelegramApi, book: Book) -> AsyncIterator[tuple[Door, Door]]:
    """Two processes on one PostgreSQL."""
    async with opened(postgres_url, telegram, book) as one, opened(postgres_url, telegram, book) as two:
        yield one, two
