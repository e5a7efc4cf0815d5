"""News of what we sent: repeated, out of order or lost; it only moves forward, and a message that never arrived is found."""

from __future__ import annotations

import asyncio
from itertools import permutations
from typing import Any
from unittest.mock import AsyncMock

import pytest

from bot.channels.whatsapp.client import WhatsAppChannel
from bot.channels.whatsapp.templates import NEUTRAL, NEUTRAL_TEXT, ensure
from bot.records.clock import move, now
from bot.records.tables import outbox
from bot.statuses import ROUNDS, Statuses
from tests.doubles.server import Fault
from tests.runner.door import until
from tests.webhook.line import Line
from tests.webhook.words import queue_worker_words

PERSON = "whatsapp:+22370000001"
MINUTE, DAY = (name for name, _, _ in ROUNDS)
ORDER = ["sent", "delivered", "read"]


@pytest.fixture
def statuses(line: Line, monkeypatch: pytest.MonkeyPatch) -> Statuses:
    monkeypatch.setattr("bot.statuses.GRACE_SECONDS", -1)  # nobody waits a minute for a message to be old enough
    return Statuses(line.app.state.db, line.app.state.channels["whatsapp"], line.app.state.runner)


async def _goes_round(line: Line, statuses: Statuses, name: str = MINUTE) -> None:
    await statuses.sweep()
    await line.is_due(name)
    await statuses.sweep()


async def _greeted(line: Line, person: str = PERSON) -> str:
    """The id of the greeting, once it is written down as sent."""
    line.api.now = await line.app.state.db.read(now)
    await line.posts(line.api.person_writes(person, "bonjour"))
    for _ in range(200):
        sent = [row for row in await line.rows(outbox) if row.provider_id]
        if line.api.seen(person) and line.api.seen(person)[-1].sid in {row.provider_id for row in sent}:
            return line.api.seen(person)[-1].sid
        await asyncio.sleep(0.02)
    raise AssertionError("never written down")


async def _state(line: Line, sid: str) -> Any:
    return next(row.state for row in await line.rows(outbox) if row.provider_id == sid)


@pytest.mark.parametrize("order", list(permutations(ORDER)), ids=" ".join)
async def test_news_in_any_order_and_twice_only_moves_forward(order: tuple[str, ...], line: Line) -> None:
    sid = await _greeted(line)
    far = 0
    for word in (*order, *order):
        await line.posts(line.api.status(sid, word))
        reached = ORDER.index(await _state(line, sid))
        assert reached == max(far, ORDER.index(word))
        far = reached


async def test_news_of_nobodys_message_and_words_of_tomorrow_change_nothing(line: Line) -> None:
    sid = await _greeted(line)
    for form in (line.api.status("SM" + "0" * 32, "failed", 30008), line.api.status(sid, "teleported")):
        await line.posts(form)
    assert await _state(line, sid) == "sent"


async def test_what_arrived_and_was_never_told_is_found_in_the_list(line: Line, statuses: Statuses) -> None:
    sid = await _greeted(line)
    await _goes_round(line, statuses)
    assert await _state(line, sid) == "delivered"


async def test_the_days_round_finds_what_the_minutes_round_is_past(line: Line, statuses: Statuses) -> None:
    sid = await _greeted(line)
    await _goes_round(line, statuses, DAY)
    assert await _state(line, sid) == "delivered"


async def test_twilio_is_not_asked_while_all_news_came(
    line: Line, statuses: Statuses, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = AsyncMock()
    sid = await _greeted(line)
    await line.posts(line.api.status(sid, "delivered"))
    monkeypatch.setattr("bot.channels.whatsapp.listing.Listing.messages", asked)
    await _goes_round(line, statuses)
    assert not asked.called


async def test_a_list_that_cannot_be_read_is_read_the_next_time(
    line: Line, statuses: Statuses, capfd: pytest.CaptureFixture[str]
) -> None:
    sid = await _greeted(line)
    line.api.fail_next(Fault(200, "nonsense"))
    await _goes_round(line, statuses)
    assert "list_not_read" in "".join(capfd.readouterr())
    assert await _state(line, sid) == "sent"
    await _goes_round(line, statuses)
    assert await _state(line, sid) == "delivered"


async def test_what_was_refused_outside_the_window_goes_as_a_template_though_no_news_came(
    line: Line, statuses: Statuses
) -> None:
    await _greeted(line)
    state = line.app.state
    channel = state.channels["whatsapp"]
    assert isinstance(channel, WhatsAppChannel)
    channel._templates = await ensure(channel._client)
    line.api.approve(NEUTRAL)
    line.api.now += 25 * 3600  # Twilio's window is closed, and ours not yet
    (first,) = await line.rows(outbox)
    await state.db.write(queue_worker_words, state.house, first.conversation_id, "Votre rendez-vous est confirmé.")
    state.runner.wake(first.conversation_id)
    await line.sees(PERSON, "Votre rendez-vous est confirmé.")
    assert NEUTRAL_TEXT not in [one.body for one in line.api.seen(PERSON)]
    await _goes_round(line, statuses)
    await until(lambda: NEUTRAL_TEXT in [one.body for one in line.api.seen(PERSON)], "the knock")
    await state.db.write(move, 1)
    await line.stands("pending")


async def test_a_refusal_told_late_does_not_send_again_what_was_read(line: Line) -> None:
    sid = await _greeted(line)
    await line.posts(line.api.status(sid, "read"))
    await line.posts(line.api.status(sid, "failed", 63016))
    assert await _state(line, sid) == "read"
