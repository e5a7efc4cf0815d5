"""An empty database in each of the two stores, and somebody's phone."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.engine.book import Book
from bot.records.database import Database
from bot.records.migrate import migrate
from bot.staffing import make_organisations
from tests.phone import Phone


@pytest.fixture
async def database(database_url: str, book: Book) -> AsyncIterator[Database]:
    made = Database(database_url)
    await made.write(migrate)
    await made.write(make_organisations, book.directory.leads)
    yield made
    await made.close()


@pytest.fixture
def phone(database: Database, book: Book) -> Phone:
    """A phone on Telegram, without a network."""
    return Phone(book, database, "telegram")
