"""A release whose every sentence is recorded, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.engine.book import Book
from tests.voices.shelves import fill, speaking


@pytest.fixture(scope="session")
def voices(tmp_path_factory: pytest.TempPathFactory, book: Book) -> Path:
    """The folder of a full shelf."""
    root = tmp_path_factory.mktemp("voices")
    fill(root, book, "fr", "bm")
    return root


@pytest.fixture(scope="session")
def told(voices: Path, book: Book) -> Book:
    """The book with all its voices."""
    from locales.voices.shelf import Shelf

    return speaking(book, Shelf(voices))
