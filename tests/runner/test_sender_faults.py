"""How a send may end, and what becomes of the message: tried again, given up, or said twice; never out of order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.posted import settle_sent
from bot.records.down import DatabaseDown
from bot.records.tables import address, outbox
from tests.doubles.server import Fault
from tests.doubles.telegram_http import error_body
from tests.doubles.telegram_rules import Refusal
from tests.runner.door import Door, until

CHAT, NEIGHBOUR = 31, 32
TRIES, FIRST_PAUSE_SECONDS, LAST_PAUSE_SECONDS = 5, 5, 3600
"""What the design says of a message that nobody takes: five tries, from five seconds to an hour apart."""
BUSY = 30  # seconds that Telegram asks us to wait
OWN_TROUBLE = Fault(500, error_body(Refusal(500, "Internal Server Error")))
REFUSED = Fault(400, error_body(Refusal(400, "Bad Request: can't parse reply keyboard markup")))


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One store is enough: what a send leaves behind is the same in both."""
    return f"sqlite:///{tmp_path / 'sira.db'}"


async def test_what_telegram_wants_later_is_sent_when_it_said_and_not_before(door: Door) -> None:
    door.api.slow_down(BUSY)
    assert await door.deliver(door.api.person_writes(CHAT, "bonjour")) == 200
    row = await door.row(outbox, 0, state="ready", tries=1)
    assert row["next_at"] - row["at"] >= BUSY
    assert row["error"]
    await door.wait(BUSY - 5)
    await door.writes(NEIGHBOUR, "bonjour")
    assert door.shown(CHAT) == [], "nobody asks before the time, and a neighbour is not kept waiting"
    await door.wait(10)
    await until(lambda: len(door.shown(CHAT)) == 1, "the greeting")
    await door.row(outbox, 0, state="sent", tries=2)


async def test_an_answer_that_the_store_cannot_take_yet_is_kept_until_it_can(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.api.slow_down(BUSY)
    assert await door.deliver(door.api.person_writes(CHAT, "bonjour")) == 200
    await door.row(outbox, 0, state="ready", tries=1)
    database, away = door.app.state.sender.database, [DatabaseDown("away")] * 2
    write = database.write

    async def sometimes(work: Callable[..., Any], *args: Any) -> Any:
        if work is settle_sent and away:
            raise away.pop()
        return await write(work, *args)

    monkeypatch.setattr(database, "write", sometimes)
    await door.wait(BUSY + 2)
    await door.row(outbox, 0, state="sent", tries=2)
    assert away == []
    assert len(door.shown(CHAT)) == 1


async def test_a_provider_that_is_busy_for_long_does_not_cost_the_message(door: Door) -> None:
    assert await door.deliver(door.api.person_writes(CHAT, "bonjour")) == 200
    await until(lambda: len(door.shown(CHAT)) == 1, "the greeting")
    for _ in range(TRIES + 2):
        door.api.slow_down(BUSY)
    assert await door.deliver(door.api.person_writes(CHAT, "1")) == 200
    for tries in range(1, TRIES + 3):
        await door.row(outbox, 1, state="ready", tries=tries)
        await door.wait(BUSY + 2)
    await until(lambda: len(door.shown(CHAT)) == 2, "the question")


async def test_a_message_that_fails_five_times_is_given_up_and_the_next_one_goes(door: Door) -> None:
    door.api.fail_next(*[OWN_TROUBLE] * TRIES)
    assert await door.deliver(door.api.person_writes(CHAT, "bonjour")) == 200
    for tries in range(1, TRIES):
        row = await door.row(outbox, 0, state="ready", tries=tries)
        waits = row["next_at"] - await door.now()
        at_most = min(FIRST_PAUSE_SECONDS * 4 ** (tries - 1), LAST_PAUSE_SECONDS) * 1.25
        assert FIRST_PAUSE_SECONDS / 2 <= waits <= at_most
        await door.wait(int(at_most) + 1)
    await door.row(outbox, 0, state="failed", tries=TRIES)
    await door.writes(CHAT, "1")
    assert "Êtes-vous d'accord" in door.shown(CHAT)[-1]
    assert len(door.shown(CHAT)) == 1


async def test_a_message_that_telegram_refuses_is_not_tried_again_and_the_next_one_goes(door: Door) -> None:
    door.api.fail_next(REFUSED)
    assert await door.deliver(door.api.person_writes(CHAT, "bonjour")) == 200
    row = await door.row(outbox, 0, state="failed", tries=1)
    assert "refused" in row["error"]
    await door.writes(CHAT, "1")
    assert len(door.shown(CHAT)) == 1


async def test_who_blocked_the_bot_is_a_state_and_not_a_crash(door: Door, capfd: pytest.CaptureFixture[str]) -> None:
    await door.writes(CHAT, "bonjour")
    update = door.api.person_writes(CHAT, "1")
    assert await door.deliver(door.api.person_blocks(CHAT)) == 200
    assert await door.deliver(update) == 200
    await door.row(outbox, 1, state="failed", tries=1)
    assert [one["gone"] for one in await door.rows(address)] == [1]
    await door.writes(NEIGHBOUR, "bonjour")
    assert "Traceback" not in "".join(capfd.readouterr())


async def test_who_unblocks_the_bot_and_writes_again_is_there_again(door: Door) -> None:
    await door.writes(CHAT, "bonjour")
    assert await door.deliver(door.api.person_blocks(CHAT)) == 200
    assert await door.deliver(door.api.person_writes(CHAT, "1")) == 200
    await door.row(outbox, 1, state="failed", tries=1)
    door.api._blocked.discard(CHAT)
    await door.writes(CHAT, "1")
    assert [one["gone"] for one in await door.rows(address)] == [0]


@pytest.mark.parametrize(("arrived", "copies"), [(True, 2), (False, 1)])
async def test_a_send_without_an_answer_is_made_again_and_only_then_may_be_seen_twice(
    door: Door, arrived: bool, copies: int
) -> None:
    door.api.fail_next(Fault(drop=True, accept=arrived))
    assert await door.deliver(door.api.person_writes(CHAT, "bonjour")) == 200
    row = await door.row(outbox, 0, state="ready", tries=1)
    assert row["next_at"] > row["at"]
    assert len(door.shown(CHAT)) == copies - 1
    await door.wait(int(FIRST_PAUSE_SECONDS * 2))
    await door.row(outbox, 0, state="sent", tries=2)
    assert len(door.shown(CHAT)) == copies
    assert len(set(door.shown(CHAT))) == 1


async def test_nothing_overtakes_a_message_that_has_to_wait(door: Door) -> None:
    await door.writes(CHAT, "bonjour")
    door.api.slow_down(BUSY)
    for line in ("1", "3", "1"):
        assert await door.deliver(door.api.person_writes(CHAT, line)) == 200
    await door.row(outbox, 1, state="ready", tries=1)
    await door.writes(NEIGHBOUR, "bonjour")
    assert len(door.shown(CHAT)) == 1, "what came later waits behind it"
    await door.wait(BUSY + 2)
    await door.settled()
    rows = await door.rows(outbox)
    mine = [int(row["provider_id"]) for row in rows if row["conversation_id"] == rows[0]["conversation_id"]]
    assert mine == sorted(mine)
    assert [one.message_id for one in door.api.seen(CHAT)] == mine
    first, *_, last = door.shown(CHAT)
    assert "Quelle langue" in first
    assert "tout va bien" in last
