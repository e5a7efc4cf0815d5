"""An ended case is taken up again with its story, by who might hold it, and counts as nobody new."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from bot.desk.case_figures import ages, asked, first_words
from bot.desk.claim import claim, release
from bot.desk.filters import Filters
from bot.desk.handover import reasons_of
from bot.desk.ladder import due_steps
from bot.desk.reach import reach
from bot.desk.reasons import read_by
from bot.desk.staff import Worker
from bot.desk.take_up import Why, take_up
from bot.records.clock import now
from bot.records.tables import handover, outbox
from bot.waiting import ring_all
from tests.desk.conftest import AWA, BOU, DAY, Desk

MONTH = 30 * DAY


@pytest.fixture
async def ended(desk: Desk) -> Desk:
    """Awa held it and ended it, an hour ago."""
    assert await desk.database.write(claim, desk.id, AWA)
    assert await desk.end(AWA, "other")
    await desk.wait(3600)
    return desk


async def _take_up(desk: Desk, who: Worker = AWA) -> Why | None:
    def anew(conn: Connection) -> Why | None:
        row = reach(conn, desk.id, who)
        assert row is not None
        return take_up(conn, desk.phone.house, row, who)

    return await desk.database.write(anew)


async def _cases(desk: Desk) -> list[Any]:
    return await desk.database.read(
        lambda conn: conn.execute(select(handover).order_by(handover.c.id)).mappings().all()
    )


async def _said(desk: Desk) -> int:
    return int(
        await desk.database.read(lambda conn: conn.execute(select(func.count()).select_from(outbox)).scalar_one())
    )


async def test_it_opens_a_new_case_in_the_worker_s_hands_with_the_story(ended: Desk) -> None:
    assert await _take_up(ended) is None
    row = await ended.row()
    assert (row["mode"], row["level"], row["claimed_by"]) == ("human", "P3", AWA.id)
    old, new = await _cases(ended)
    assert (old["outcome"], new["closed_at"], new["resumes"]) == ("other", 0, old["id"])
    assert new["code"] not in ("", old["code"])

    def why(conn: Connection) -> list[str]:
        found = reach(conn, ended.id, AWA)
        assert found is not None
        key = ended.phone.vault.unwrap(found["person_id"], found["wrapped"])
        return [read_by(ended.phone.house, AWA, words) for words, _, _ in reasons_of(conn, key, ended.id)]

    assert await ended.database.read(why) == [
        "demande une personne", "demande d'avant, terminée : Autre", "reprise par l'équipe",
    ]  # fmt: skip


async def test_it_is_nobody_new_in_the_figures_and_among_what_is_open(ended: Desk) -> None:
    def counted(conn: Connection) -> tuple[Any, ...]:
        at = now(conn)
        since = at - MONTH
        return (
            sum(asked(conn, AWA, Filters(), since).values()),
            first_words(conn, AWA, Filters(), since)["P3"],
            sum(ages(conn, AWA, Filters(), at)),
        )

    people, words, waiting = await ended.database.read(counted)
    assert (people, words.opened, waiting) == (1, 1, 0)
    assert await _take_up(ended) is None
    assert await ended.database.read(counted) == (people, words, 1)


async def test_of_two_the_second_is_told_and_nothing_is_opened_twice(ended: Desk) -> None:
    assert await _take_up(ended) is None
    assert await _take_up(ended) == "open_already"
    assert len(await _cases(ended)) == 2


async def test_what_was_a_danger_is_taken_up_as_one_by_who_may_hold_it_only(desk: Desk) -> None:
    await desk.phone.says("je ne veux plus vivre")
    assert await desk.database.write(claim, desk.id, AWA)
    assert await desk.end(AWA, "other")
    plain = Worker(AWA.id, "awa", "sira", frozenset({"case_worker"}))
    assert await desk.database.write(reach, desk.id, plain) is None
    assert await _take_up(desk) is None
    assert (await desk.row())["level"] == "P0"
    assert (await _cases(desk))[-1]["focus"] == "protection"


async def test_who_was_not_written_to_hears_neither_that_it_waits_nor_that_it_is_over(ended: Desk) -> None:
    await ended.database.write(ring_all, ended.phone.house, ended.id)
    before = await _said(ended)
    assert await _take_up(ended) is None
    assert await ended.database.write(release, ended.id, AWA)
    await ended.database.write(ring_all, ended.phone.house, ended.id)
    assert await ended.database.write(claim, ended.id, BOU)
    assert await ended.end(BOU, "other")
    await ended.database.write(ring_all, ended.phone.house, ended.id)
    assert await _said(ended) == before


async def test_the_team_is_called_once_who_took_it_up_has_left_it(ended: Desk) -> None:
    assert await _take_up(ended) is None
    await ended.wait(20 * DAY)
    assert await ended.database.read(due_steps) == []
    assert await ended.database.write(release, ended.id, AWA)
    await ended.wait(20 * DAY)
    assert len(await ended.database.read(due_steps)) == 1


async def test_who_wants_no_more_messages_stays_so(ended: Desk) -> None:
    await ended.phone.says("stop")
    assert (await ended.row())["mode"] == "stopped"
    assert await _take_up(ended) is None
    row = await ended.row()
    assert (row["mode"], row["claimed_by"]) == ("stopped", AWA.id)
