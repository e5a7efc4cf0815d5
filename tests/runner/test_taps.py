"""Telegram's habits: a tapped button shows a clock until it is answered; taps and words come in two queues; what it could not
post it brings for a day, taps for 150 seconds.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.channels.inbound import Inbound
from bot.records.down import DatabaseDown
from bot.records.tables import conversation, inbound
from tests.doubles.telegram_api import CALLBACK_SECONDS
from tests.runner.door import Door, until

CHAT = 31
DAY_SECONDS = 24 * 3600


def _answered(door: Door, tap: dict[str, Any]) -> bool:
    wanted = tap["callback_query"]["id"]
    return any(
        call.method == "answerCallbackQuery" and call.parameters["callback_query_id"] == wanted
        for call in door.api.calls
    )


async def test_the_clock_on_a_button_stops_before_the_answer_is_thought_through(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    await door.writes(CHAT, "bonjour")
    runner, may_go = door.app.state.runner, asyncio.Event()
    takes = runner.accept

    async def slow(item: Inbound) -> object:
        await may_go.wait()
        return await takes(item)

    monkeypatch.setattr(runner, "accept", slow)
    tap = door.api.person_taps(CHAT, "🇫🇷 Français")
    posted = asyncio.create_task(door.deliver(tap))
    await until(lambda: _answered(door, tap), "the button's answer")
    assert not posted.done()
    may_go.set()
    assert await posted == 200
    await until(lambda: len(door.shown(CHAT)) == 2, "the next question")


async def test_a_tap_that_could_not_be_stored_comes_again_and_counts_once(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    await door.writes(CHAT, "bonjour")
    tap = door.api.person_taps(CHAT, "🇫🇷 Français")

    async def down(item: Inbound) -> object:
        raise DatabaseDown(item.channel)

    with monkeypatch.context() as patch:
        patch.setattr(door.app.state.runner, "accept", down)
        assert await door.deliver(tap) == 503
    assert [await door.deliver(tap) for _ in range(3)] == [200] * 3
    await until(lambda: len(door.shown(CHAT)) == 2, "the next question")
    await door.settled()
    assert [row["seq"] for row in await door.rows(conversation)] == [2]


async def test_a_tap_too_old_to_be_answered_is_still_a_choice(door: Door) -> None:
    await door.writes(CHAT, "bonjour")
    tap = door.api.person_taps(CHAT, "🇫🇷 Français")
    door.api.now += CALLBACK_SECONDS + 1
    assert await door.deliver(tap) == 200
    await until(lambda: len(door.shown(CHAT)) == 2, "the next question")
    await until(lambda: bool(door.api.refused), "Telegram's refusal, which harms nobody")


async def test_what_telegram_brings_after_a_day_is_answered_like_any_other(door: Door) -> None:
    await door.writes(CHAT, "bonjour")
    late = door.api.person_writes(CHAT, "1")
    late["message"]["date"] -= DAY_SECONDS - 60
    assert await door.deliver(late) == 200
    await until(lambda: len(door.shown(CHAT)) == 2, "the next question")


@pytest.mark.parametrize("first", ["the tap", "the words", "both at once"])
async def test_a_tap_and_words_in_any_order_are_both_answered_and_neither_breaks_the_other(
    door: Door, first: str
) -> None:
    await door.writes(CHAT, "bonjour", "1")
    updates = [door.api.person_taps(CHAT, "✅ Oui, d'accord"), door.api.person_writes(CHAT, "répéter")]
    if first == "the words":
        updates.reverse()
    if first == "both at once":
        assert await asyncio.gather(*(door.deliver(one) for one in updates)) == [200, 200]
    else:
        assert [await door.deliver(one) for one in updates] == [200, 200]
    await until(lambda: len(door.shown(CHAT)) >= 4, "both answers")
    await door.settled()
    assert [row["state"] for row in await door.rows(inbound)] == ["done"] * 4
    assert [row["seq"] for row in await door.rows(conversation)] == [4]
    await door.writes(CHAT, "1")  # and the talk goes on
