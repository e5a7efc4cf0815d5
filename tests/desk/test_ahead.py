"""Who asks while many wait is told so, and no time: only a backlog that the people present can answer allows one."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, delete, insert, update

from bot.desk.ahead import EACH, EACH_URGENT, too_many
from bot.desk.shifts import availability
from bot.desk.staff import add_worker
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.tables import conversation, handover, person, shift, worker
from tests.desk.conftest import AWA, BOU, Desk


async def _waiting(desk: Desk, count: int, level: str, organisation: str = "sira", held_by: str = "") -> None:
    def write(conn: Connection) -> None:
        for _ in range(count):
            who, talk = new_id(), new_id()
            conn.execute(insert(person).values(id=who, created_at=0))
            conn.execute(insert(conversation).values(id=talk, person_id=who, mode="queued", level=level, created_at=0,
                                                     organisation=organisation, claimed_by=held_by))  # fmt: skip
            conn.execute(insert(handover).values(id=new_id(), conversation_id=talk, level=level, opened_at=1, due_at=2,
                                                 organisation=organisation))  # fmt: skip

    await desk.database.write(write)


@pytest.mark.parametrize(("level", "each"), [("P3", EACH), ("P2", EACH), ("P1", EACH_URGENT), ("P0", EACH_URGENT)])
async def test_many_is_more_than_those_present_answer(desk: Desk, level: str, each: int) -> None:
    await _waiting(desk, each - 1, level)
    await _waiting(desk, 1, level, held_by=AWA.id)
    await _waiting(desk, each, level, organisation="other")
    assert not await desk.database.read(too_many, "sira", desk.id, level, 1)
    await _waiting(desk, 1, "P0")
    assert await desk.database.read(too_many, "sira", desk.id, level, 1)
    assert not await desk.database.read(too_many, "sira", desk.id, level, 2)


async def test_what_is_less_urgent_waits_behind(desk: Desk) -> None:
    await _waiting(desk, 20, "P3")
    assert not await desk.database.read(too_many, "sira", desk.id, "P2", 1)
    assert await desk.database.read(too_many, "sira", desk.id, "P3", 1)


@pytest.fixture
async def awake(desk: Desk) -> Desk:
    """One worker on a shift that never ends, and at the desk."""

    def write(conn: Connection) -> None:
        conn.execute(delete(worker).where(worker.c.id.in_((AWA.id, BOU.id))))
        made = add_worker(conn, "eve", "supervisor", "sira", "a-good-password")
        conn.execute(update(worker).where(worker.c.id == made).values(seen_at=clock_now(conn)))
        for day in range(7):
            conn.execute(insert(shift).values(id=new_id(), organisation_id="sira", worker_id="", team="", weekday=day,
                                              from_minute=0, to_minute=1440))  # fmt: skip

    await desk.database.write(write)
    return desk


async def test_the_person_hears_that_many_wait_and_no_number_of_days(awake: Desk) -> None:
    await _waiting(awake, EACH, "P3")
    row = {"id": awake.id, "organisation": "sira", "claimed_by": ""}
    now = await awake.database.read(clock_now)
    here = await awake.database.read(availability, row, now, "P3")
    assert (here.present, here.many) == (True, True)
    heard = await awake.phone.says("personne")
    assert "beaucoup de personnes attendent" in heard.french
    assert "jours de travail" not in heard.french
