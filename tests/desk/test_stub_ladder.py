"""Who erases themselves in danger is still called out: the stub rings, calls more widely each time, until a human closes it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import RowMapping, select

from bot.alerts.errands import claim_next, settle
from bot.channels.wire import Delivered
from bot.desk import ladder, stubs
from bot.desk.ringing import count
from bot.house import House
from bot.records.tables import alert, stub
from tests.desk.conftest import AWA, BOU, Desk
from tests.desk.referring import read

MINUTE = 60


@pytest.fixture
def house(desk: Desk) -> House:
    desk.phone.house = replace(desk.phone.house, means=("telegram", "email"))
    return desk.phone.house


async def _left(desk: Desk, words: str) -> RowMapping:
    """The person says ``words``, then erases everything."""
    await desk.phone.says(words)
    desk.phone.house = replace(desk.phone.house, means=())
    await desk.phone.says("effacer", "1")
    (row,) = await read(desk, select(stub))
    return row  # type: ignore[no-any-return]


async def _climb(desk: Desk, house: House) -> list[str]:
    """What is due, twice over as by two processes; the kinds of call that were made, with their means."""
    before = len(await read(desk, select(alert)))
    for due in await desk.database.read(ladder.due_steps):
        for _ in range(2):
            assert await desk.database.write(ladder.climb, house, due) == []
    rows = await read(desk, select(alert).order_by(alert.c.id))
    return [f"{row['kind']} {row['means']}" for row in rows[before:]]


async def test_danger_that_erased_itself_calls_at_once_then_more_widely_and_never_ends_by_itself(
    desk: Desk, house: House
) -> None:
    await _left(desk, "je ne veux plus vivre")
    assert await _climb(desk, house) == ["new telegram"]
    for minutes, kind in ((5, "second"), (10, "supervisor"), (30, "still"), (30, "still")):
        await desk.wait((minutes - 1) * MINUTE)
        assert await _climb(desk, house) == []
        await desk.wait(MINUTE + 1)
        assert await _climb(desk, house) == [f"{kind} telegram", f"{kind} email"]


async def test_an_urgent_one_is_called_for_at_half_its_time_at_its_deadline_and_each_working_day(
    desk: Desk, house: House
) -> None:
    await _left(desk, "j'ai faim")
    made = [await _climb(desk, house)]
    for _ in range(60):
        await desk.wait(3600)
        made += [one for one in [await _climb(desk, house)] if one]
    kinds = [call.split()[0] for calls in made for call in calls if call.endswith("telegram")]
    assert kinds[:3] == ["new", "remind", "widen"]
    assert set(kinds[3:]) <= {"still"}


async def test_it_rings_in_every_open_page_until_it_is_closed(desk: Desk, house: House) -> None:
    left = await _left(desk, "je ne veux plus vivre")
    rings = await desk.database.read(count, BOU)
    assert (rings.p0, rings.p1) == (1, 0)
    assert rings.newest
    assert await desk.database.write(stubs.close, AWA, left["id"])
    assert (await desk.database.read(count, BOU)).p0 == 0
    await desk.wait(3600)
    assert await _climb(desk, house) == []


async def test_a_call_says_what_it_is_about_and_is_taken_off_the_group_when_a_human_closes_it(
    desk: Desk, house: House
) -> None:
    left = await _left(desk, "je ne veux plus vivre")
    await _climb(desk, house)
    errand = await desk.database.write(claim_next, "telegram")
    assert errand is not None
    assert (errand.level, errand.organisation, errand.language, errand.taken) == ("P0", "sira", "fr", False)
    await desk.database.write(settle, errand, Delivered("55"))
    assert await desk.database.write(claim_next, "telegram") is None
    await desk.database.write(stubs.close, AWA, left["id"])
    change = await desk.database.write(claim_next, "telegram")
    assert change is not None
    assert (change.message, change.taken) == ("55", True)


async def test_after_its_time_nothing_of_it_calls(desk: Desk, house: House) -> None:
    await _left(desk, "je ne veux plus vivre")
    await desk.wait(73 * 3600)
    assert await _climb(desk, house) == []
    now = (await read(desk, select(stub)))[0]["until"] + 1
    assert await desk.database.write(stubs.expire, now) == 1
    assert not await desk.database.read(stubs.is_over, now)


async def test_calls_for_it_are_kept_as_long_as_those_of_a_case(desk: Desk, house: House) -> None:
    left = await _left(desk, "je ne veux plus vivre")
    await _climb(desk, house)
    await desk.database.write(stubs.close, AWA, left["id"])
    ended = (await read(desk, select(stub)))[0]["closed_at"]
    assert not await desk.database.read(stubs.is_over, ended + stubs.CALLS_SECONDS - 1)
    assert await desk.database.read(stubs.is_over, ended + stubs.CALLS_SECONDS)
    await desk.database.write(stubs.expire, ended + stubs.CALLS_SECONDS)
    assert await read(desk, select(alert).where(alert.c.stub_id == left["id"])) == []
