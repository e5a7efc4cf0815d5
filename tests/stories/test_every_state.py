"""The stories together go through every flow and every state, but for the few that are named here with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.engine import walk
from bot.engine.book import Book
from flows.flow import Node
from tests.stories.expect import play
from tests.stories.player import Player, fresh_database, make_template, receipts_in_order, stories

STORIES = stories(Path(__file__).parent)
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
    path = tmp_path_factory.mktemp("states") / "template.db"
    make_template(path, book)
    return path


async def test_every_state_is_met_in_some_story(
    book: Book, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    met: set[str] = set()
    passed = walk._pass

    def noted(turn: walk.Turn, node: Node) -> object:
        met.add(f"{turn.frames[-1].flow}.{turn.frames[-1].state}")
        return passed(turn, node)

    monkeypatch.setattr(walk, "_pass", noted)
    for name, story in STORIES.items():
        receipts_in_order(monkeypatch)
        folder = tmp_path / name
        folder.mkdir()
        database = fresh_database(template, folder)
        channel, language = story.get("channels", ["web"])[0], story.get("languages", ["fr"])[0]
        try:
            await play(story, Player(book, database, channel), language)
        finally:
            await database.close()
    every = {f"{name}.{state}" for name, flow in book.flows.items() for state in flow.nodes}
    assert sorted(every - met) == sorted(NEVER)
