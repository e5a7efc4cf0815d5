"""What time wakes: asked once, whoever else has trouble."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Update

from bot.records.ids import new_id
from bot.records.tables import conversation, timer
from tests.runner.door import Door, until

UNLUCKY, NEIGHBOUR = 41, 42
DAY = 86_400
NOON = 12 * 3600


async def _after_seven_days(door: Door, spoilt: dict[str, Any]) -> dict[str, Any]:
    """Two people asked to be asked how it went; the first one's row is ``spoilt``; then a week passes.

    Returns that row as it was.
    """
    for chat in (UNLUCKY, NEIGHBOUR):
        await door.writes(chat, "bonjour", "1", "1", "1")
    talks = await door.rows(conversation)
    due = await door.now() + 7 * DAY
    wake = [{"id": new_id(), "conversation_id": talk["id"], "kind": "follow_up_7", "due_at": due} for talk in talks]
    await door.alter(timer.insert().values(wake), _changed(talks[0], spoilt))
    await door.wait(8 * DAY - due % DAY + NOON)  # nobody is asked at night
    return talks[0]


def _changed(talk: dict[str, Any], values: dict[str, Any]) -> Update:
    return conversation.update().where(conversation.c.id == talk["id"]).values(**values)


async def test_news_are_asked_after_seven_days_once(door: Door) -> None:
    await _after_seven_days(door, {"spoken": 0})
    for chat in (UNLUCKY, NEIGHBOUR):
        await until(lambda: "Avez-vous un moment" in door.shown(chat)[-1], "the question")  # noqa: B023
    await door.settled()
    assert await door.rows(timer) == []
    assert [len(door.shown(chat)) for chat in (UNLUCKY, NEIGHBOUR)] == [5, 5]


async def test_a_session_that_cannot_be_read_keeps_nobody_elses_news_and_its_own_only_until_it_is_mended(
    door: Door,
) -> None:
    unlucky = await _after_seven_days(door, {"session": b"not a session"})
    await until(lambda: "Avez-vous un moment" in door.shown(NEIGHBOUR)[-1], "the neighbour's question")
    (left,) = await door.rows(timer)
    assert left["due_at"] > await door.now(), "what could not be asked is asked later"
    await door.alter(_changed(unlucky, {"session": unlucky["session"]}))
    await door.wait(left["due_at"] - await door.now() + 1)
    await until(lambda: "Avez-vous un moment" in door.shown(UNLUCKY)[-1], "the question")
