"""Nobody answers: the team is called again and again, and somebody in danger is told the truth after half an hour."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import RowMapping, select

from bot.desk import ladder
from bot.desk.claim import claim, release
from bot.house import House
from bot.records.clock import move
from bot.records.tables import alert, handover, outbox
from tests.desk.conftest import AWA, BOU, Desk

MEANS = ("telegram", "email")


@pytest.fixture
def house(desk: Desk) -> House:
    desk.phone.house = replace(desk.phone.house, means=MEANS)
    return desk.phone.house


async def _case(desk: Desk) -> RowMapping:
    return await desk.database.read(lambda conn: conn.execute(select(handover)).mappings().one())


async def _calls(desk: Desk) -> list[tuple[str, str]]:
    rows = select(alert.c.kind, alert.c.means).order_by(alert.c.id)
    return [tuple(row) for row in await desk.database.read(lambda conn: conn.execute(rows).all())]


async def _climb(desk: Desk, house: House) -> list[str]:
    """Every step that is due, and the conversations whose person was told something."""
    told = []
    for due in await desk.database.read(ladder.due_steps):
        told += [done.conversation for done in await desk.database.write(ladder.climb, house, due)]
    return told


async def test_danger_is_called_out_after_5_15_and_30_minutes(desk: Desk, house: House) -> None:
    await desk.phone.says("je ne veux plus vivre")
    assert await _climb(desk, house) == []
    for minutes, kind in ((5, "second"), (10, "supervisor")):
        await desk.database.write(move, minutes * 60)
        assert await _climb(desk, house) == []
        assert [made for made, _ in await _calls(desk)][-2:] == [kind, kind]
    before = len(await _calls(desk))
    await desk.database.write(move, 15 * 60)
    assert await _climb(desk, house) == [desk.id]
    assert len(await _calls(desk)) == before
    rows = select(outbox.c.kind).order_by(outbox.c.id.desc()).limit(1)
    assert await desk.database.read(lambda conn: conn.execute(rows).scalar_one()) == "safety"
    for _ in range(3):
        await desk.database.write(move, 30 * 60)
        assert await _climb(desk, house) == []
        assert (await _calls(desk))[-1] == ("still", "email")
    assert (await _case(desk))["closed_at"] == 0, "no machine closes an escalation"


async def test_whoever_is_in_danger_hears_the_truth_after_half_an_hour_although_sira_stood_still(
    desk: Desk, house: House
) -> None:
    await desk.phone.says("je ne veux plus vivre")
    await desk.database.write(move, 31 * 60)
    assert [await _climb(desk, house) for _ in range(4)] == [[], [], [desk.id], []]
    assert list(dict.fromkeys(kind for kind, _ in await _calls(desk)))[-2:] == ["second", "supervisor"]
    await desk.database.write(move, 30 * 60)
    assert [await _climb(desk, house) for _ in range(2)] == [[], []]
    assert [made for made, _ in await _calls(desk)].count("still") == len(MEANS)


async def test_a_request_is_recalled_at_half_and_widened_at_its_deadline(desk: Desk, house: House) -> None:
    case = await _case(desk)
    assert case["opened_at"] < case["next_step_at"] < case["due_at"]
    await desk.database.write(move, case["next_step_at"] - case["opened_at"] + 1)
    await _climb(desk, house)
    assert await _calls(desk) == [("remind", "telegram"), ("remind", "email")]
    await desk.database.write(move, case["due_at"] - case["next_step_at"] + 1)
    await _climb(desk, house)
    assert (await _calls(desk))[2:] == [("widen", "telegram"), ("widen", "email")]
    assert (await _case(desk))["next_step_at"] > case["due_at"]


async def test_who_answers_ends_the_ladder_and_is_noted_once(desk: Desk, house: House) -> None:
    await desk.reply(BOU, "Bonjour, je suis là.")
    first = (await _case(desk))["first_words_at"]
    assert first
    assert (await _case(desk))["next_step_at"] == 0
    await desk.database.write(move, 60)
    await desk.reply(BOU, "Toujours là.")
    assert (await _case(desk))["first_words_at"] == first
    await desk.database.write(move, 30 * 86_400)
    assert await _climb(desk, house) == []


async def test_taking_it_calls_nobody_any_more_and_giving_it_up_calls_again(desk: Desk, house: House) -> None:
    await desk.phone.says("je ne veux plus vivre")
    await desk.database.write(move, 301)
    await _climb(desk, house)
    await desk.database.write(claim, desk.id, AWA)
    states = select(alert.c.state).distinct()
    assert await desk.database.read(lambda conn: set(conn.execute(states).scalars())) == {"over"}
    made = len(await _calls(desk))
    await desk.database.write(move, 601)
    await _climb(desk, house)
    assert len(await _calls(desk)) == made, "somebody holds it"
    await desk.database.write(release, desk.id, AWA)
    await desk.database.write(move, 301)
    await _climb(desk, house)
    assert [kind for kind, _ in await _calls(desk)][made:] == ["second", "second"]


async def test_a_step_is_climbed_once_by_however_many(desk: Desk, house: House) -> None:
    await desk.phone.says("je ne veux plus vivre")
    await desk.database.write(move, 301)
    (due,) = await desk.database.read(ladder.due_steps)
    await asyncio.gather(*(desk.database.write(ladder.climb, house, due) for _ in range(20)))
    assert [kind for kind, _ in await _calls(desk)].count("second") == len(MEANS)


async def test_a_call_holds_nothing_of_the_person(desk: Desk, house: House) -> None:
    await desk.phone.says("je ne veux plus vivre, je suis a Nioro")
    await desk.database.write(move, 301)
    await _climb(desk, house)
    rows = await desk.database.read(lambda conn: conn.execute(select(alert)).mappings().all())
    for row in rows:
        assert len(row["code"]) == 6
        assert (row["stub_id"], row["complaint_id"], row["request_id"]) == (None, None, None)
        said = {str(value) for name, value in row.items() if name != "id" and not name.endswith("_id")}
        assert said <= {row["organisation"], row["means"], row["kind"], "P0", row["code"], row["state"], "", "0",
                        str(row["next_at"]), str(row["at"])}  # fmt: skip
