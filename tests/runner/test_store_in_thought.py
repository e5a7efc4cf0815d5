"""A store that fails while a turn is thought through is no fault of the message: it waits at the provider."""

from __future__ import annotations

from typing import Any

import pytest

from bot import turns
from bot.records.tables import inbound
from tests.runner.door import Door, until

CHAT = 41


@pytest.mark.parametrize("broken", [TimeoutError(), ConnectionResetError()])
async def test_a_store_that_fails_in_the_middle_of_thinking_is_a_503_and_no_broken_message(
    broken: Exception, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    await door.writes(CHAT, "bonjour")
    think = turns.think

    def cut(*_: Any) -> Any:
        raise broken

    monkeypatch.setattr(turns, "think", cut)
    update = door.api.person_writes(CHAT, "1")
    assert await door.deliver(update) == 503
    monkeypatch.setattr(turns, "think", think)
    assert [await door.deliver(update) for _ in range(2)] == [200, 200]
    await until(lambda: len(door.shown(CHAT)) == 2, "the answer")
    assert [row["state"] for row in await door.rows(inbound)] == ["done", "done"]
