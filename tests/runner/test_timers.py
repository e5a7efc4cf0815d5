"""What time wakes: each person is asked for news, once."""

from __future__ import annotations

from bot.records.ids import new_id
from bot.records.tables import conversation, timer
from tests.runner.door import Door, until

PEOPLE = (41, 42)
DAY = 86_400


async def test_news_are_asked_after_seven_days_once(door: Door) -> None:
    for chat in PEOPLE:
        await door.writes(chat, "bonjour", "1", "1", "1")
    due = await door.now() + 7 * DAY
    talks = [row["id"] for row in await door.rows(conversation)]
    wake = [{"id": new_id(), "conversation_id": talk, "kind": "follow_up_7", "due_at": due} for talk in talks]
    await door.alter(timer.insert().values(wake))
    await door.wait(7 * DAY - 60)
    await door.settled()
    assert len(await door.rows(timer)) == len(PEOPLE), "not before its time"
    await door.wait(61)
    for chat in PEOPLE:
        await until(lambda: "Avez-vous un moment" in door.shown(chat)[-1], "the question")  # noqa: B023
    await door.settled()
    assert await door.rows(timer) == []
    assert [len(door.shown(chat)) for chat in PEOPLE] == [5, 5]
