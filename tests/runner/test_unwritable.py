"""A turn that can in no way be written is said to the provider, which keeps the message; neighbours notice nothing."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text

from bot.records.tables import conversation, handover, inbound
from tests.runner.door import Door, until

UNLUCKY, NEIGHBOURS = 51, range(52, 58)
GET_STUCK = {
    "sqlite": ("CREATE TRIGGER stuck BEFORE INSERT ON handover BEGIN SELECT RAISE(ABORT, 'stuck'); END",),
    "postgresql": (
        "CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'stuck'; END $$",
        "CREATE TRIGGER stuck BEFORE INSERT ON handover FOR EACH ROW EXECUTE FUNCTION stuck()",
    ),
}
GET_UNSTUCK = {"sqlite": "DROP TRIGGER stuck", "postgresql": "DROP TRIGGER stuck ON handover"}


async def test_a_turn_that_cannot_be_written_waits_at_the_provider_and_is_answered_once(
    door: Door, database_url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    for chat in (UNLUCKY, *NEIGHBOURS):
        await door.writes(chat, "bonjour")
    store = database_url.partition(":")[0]
    await door.alter(*(text(sentence) for sentence in GET_STUCK[store]))
    cry = door.api.person_writes(UNLUCKY, "je ne veux plus vivre")
    others = [door.api.person_writes(chat, "1") for chat in NEIGHBOURS]
    refused, *taken = await asyncio.gather(*(door.deliver(update) for update in (cry, *others)))
    assert refused == 500
    assert set(taken) == {200}
    assert await door.deliver(cry) == 500
    assert len(door.shown(UNLUCKY)) == 1
    await until(lambda: all(len(door.shown(chat)) == 2 for chat in NEIGHBOURS), "the neighbours' answers")

    await door.alter(text(GET_UNSTUCK[store]))
    assert [await door.deliver(cry) for _ in range(3)] == [200] * 3
    await until(lambda: len(door.shown(UNLUCKY)) > 1, "the answer")
    await door.settled()
    assert [row["level"] for row in await door.rows(handover)] == ["P0"]
    assert {row["seq"] for row in await door.rows(conversation)} == {2}
    assert {row["state"] for row in await door.rows(inbound)} == {"done"}
    printed = "".join(capfd.readouterr())
    assert '"level": "error"' in printed
    assert "Traceback" not in printed
    assert "plus vivre" not in printed
