"""Every story, in every language, on every channel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.engine.book import Book
from tests.stories.player import Player, fresh_database, make_template, play, stories

STORIES = stories(Path(__file__).parent)
CHANNELS = ("telegram", "whatsapp", "web")
LANGUAGES = ("fr", "bm")
SIX_TURNS = 6
FORTY = 40


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, book: Book) -> Path:
    path = tmp_path_factory.mktemp("stories") / "template.db"
    make_template(path, book)
    return path


def _cases() -> list[Any]:
    return [
        pytest.param(name, language, channel, id=f"{name}-{language}-{channel}")
        for name, story in STORIES.items()
        for language in story.get("languages", LANGUAGES)
        for channel in story.get("channels", CHANNELS)
    ]


@pytest.mark.parametrize(("name", "language", "channel"), _cases())
async def test_the_story_goes_as_written(
    name: str, language: str, channel: str, book: Book, template: Path, tmp_path: Path
) -> None:
    database = fresh_database(template, tmp_path)
    try:
        await play(STORIES[name], Player(book, database, channel), language)
    finally:
        await database.close()
