"""A message too long for one call goes in several; a fault in the middle costs only what had not gone yet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.records.tables import conversation, outbox
from flows.limits import TELEGRAM_TEXT_MAX
from tests.doubles.server import Fault
from tests.doubles.telegram_http import error_body
from tests.doubles.telegram_rules import Refusal
from tests.runner.door import Door, until
from tests.webhook.words import queue_worker_words

CHAT = 61
BUSY = 30  # seconds that Telegram asks us to wait
FIRST_PAUSE_SECONDS = 5  # before the second try, give or take a little
FIRST, SECOND = "un " * (TELEGRAM_TEXT_MAX // 3 - 1), "deux " * 200
POSTED = json.dumps({"ok": True, "result": {"message_id": 7, "date": 1, "chat": {"id": CHAT, "type": "private"}}})
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


@pytest.mark.parametrize(
    ("fault", "waits", "copies"),
    [
        (Fault(429, error_body(Refusal(429, "Too Many Requests", {"retry_after": BUSY}))), BUSY + 2, 1),
        (Fault(drop=True), FIRST_PAUSE_SECONDS * 2, 1),
        (Fault(drop=True, accept=True), FIRST_PAUSE_SECONDS * 2, 2),
    ],
    ids=["slow down", "lost", "answer lost"],
)
async def test_only_the_part_that_had_no_answer_is_sent_again(
    fault: Fault, waits: float, copies: int, door: Door
) -> None:
    await door.writes(CHAT, "bonjour")
    door.api.fail_next(TAKEN, fault)
    await _writes_long(door)
    assert (await door.row(outbox, -1, state="ready", tries=1))["parts_done"] == 1
    await door.wait(int(waits))
    await until(lambda: door.shown(CHAT)[-1].startswith("deux"), "the second part")
    await door.settled()
    texts = [text[:4] for text in door.shown(CHAT)[1:]]
    assert texts == ["un u"] + ["deux"] * copies
    await door.row(outbox, -1, state="sent", tries=2, parts_done=2)
