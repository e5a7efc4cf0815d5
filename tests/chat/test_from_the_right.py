"""A language that is written from the right stands so on the page, each line by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.engine.book import Book
from tests.chat.conftest import Phone
from tests.pseudo import ARABIC, book_with


@pytest.fixture
def book(book: Book, tmp_path: Path) -> Book:
    """This release with an Arabic catalogue."""
    return book_with(book, "ar", ARABIC, tmp_path)


async def test_the_page_the_lines_and_the_buttons_run_from_the_right(phone: Phone) -> None:
    assert '<html lang="fr" dir="ltr">' in phone.html
    assert '<li class="machine" lang="ar" dir="rtl">' in phone.html
    await phone.tap("AR")
    assert '<html lang="ar" dir="rtl">' in phone.html
    assert '<p lang="ar" dir="rtl">' in phone.html
    assert "{" not in phone.talk


async def test_french_in_between_runs_from_the_left(phone: Phone) -> None:
    await phone.tap("Français")
    assert '<html lang="fr" dir="ltr">' in phone.html
    assert '<p lang="fr" dir="ltr">' in phone.html
