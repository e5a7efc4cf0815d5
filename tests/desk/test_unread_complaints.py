"""A complaint that nobody is left to read is counted, whoever asks, and nothing of it is told."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, delete, insert, update

from bot.desk.staff import add_worker
from bot.desk.unread_complaints import complaints_examined, unread
from bot.records.ids import new_id
from bot.records.row_security import Scope, take_on
from bot.records.tables import complaint, membership, organisation, worker
from tests.desk.conftest import AWA, Desk

HOME = "sira"


async def _complaint(desk: Desk, **about: object) -> None:
    row = {"id": new_id(), "number": new_id(), "sealed": b"", "at": 1, "due_at": 1, **about}
    await desk.database.write(lambda conn: conn.execute(insert(complaint).values(**row)))


async def _unread(desk: Desk) -> int:
    def at_the_desk(conn: Connection) -> int:
        take_on(conn, Scope(HOME, AWA.id))
        return unread(conn, HOME)

    found = await desk.database.read(at_the_desk)
    assert found == await desk.database.read(unread, HOME)
    return found


@pytest.fixture
async def eve(desk: Desk) -> str:
    """The only one who may read complaints."""
    await desk.database.write(lambda conn: conn.execute(delete(membership)))
    made: str = await desk.database.write(add_worker, "eve", "supervisor", HOME, "a-good-password")
    await desk.database.write(add_worker, "dia", "case_worker", HOME, "a-good-password")
    return made


async def test_one_about_the_only_reader_is_read_by_nobody_until_there_is_another(desk: Desk, eve: str) -> None:
    await _complaint(desk)
    assert await _unread(desk) == 0
    assert await desk.database.read(complaints_examined, HOME) == []
    await _complaint(desk, worker_id=eve)
    assert await _unread(desk) == 1
    (line,) = await desk.database.read(complaints_examined, HOME)
    assert (line.colour, "sira staff add" in line.words) == ("red", True)
    await desk.database.write(add_worker, "gil", "auditor", HOME, "a-good-password")
    assert await _unread(desk) == 0


async def test_one_about_the_house_itself_needs_a_reader_elsewhere(desk: Desk, eve: str) -> None:
    await _complaint(desk, organisation=HOME)
    assert await _unread(desk) == 1
    await desk.database.write(lambda conn: conn.execute(insert(organisation).values(id="other", name="other")))
    await desk.database.write(add_worker, "cis", "supervisor", "other", "a-good-password")
    assert await _unread(desk) == 0
    await _complaint(desk)
    await desk.database.write(lambda conn: conn.execute(update(worker).where(worker.c.login == "eve").values(active=0)))
    assert await _unread(desk) == 1, "another house reads only what is about this one"


async def test_a_closed_one_needs_nobody(desk: Desk) -> None:
    await _complaint(desk, closed_at=5)
    assert await _unread(desk) == 0
