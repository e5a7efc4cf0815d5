"""What every test may ask for."""

from __future__ import annotations

import pytest

from bot.engine.book import Book
from bot.library import load_book


@pytest.fixture(scope="session")
def book() -> Book:
    """This release's flows, services and catalogues, loaded once."""
    return load_book()
