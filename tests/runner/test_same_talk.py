"""Many messages of one person at once, through two processes: they are answered one after the other."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from bot.records.tables import conversation, inbound, message, outbox
from tests.runner.door import Door, all_at_once, until

CHAT = 5100
LINES = 20


async def test_twenty_messages_of_one_person_at_once_are_answered_in_one_order(doors: tuple[Door, Door]) -> None:
    one, _ = doors
    await one.writes(CHAT, "bonjour", "1")
    await all_at_once(doors, [one.api.person_writes(CHAT, "3") for _ in range(LINES)])
    await until(lambda: len(one.shown(CHAT)) >= 2 + LINES, "all answers")
    await one.settled()
    (talk,) = await one.rows(conversation)
    assert talk["seq"] == 2 + LINES
    assert Counter(row["state"] for row in await one.rows(inbound)) == {"done": 2 + LINES}
    lines = await one.rows(message)
    said = [row["seq"] for row in lines if row["author"] == "person"]
    assert said == list(range(1, 3 + LINES)), "each message is a step of its own"
    queued = [int(row["provider_id"]) for row in await one.rows(outbox)]
    assert all(before < after for before, after in pairwise(queued)), "no answer overtook the one before it"
    assert [one.message_id for one in one.api.seen(CHAT)] == queued
    assert not [row for row in await one.rows(outbox) if row["tries"] != 1]
