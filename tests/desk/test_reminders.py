"""« Rappelez-moi » shows a case to one worker again, on its day, and to nobody else."""

from __future__ import annotations

from sqlalchemy import update

from bot.desk.reminders import DAY_SECONDS, done, due_for, morning_in, remind, set_for
from bot.desk.staff import Worker
from bot.records.tables import conversation
from tests.desk.conftest import AWA, BOU, Desk


async def _remind(desk: Desk, who: Worker, days: int) -> int:
    now = (await desk.row())["last_at"]
    due = morning_in(now, days)
    await desk.database.write(remind, desk.id, who, due, now)
    return due


async def _due(desk: Desk, who: Worker) -> list[str]:
    return [found.conversation for found in await desk.database.read(due_for, who)]


async def test_it_shows_on_its_day_to_who_asked_and_to_nobody_else(desk: Desk) -> None:
    due = await _remind(desk, AWA, 1)
    assert await _due(desk, AWA) == []
    assert await desk.database.read(set_for, desk.id, AWA) == due
    assert await desk.database.read(set_for, desk.id, BOU) == 0
    await desk.wait(2 * DAY_SECONDS)
    assert await _due(desk, AWA) == [desk.id]
    assert await _due(desk, BOU) == []
    await desk.database.write(done, desk.id, AWA, due)
    assert await _due(desk, AWA) == []


async def test_a_second_wish_takes_the_place_of_the_first(desk: Desk) -> None:
    await _remind(desk, AWA, 1)
    late = await _remind(desk, AWA, 30)
    await desk.wait(3 * DAY_SECONDS)
    assert await _due(desk, AWA) == []
    assert await desk.database.read(set_for, desk.id, AWA) == late


async def test_it_wakes_nobody_and_changes_nothing_for_the_person(desk: Desk) -> None:
    before = await desk.row()
    await _remind(desk, AWA, 1)
    await desk.wait(2 * DAY_SECONDS)
    await desk.database.read(due_for, AWA)
    assert await desk.row() == before


async def test_what_moved_to_another_organisation_is_not_shown(desk: Desk) -> None:
    await _remind(desk, AWA, 1)
    await desk.wait(2 * DAY_SECONDS)
    await desk.database.write(lambda conn: conn.execute(update(conversation).values(organisation="other")))
    assert await _due(desk, AWA) == []


def test_the_morning_is_eight_o_clock_of_a_later_day() -> None:
    now = 20_000 * DAY_SECONDS + 5
    assert morning_in(now, 1) == 20_001 * DAY_SECONDS + 8 * 3600
