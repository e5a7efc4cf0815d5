"""Planned at the machine, allowed by a second person at the desk, set out once, stopped at any moment."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.broadcast import planning
from bot.broadcast.lane import tidy
from bot.broadcast.planning import NotPossible, named, plan, start, stop
from bot.desk.asked import requests_for
from bot.desk.exports import UNTIL_SECONDS, decide
from bot.desk.staff import Worker
from bot.records.tables import audit, broadcast, conversation, outbox, timer
from bot.upkeep.calm import calm
from bot.upkeep.freeze import freeze
from bot.upkeep.retention import Retention
from tests.broadcast.conftest import PEOPLE, Hall
from tests.broadcast.crowd import ANNOUNCEMENT, AWA, allowed

CIS = Worker("c" * 32, "cis", "other", frozenset({"supervisor"}))
BOU = Worker("b" * 32, "bou", "sira", frozenset({"case_worker"}))


async def _planned(hall: Hall) -> str:
    return (await hall.database.write(plan, ANNOUNCEMENT, "sira")).id


async def test_nothing_sets_out_without_a_second_person(hall: Hall) -> None:
    one = await _planned(hall)
    with pytest.raises(NotPossible, match="Accords"):
        await hall.database.write(start, one)
    (asked,) = await hall.database.read(requests_for, AWA)
    assert (asked.kind, asked.thing, asked.may_allow) == ("broadcast", one, True)
    for nobody in (CIS, BOU):
        assert not await hall.database.write(lambda conn, who=nobody: decide(conn, who, asked.id, allow=True))
    assert await hall.database.write(allowed, one)
    assert (await hall.database.write(start, one)).people == PEOPLE
    timers = await hall.rows(timer)
    assert {row["conversation_id"] for row in timers} == set(hall.talks)
    assert {row["kind"] for row in timers} == {f"broadcast_{one}"}
    noted = [(row["worker_id"], row["action"]) for row in await hall.rows(audit)]
    assert noted == [("operator", "broadcast:plan"), ("operator", "ask:broadcast"), (AWA.id, "allow"),
                     ("operator", "open:broadcast"), ("operator", "broadcast:start")]  # fmt: skip


async def test_it_sets_out_once(hall: Hall) -> None:
    one = await hall.begun()
    with pytest.raises(NotPossible, match="déjà partie"):
        await hall.database.write(start, one)
    with pytest.raises(NotPossible, match=one):
        await hall.database.write(plan, ANNOUNCEMENT, "sira")
    assert len(await hall.rows(timer)) == PEOPLE


async def test_a_yes_that_is_too_old_is_none(hall: Hall) -> None:
    one = await _planned(hall)
    await hall.database.write(allowed, one)
    await hall.wait(UNTIL_SECONDS)
    with pytest.raises(NotPossible, match="sept jours"):
        await hall.database.write(start, one)


async def test_four_people_are_too_few_and_too_many_are_several_broadcasts(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "PEOPLE_MAX", PEOPLE - 1)
    with pytest.raises(NotPossible, match=f"{PEOPLE - 1} au plus"):
        await hall.database.write(plan, ANNOUNCEMENT, "sira")
    await hall.alter(update(conversation).where(conversation.c.id.in_(hall.talks[:2])).values(mode="stopped"))
    with pytest.raises(NotPossible, match="Moins de 5"):
        await hall.database.write(plan, ANNOUNCEMENT, "sira")


async def test_nothing_sets_out_while_the_house_is_frozen(hall: Hall) -> None:
    one = await _planned(hall)
    await hall.database.write(allowed, one)
    await hall.database.write(freeze)
    with pytest.raises(NotPossible, match="sira unfreeze"):
        await hall.database.write(start, one)


async def test_stopping_takes_away_what_is_left_and_says_how_much(hall: Hall) -> None:
    one = await hall.begun()
    await hall.goes_on()
    sent, lost = [row["id"] for row in await hall.rows(outbox)][:2]
    await hall.alter(update(outbox).where(outbox.c.id == sent).values(state="delivered"))
    await hall.alter(update(outbox).where(outbox.c.id == lost).values(state="pending"))
    assert await hall.database.write(stop, one) == PEOPLE - 1
    now = await hall.progress(one)
    assert (now.sent, now.delivered, now.stopped, now.waiting, now.left) == (1, 1, PEOPLE - 1, 0, 0)
    assert await hall.goes_on() == 0
    with pytest.raises(NotPossible, match="déjà"):
        await hall.database.write(stop, one)


async def test_one_is_named_by_its_beginning(hall: Hall) -> None:
    one = await hall.begun()
    assert await hall.database.read(named, one[:10]) == one
    for nothing in ("zz", "_"):
        with pytest.raises(NotPossible, match="sira broadcast list"):
            await hall.database.read(named, nothing)


async def test_after_a_restore_it_goes_no_further(hall: Hall) -> None:
    await hall.begun()
    await hall.wait(60)
    await hall.database.write(lambda conn: calm(conn, 0))
    assert [row["state"] for row in await hall.rows(broadcast)] == ["stopped"]
    assert await hall.rows(timer) == []


async def test_it_is_forgotten_after_two_years_but_never_on_its_way(hall: Hall) -> None:
    await hall.begun()
    await hall.wait(800 * 86_400)
    await Retention(hall.database, hall.house.vault).sweep()
    assert [row["state"] for row in await hall.rows(broadcast)] == ["running"]
    await hall.database.write(tidy)
    await Retention(hall.database, hall.house.vault).sweep()
    assert await hall.rows(broadcast) == []
