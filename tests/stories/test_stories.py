"""Every story, in every language, on every channel; and that the stories together cover what there is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.engine.book import Book
from tests.stories.expect import play
from tests.stories.player import Player, fresh_database, make_template, receipts_in_order, stories

STORIES = stories(Path(__file__).parent)
CHANNELS = ("telegram", "whatsapp", "web")
LANGUAGES = ("fr", "bm")
SIX_TURNS = 6
AT_LEAST = 42
STARRED = ["R1", "R9", "R11", "R12", "R15", "R31", "R35", "R38", "R48", "R54", "R65", "R66", "R76", "R86", "R89"]
"""The ★★ rows of the requirements."""


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, book: Book) -> Path:
    path = tmp_path_factory.mktemp("stories") / "template.db"
    make_template(path, book)
    return path


@pytest.fixture(autouse=True)
def receipts(monkeypatch: pytest.MonkeyPatch) -> None:
    receipts_in_order(monkeypatch)


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


def test_there_are_stories_enough_and_each_is_a_conversation() -> None:
    assert len(STORIES) >= AT_LEAST
    short = [name for name, story in STORIES.items() if len(story["turns"]) < SIX_TURNS]
    assert not short, f"less than six turns: {short}"
    misnamed = [name for name, story in STORIES.items() if story["story"] != name]
    assert not misnamed


def test_every_row_of_two_stars_has_its_story() -> None:
    told = {name.partition("_")[0] for name in STORIES}
    assert not set(STARRED) - told
