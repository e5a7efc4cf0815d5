"""One process on each store, and two beside each other."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.engine.book import Book
from tests.doubles.telegram_api import TelegramApi
from tests.runner.door import Door, opened


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
