"""The queue's version: a page that polls never misses somebody who came."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sqlalchemy import Connection

from bot.desk.claim import claim
from bot.desk.queue import holds, queue, version
from bot.records.tables import conversation
from tests.desk.conftest import AWA, BOU, Desk
from tests.phone import Phone


async def _version(desk: Desk) -> str:
    """Without its minute, which passes by itself."""
    return (await desk.database.read(version, AWA)).rsplit("-", 2)[0]


async def test_a_claim_and_a_new_message_change_it(desk: Desk) -> None:
    seen = [await _version(desk)]
    await desk.database.write(claim, desk.id, AWA)
    seen.append(await _version(desk))
    await desk.phone.says("je suis malade")
    seen.append(await _version(desk))
    assert len(set(seen)) == 3


async def test_one_who_comes_as_another_leaves_is_not_missed(desk: Desk, new_phone: Callable[[str], Phone]) -> None:
    await desk.database.write(claim, desk.id, AWA)
    before = await _version(desk)
    other = new_phone("whatsapp")
    await other.says("bonjour", "1", "je ne veux plus vivre")
    assert await desk.end(AWA, "other")

    def same_sums(conn: Connection) -> None:
        count, total, _ = before.split("-")
        assert count == "1"
        conn.execute(
            conversation.update()
            .where(conversation.c.id == other.conversation)
            .values(version=int(total) - conversation.c.epoch - conversation.c.seq)
        )

    await desk.database.write(same_sums)
    assert await _version(desk) != before


async def test_danger_that_nobody_has_stands_above_danger_that_somebody_has(
    desk: Desk, new_phone: Callable[[str], Phone]
) -> None:
    await desk.phone.says("je ne veux plus vivre")
    later = new_phone("whatsapp")
    await later.says("bonjour", "1", "je ne veux plus vivre")
    assert [one.id for one in await desk.database.write(queue, AWA)] == [desk.id, later.conversation]
    await desk.database.write(claim, desk.id, AWA)
    assert [one.id for one in await desk.database.write(queue, AWA)] == [later.conversation, desk.id]


async def test_ones_own_cases_and_danger_that_nobody_has_whatever_else_waits(
    desk: Desk, new_phone: Callable[[str], Phone]
) -> None:
    other, danger = new_phone("whatsapp"), new_phone("whatsapp")
    await other.says("bonjour", "1", "je suis malade")
    await desk.database.write(claim, desk.id, AWA)
    assert [one.id for one in await desk.database.write(partial(queue, mine=True), AWA)] == [desk.id]
    assert await desk.database.read(holds, AWA) == 1
    await danger.says("bonjour", "1", "je ne veux plus vivre")
    own = await desk.database.write(partial(queue, mine=True), AWA)
    assert [one.id for one in own] == [danger.conversation, desk.id]
    assert {one.id for one in await desk.database.write(queue, AWA)} == {
        desk.id,
        other.conversation,
        danger.conversation,
    }
    assert await desk.database.read(holds, BOU) == 0
