"""Nothing that the bot had queued is said once a human holds the conversation, whoever died meanwhile."""

from __future__ import annotations

from pathlib import Path

from tests.faults import takeover
from tests.faults.stage import Stage


async def test_what_the_bot_had_queued_is_not_said_once_a_human_has_come(stage: Stage, tmp_path: Path) -> None:
    ended = await takeover.played(stage, tmp_path)
    assert takeover.said_after_the_human(ended) == []
    assert ended.subject.conversation["mode"] == "human"
    assert "dropped" in ended.subject.outbox
    assert not ended.left
