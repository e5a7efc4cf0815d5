"""A message too long for one call goes in several; a fault in the middle costs only what had not gone yet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.outgoing import UNSURE
from bot.records.tables import conversation, outbox
from flows.limits import TELEGRAM_TEXT_MAX
from tests.doubles.server import Fault
from tests.doubles.telegram_http import error_body
from tests.doubles.telegram_rules import Refusal
from tests.runner.door import Door, until
from tests.webhook.words import queue_worker_words

CHAT = 61
BUSY = 30  # seconds that Telegram asks us to wait
FIRST, SECOND = "un " * (TELEGRAM_TEXT_MAX // 3 - 1), "deux " * 200
TAKEN_ID = "7"
POSTED = json.dumps(
    {"ok": True, "result": {"message_id": int(TAKEN_ID), "date": 1, "chat": {"id": CHAT, "type": "private"}}}
)
TAKEN = Fault(200, POSTED, accept=True)


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One store is enough."""
    return f"sqlite:///{tmp_path / 'sira.db'}"


async def _writes_long(door: Door) -> None:
    """A worker writes more than one message can hold."""
    (talk,) = await door.rows(conversation)
    await door.app.state.db.write(queue_worker_words, door.app.state.house, talk["id"], f"{FIRST}\n\n{SECOND}")
    door.app.state.runner.wake(talk["id"])


async def test_only_the_part_that_was_not_taken_is_sent_again_and_both_can_be_taken_back(door: Door) -> None:
    await door.writes(CHAT, "bonjour")
    door.api.fail_next(TAKEN, Fault(429, error_body(Refusal(429, "Too Many Requests", {"retry_after": BUSY}))))
    await _writes_long(door)
    assert (await door.row(outbox, -1, state="ready", tries=1))["parts_done"] == 1
    await door.wait(BUSY + 2)
    await until(lambda: door.shown(CHAT)[-1].startswith("deux"), "the second part")
    await door.settled()
    assert [text[:4] for text in door.shown(CHAT)[1:]] == ["un u", "deux"]
    row = await door.row(outbox, -1, state="sent", tries=2, parts_done=2)
    assert row["earlier_ids"] == TAKEN_ID, "what an earlier try said is known too"
    assert row["provider_id"] == str(door.api.seen(CHAT)[-1].message_id)


@pytest.mark.parametrize("arrived", [False, True], ids=["lost", "answer lost"])
async def test_a_workers_words_that_had_no_answer_are_hers_to_send_again(arrived: bool, door: Door) -> None:
    await door.writes(CHAT, "bonjour")
    door.api.fail_next(TAKEN, Fault(drop=True, accept=arrived))
    await _writes_long(door)
    row = await door.row(outbox, -1, state="failed", tries=1, parts_done=1)
    assert row["error"].startswith(UNSURE)
    assert row["earlier_ids"] == TAKEN_ID
    await door.writes(CHAT, "bonjour")
    assert [text[:4] for text in door.shown(CHAT)[1:-1]] == ["un u"] + ["deux"] * arrived
