"""Many people at once on PostgreSQL, through two processes: one step for each message."""

from __future__ import annotations

from collections import Counter

from bot.records.tables import conversation, inbound, outbox
from tests.runner.door import Door, all_at_once, until

PEOPLE = range(5001, 5051)


async def test_fifty_people_whose_messages_come_twice_at_once_take_one_step_each(doors: tuple[Door, Door]) -> None:
    one, _ = doors
    for step, line in enumerate(("bonjour", "1", "1"), start=1):
        await all_at_once(doors, [one.api.person_writes(chat, line) for chat in PEOPLE])
        await until(lambda: all(len(one.shown(chat)) >= step for chat in PEOPLE), f"answer {step}")  # noqa: B023
    await one.settled()
    talks = await one.rows(conversation)
    assert Counter(row["seq"] for row in talks) == {3: len(PEOPLE)}
    assert Counter(row["state"] for row in await one.rows(inbound)) == {"done": 3 * len(PEOPLE)}
    assert Counter(row["state"] for row in await one.rows(outbox)) == {"sent": 3 * len(PEOPLE)}
    for chat in PEOPLE:
        first, second, third = one.shown(chat)
        assert "Quelle langue" in first
        assert "Êtes-vous d'accord" in second
        assert "tout va bien" in third
