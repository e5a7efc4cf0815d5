"""Every story, in both languages and on every channel; and that the stories together cover what there is.

A story is told three times: on each channel once, and in each language at least once, whichever falls to it by turns.
``SIRA_STORIES_ALL=1`` tells each in both languages on all channels.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.engine import walk
from bot.engine.book import Book
from flows.flow import Node
from tests import once
from tests.stories.expect import play
from tests.stories.player import Player, fresh_database, make_template, receipts_in_order

STORIES = once.stories()
ALL = bool(os.environ.get("SIRA_STORIES_ALL"))
CHANNELS = ("telegram", "whatsapp", "web")
LANGUAGES = ("fr", "bm")
SIX_TURNS = 6
AT_LEAST = 42
STARRED = ["R1", "R9", "R11", "R12", "R15", "R31", "R35", "R38", "R48", "R54", "R65", "R66", "R76", "R86", "R89"]
"""The ★★ rows of the requirements."""
UNASKED = "no answer to it changes today what any story's person is shown first"
NEVER: dict[str, str] = {
    **{
        f"refine.{state}": UNASKED
        for state in (
            "can_use_machines", "childcare", "children", "firm_years", "sex", "skill_years", "sold", "tools", "tools_or_sales",
            "turnover", "water",
        )
    },
    "coming_back.done": "who goes on is led past it: what they had typed is answered first",
    "complaint.receipt_kept": "here somebody may always read it; tests/desk/test_complaint_about.py has where nobody may",
    "suggestions.nobody": "today every region has somebody for every wish",
}  # fmt: skip
"""States that no story enters, with the reason; whoever adds a state writes its story, and takes out what is told."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, book: Book) -> Path:
    path = tmp_path_factory.mktemp("stories") / "template.db"
    make_template(path, book)
    return path


@pytest.fixture(scope="module")
def met() -> Iterator[set[str]]:
    """The states that the stories of this run have entered so far."""
    entered: set[str] = set()
    passed = walk._pass

    def noted(turn: walk.Turn, node: Node) -> object:
        entered.add(f"{turn.frames[-1].flow}.{turn.frames[-1].state}")
        return passed(turn, node)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(walk, "_pass", noted)
        yield entered


@pytest.fixture(scope="module")
def told() -> set[str]:
    """The stories that this run has told to their ends."""
    return set()


def _falls_to(number: int, story: dict[str, Any], language: str, channel: str) -> bool:
    """Whether the story of this number is told so: the black fields of a chessboard, the white ones for the next story."""
    if ALL or "languages" in story or "channels" in story:
        return True
    return (number + LANGUAGES.index(language) + CHANNELS.index(channel)) % 2 == 0


def _cases() -> list[Any]:
    return [
        pytest.param(name, language, channel, id=f"{name}-{language}-{channel}")
        for number, (name, story) in enumerate(STORIES.items())
        for language in story.get("languages", LANGUAGES)
        for channel in story.get("channels", CHANNELS)
        if _falls_to(number, story, language, channel)
    ]


async def _tell(name: str, language: str, channel: str, book: Book, template: Path, folder: Path) -> None:
    database = fresh_database(template, folder)
    try:
        await play(STORIES[name], Player(book, database, channel), language)
    finally:
        await database.close()


@pytest.mark.parametrize(("name", "language", "channel"), _cases())
async def test_the_story_goes_as_written(
    name: str, language: str, channel: str, book: Book, template: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, met: set[str], told: set[str],
) -> None:  # fmt: skip
    assert met is not None
    receipts_in_order(monkeypatch)
    await _tell(name, language, channel, book, template, tmp_path)
    told.add(name)


async def test_every_state_is_met_in_some_story(
    book: Book, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, met: set[str], told: set[str]
) -> None:
    """Those that this run has not told yet are told here."""
    for name in sorted(set(STORIES) - told):
        receipts_in_order(monkeypatch)
        story, folder = STORIES[name], tmp_path / name
        folder.mkdir()
        channel, language = story.get("channels", ["web"])[0], story.get("languages", ["fr"])[0]
        await _tell(name, language, channel, book, template, folder)
    every = {f"{name}.{state}" for name, flow in book.flows.items() for state in flow.nodes}
    assert sorted(every - met) == sorted(NEVER)


def test_each_story_is_told_on_every_channel_and_in_both_languages() -> None:
    for name, story in STORIES.items():
        ways = [case.values[1:] for case in _cases() if case.values[0] == name]
        assert {channel for _, channel in ways} == set(story.get("channels", CHANNELS)), name
        assert {language for language, _ in ways} == set(story.get("languages", LANGUAGES)), name


def test_there_are_stories_enough_and_each_is_a_conversation() -> None:
    assert len(STORIES) >= AT_LEAST
    short = [name for name, story in STORIES.items() if len(story["turns"]) < SIX_TURNS]
    assert not short, f"less than six turns: {short}"
    misnamed = [name for name, story in STORIES.items() if story["story"] != name]
    assert not misnamed


def test_every_row_of_two_stars_has_its_story() -> None:
    told = {name.partition("_")[0] for name in STORIES}
    assert not set(STARRED) - told
