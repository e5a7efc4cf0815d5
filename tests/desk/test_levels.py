"""A level is raised by anyone who reads, lowered by a human who may and who says why; no deadline is forgotten."""

from __future__ import annotations

import pytest
from sqlalchemy import RowMapping, select

from bot.desk import parting
from bot.desk.claim import claim
from bot.desk.handover import reasons_of
from bot.desk.levels import Changed, NotChanged, change_level
from bot.desk.reach import reach
from bot.desk.reasons import read_by
from bot.desk.ringing import count
from bot.desk.staff import Worker
from bot.records.tables import audit, handover, timer
from tests.desk.conftest import AWA, BOU, Desk


async def _change(
    desk: Desk, who: Worker, level: str, reason: str = "il a peur, dit-il", version: int | None = None
) -> Changed | NotChanged:
    seen = (await desk.row())["version"] if version is None else version

    def change(conn):  # type: ignore[no-untyped-def]
        row = reach(conn, desk.id, who)
        assert row is not None
        return change_level(conn, desk.phone.house, row, who, level, reason, seen, sure=True)

    return await desk.database.write(change)


async def _handover(desk: Desk) -> RowMapping:
    return await desk.database.read(lambda conn: conn.execute(select(handover)).mappings().one())


async def test_raised_it_is_due_sooner_and_says_why_and_by_whom(desk: Desk) -> None:
    before = await desk.row()
    assert await _change(desk, BOU, "P1") == Changed("P1")
    after, case = await desk.row(), await _handover(desk)
    assert after["level"] == case["level"] == "P1"
    assert after["due_at"] == case["due_at"] <= before["due_at"]
    assert after["version"] > before["version"]

    def reasons(conn):  # type: ignore[no-untyped-def]
        row = reach(conn, desk.id, AWA)
        return reasons_of(conn, desk.phone.vault.unwrap(row["person_id"], row["wrapped"]), desk.id)

    words, level, _at = (await desk.database.write(reasons))[-1]
    assert (read_by(desk.phone.house, BOU, words), level) == ("vous : il a peur, dit-il", "P1")
    assert read_by(desk.phone.house, AWA, words) == "agent : il a peur, dit-il"
    noted = select(audit.c.action).where(audit.c.worker_id == BOU.id, audit.c.action.startswith("level"))
    assert await desk.database.read(lambda conn: conn.execute(noted).scalars().all()) == ["level:P3:P1"]


@pytest.mark.parametrize(("who", "held"), [(BOU, False), (AWA, True)], ids=["may not answer it", "may"])
async def test_raised_to_danger_it_waits_for_who_may_answer_and_the_person_hears_it(
    desk: Desk, who: Worker, *, held: bool
) -> None:
    await desk.reply(who, "Bonjour.")
    assert await _change(desk, who, "P0") == Changed("P0")
    row, case = await desk.row(), await _handover(desk)
    assert (row["claimed_by"], row["mode"]) == ((who.id, "human") if held else ("", "queued"))
    assert case["next_step_at"] > 0
    assert (await desk.database.read(lambda conn: count(conn, AWA))).p0 == int(not held)
    kinds = await desk.database.read(lambda conn: conn.execute(select(timer.c.kind)).scalars().all())
    assert (parting.PUT_BACK in kinds) is not held


async def test_lowered_it_is_due_as_from_when_the_person_asked(desk: Desk) -> None:
    asked = await desk.row()
    await _change(desk, AWA, "P1")
    await desk.wait(600)
    assert await _change(desk, BOU, "P3") == Changed("P3")
    after, case = await desk.row(), await _handover(desk)
    assert after["due_at"] == case["due_at"] == asked["due_at"]


async def test_anybody_raises_to_p0_and_only_who_is_trained_takes_it_down(desk: Desk) -> None:
    assert await _change(desk, BOU, "P0") == Changed("P0")
    assert await desk.database.write(reach, desk.id, BOU) is None, "they let it go, and read no more of it"
    assert (await desk.row())["level"] == "P0"
    assert await _change(desk, AWA, "P2") == Changed("P2")


async def test_lowering_over_words_that_were_not_read_is_refused_and_raising_is_not(desk: Desk) -> None:
    await _change(desk, AWA, "P2")
    seen = (await desk.row())["version"]
    await desk.phone.says("encore une question")
    assert await _change(desk, AWA, "P3", version=seen) == NotChanged("changed")
    assert await _change(desk, AWA, "P1", version=seen) == Changed("P1")


@pytest.mark.parametrize(
    ("level", "reason", "why"),
    [
        ("P3", "pareil", "no_level"), ("", "x", "no_level"), ("P9", "x", "no_level"), ("p1", "x", "no_level"),
        ("P1", "", "no_reason"), ("P1", " \n ", "no_reason"), ("P1", "x" * 301, "long_reason"),
    ],
)  # fmt: skip
async def test_what_is_no_change_changes_nothing(desk: Desk, level: str, reason: str, why: str) -> None:
    before = await desk.row()
    assert await _change(desk, AWA, level, reason) == NotChanged(why)  # type: ignore[arg-type]
    assert await desk.row() == before


async def test_a_closed_case_has_no_level_to_change(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    await desk.end(AWA, "other")
    assert await _change(desk, AWA, "P1") == NotChanged("over")


async def test_raised_above_who_holds_it_it_is_free_for_who_is_trained(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, BOU)
    await _change(desk, BOU, "P0")
    assert await desk.database.write(claim, desk.id, AWA)
    assert (await desk.row())["claimed_by"] == AWA.id
