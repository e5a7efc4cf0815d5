"""Twilio's double, once for the folder, and one process behind it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.engine.book import Book
from tests.doubles.twilio_api import TwilioApi
from tests.webhook.line import PUBLIC, Line, opened


@pytest.fixture(scope="package")
def _twilio() -> Iterator[TwilioApi]:
    with TwilioApi(PUBLIC) as api:
        yield api


@pytest.fixture
def twilio(_twilio: TwilioApi) -> TwilioApi:
    """Twilio, knowing nobody yet."""
    _twilio.reset()
    return _twilio


@pytest.fixture
async def line(twilio: TwilioApi, tmp_path: Path, ready_file: Path, book: Book) -> AsyncIterator[Line]:
    """One process with the real book."""
    shutil.copyfile(ready_file, tmp_path / "sira.db")
    async with opened(f"sqlite:///{tmp_path / 'sira.db'}", twilio, book) as one:
        yield one
