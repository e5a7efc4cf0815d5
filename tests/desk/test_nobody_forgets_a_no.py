"""A no and a missed day are something to do: neither lies among what is over until a human has acted."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from bot.desk import open_tasks
from bot.desk.appointments import Meeting, standing_id
from bot.desk.referral_days import call_off
from bot.desk.referral_list import listed
from bot.desk.referral_states import ORGANISATION, PERSON, By, by_worker, move
from bot.desk.referral_words import TooEarly, said_by_organisation
from bot.records.clock import now as clock_now
from bot.records.tables import conversation, timer
from bot.waiting import ring_all
from tests.desk.conftest import AWA, Desk
from tests.desk.referring import DAY, expected, met, read, sent, stands


async def _to_do(desk: Desk) -> list[str]:
    return [task.kind for task in await desk.database.read(open_tasks.of_organisation, AWA)]


@pytest.mark.parametrize("by", [ORGANISATION, by_worker(AWA)], ids=["partner", "telephone"])
async def test_a_no_asks_the_team_for_something_else(desk: Desk, by: object) -> None:
    one, _ = await sent(desk)
    await stands(desk, one, status="seen")
    await desk.database.write(move, one, "declined", by, "paper")
    assert await _to_do(desk) == ["next_service"]
    await desk.database.write(open_tasks.settle, AWA, "next_service", one)
    assert await _to_do(desk) == []


async def test_what_the_person_takes_back_is_no_task(desk: Desk) -> None:
    one, _ = await sent(desk)
    await desk.database.write(move, one, "withdrawn", PERSON)
    assert await _to_do(desk) == []


async def test_who_did_not_come_is_asked_at_once_and_the_team_is_told(desk: Desk) -> None:
    one = await met(desk, days=1)
    await desk.wait(DAY)
    await _free(desk)
    await desk.phone.says("bonjour")
    await desk.database.write(lambda conn: said_by_organisation(conn, one, ORGANISATION, served=False))
    assert await _to_do(desk) == ["missed"]
    (line,) = await desk.database.read(listed, AWA)
    assert line.standing == "not_served"
    assert await _asked(desk) == 1
    await desk.database.write(lambda conn: said_by_organisation(conn, one, ORGANISATION, served=False))
    assert await _asked(desk) == 0, "once"
    assert await _to_do(desk) == ["missed"]


@pytest.mark.parametrize("by", [ORGANISATION, by_worker(AWA)], ids=["under its link", "by phone"])
@pytest.mark.parametrize("served", [True, False])
async def test_before_its_hour_nobody_can_say_how_it_went(desk: Desk, by: By, served: bool) -> None:
    one = await met(desk, days=3)
    before = await read(desk, select(timer))
    with pytest.raises(TooEarly):
        await desk.database.write(lambda conn: said_by_organisation(conn, one, by, served=served))
    (line,) = await desk.database.read(listed, AWA)
    assert (line.standing, await _to_do(desk), await read(desk, select(timer))) == ("accepted", [], before)
    await desk.wait(3 * DAY)
    await desk.database.write(lambda conn: said_by_organisation(conn, one, by, served=served))
    (line,) = await desk.database.read(listed, AWA)
    assert line.standing == ("served" if served else "not_served")


async def test_without_a_day_that_stands_it_can_be_said_at_once(desk: Desk) -> None:
    one = await met(desk, days=3)
    await desk.database.write(lambda conn: call_off(conn, one, ORGANISATION, standing_id(conn, one)))
    await desk.database.write(lambda conn: said_by_organisation(conn, one, ORGANISATION, served=True))
    (line,) = await desk.database.read(listed, AWA)
    assert line.standing == "served"


async def test_a_new_day_is_what_there_was_to_do(desk: Desk) -> None:
    one = await met(desk, days=1)
    await desk.wait(DAY)
    await desk.database.write(lambda conn: said_by_organisation(conn, one, ORGANISATION, served=False))
    await _meets_again(desk, one)
    assert await _to_do(desk) == []
    (line,) = await desk.database.read(listed, AWA)
    assert line.standing == "accepted"


async def _free(desk: Desk) -> None:
    """No worker holds the talk."""
    free = update(conversation).where(conversation.c.id == desk.id).values(mode="bot", claimed_by="", level="")
    await desk.database.write(lambda conn: conn.execute(free))


async def _asked(desk: Desk) -> int:
    """How many questions « did you go? » are due at once; they are rung."""
    now = await desk.database.read(clock_now)
    due = await read(
        desk, select(timer.c.kind).where(timer.c.due_at <= now, timer.c.kind.startswith("appointment_after"))
    )
    await desk.database.write(ring_all, desk.phone.house, desk.id)
    return len(due)


async def _meets_again(desk: Desk, one: str) -> None:
    def set_(conn):  # type: ignore[no-untyped-def]
        expected(conn, desk, one, Meeting(clock_now(conn) + 3 * DAY, "Lafiabougou"))

    await desk.database.write(set_)
