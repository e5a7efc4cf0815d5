"""A person's moment: everything is looked at once more, the words are theirs, and the hour is one that harms nobody."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, update

from bot.carried import Carried
from bot.carried import Desk as Carrying
from bot.carry import _carry
from bot.channels.message import Message
from bot.desk.erase import wipe
from bot.engine.effects import Stop
from bot.engine.session import Session
from bot.hiding import hide
from bot.outbox import claim_head
from bot.outgoing import BULK
from bot.records.clock import now as clock_now
from bot.records.tables import broadcast, conversation, message, outbox, person_key, timer
from bot.waiting import due_timers, ring_all
from tests.broadcast.conftest import PEOPLE, Hall
from tests.broadcast.crowd import BM, FR

DAY, HOUR = 86_400, 3600


async def _first(hall: Hall) -> dict[str, Any]:
    return (await hall.rows(conversation))[0]


def _stops(conn: Connection, row: Any, now: int) -> None:
    _carry(Stop(), Carrying(conn, None, None, row, Session(), now, "", Carried()))  # type: ignore[arg-type]


async def _with_session(hall: Hall, **values: Any) -> None:
    """The first person's talk is as ``values`` say."""
    row = await _first(hall)
    keys = {one["person_id"]: one["wrapped"] for one in await hall.rows(person_key)}
    key = hall.house.vault.unwrap(row["person_id"], keys[row["person_id"]])
    session = Session(**{"language": "fr", "consent": "yes", "seq": 3, **values})
    sealed = key.seal(row["id"], "session", session.to_json())
    await hall.alter(update(conversation).where(conversation.c.id == row["id"]).values(session=sealed))


async def test_everybody_is_told_once_in_the_lane_of_what_is_said_to_many(hall: Hall) -> None:
    one = await hall.begun()
    assert await hall.goes_on() == PEOPLE
    assert await hall.goes_on() == 0
    rows = await hall.rows(outbox)
    assert {row["conversation_id"] for row in rows} == set(hall.talks)
    assert {(row["kind"], row["state"]) for row in rows} == {(BULK, "ready")}
    assert {row["author"] for row in await hall.rows(message)} == {"bot"}, "the desk sees what was said"
    now = await hall.progress(one)
    assert (now.people, now.waiting, now.sent, now.left) == (PEOPLE, PEOPLE, 0, 0)


async def test_who_speaks_bambara_reads_bambara_and_the_desk_french(hall: Hall) -> None:
    await _with_session(hall, language="bm")
    await hall.begun()
    await hall.goes_on()
    row = (await hall.rows(outbox))[0]
    claimed = await hall.database.write(claim_head, hall.house, str(row["conversation_id"]))
    assert claimed is not None
    assert claimed.words.text.startswith(BM)
    assert claimed.words.french.startswith(FR)
    assert isinstance(claimed.words, Message)


@pytest.mark.parametrize("state", [{"hidden": True}, {"consent": "no"}], ids=str)
async def test_who_hid_the_talk_or_took_the_yes_back_is_not_reminded_of_it(state: dict[str, Any], hall: Hall) -> None:
    await _with_session(hall, **state)
    one = await hall.begun()
    assert await hall.goes_on() == PEOPLE - 1
    assert (await hall.progress(one)).left == 1


@pytest.mark.parametrize("values", [{"mode": "stopped"}, {"mode": "queued", "level": "P0"}], ids=str)
@pytest.mark.parametrize("when", ["before their moment", "in the lane"])
async def test_what_happens_meanwhile_counts(values: dict[str, str], when: str, hall: Hall) -> None:
    one = await hall.begun()
    row = await _first(hall)
    if when == "in the lane":
        await hall.goes_on()
    await hall.alter(update(conversation).where(conversation.c.id == row["id"]).values(**values))
    await hall.goes_on()
    assert await hall.database.write(claim_head, hall.house, row["id"]) is None
    assert (await hall.progress(one)).left == 1


async def test_who_was_erased_meanwhile_leaves_nothing(hall: Hall) -> None:
    one = await hall.begun()
    row = await _first(hall)
    await hall.goes_on()
    await hall.database.write(lambda conn: wipe(conn, row["person_id"], clock_now(conn)))
    now = await hall.progress(one)
    assert (now.waiting, now.left) == (PEOPLE - 1, 1)


async def test_at_night_it_waits_for_the_morning_also_for_who_has_just_written(hall: Hall) -> None:
    await hall.wait(11 * HOUR)
    now = await hall.database.read(clock_now)
    await hall.alter(update(conversation).where(conversation.c.id == hall.talks[0]).values(last_at=now - 20 * 60))
    await hall.begun()
    assert await hall.goes_on() == 0
    assert {row["due_at"] for row in await hall.rows(timer)} == {now // DAY * DAY + DAY + 7 * HOUR}
    await hall.wait(8 * HOUR + 60)
    assert await hall.goes_on() == PEOPLE


async def test_nobody_is_told_in_the_hours_that_they_did_not_name(hall: Hall) -> None:
    await _with_session(hall, notes={"safe_hours": "evening"})
    await hall.begun()
    assert await hall.goes_on() == PEOPLE - 1
    await hall.wait(5 * HOUR + 60)
    assert await hall.goes_on() == 1


async def test_after_its_days_it_is_said_to_nobody(hall: Hall) -> None:
    await hall.wait(11 * HOUR)
    one = await hall.begun()
    await hall.goes_on()
    await hall.alter(update(timer).values(due_at=0))
    await hall.alter(update(broadcast).values(until=await hall.database.read(clock_now) + HOUR))
    assert await hall.goes_on() == 0
    assert await hall.rows(timer) == []
    assert (await hall.progress(one)).left == PEOPLE


@pytest.mark.parametrize(
    ("values", "later"), [({"mode": "human"}, HOUR), ({"mode": "queued", "level": "P2", "spoken": 1}, HOUR)], ids=str
)
async def test_it_is_not_said_beside_a_human(values: dict[str, Any], later: int, hall: Hall) -> None:
    await hall.begun()
    await hall.alter(update(conversation).where(conversation.c.id == hall.talks[0]).values(**values))
    assert await hall.goes_on() == PEOPLE - 1
    (left,) = await hall.rows(timer)
    assert int(str(left["due_at"])) >= await hall.database.read(clock_now) + later - 5


async def test_nobody_is_interrupted(hall: Hall) -> None:
    await hall.begun()
    now = await hall.database.read(clock_now)
    await hall.alter(update(conversation).where(conversation.c.id == hall.talks[0]).values(last_at=now))
    assert await hall.goes_on() == PEOPLE - 1
    await hall.wait(16 * 60)
    assert await hall.goes_on() == 1


async def test_a_talk_s_own_timers_never_wait_behind_it(hall: Hall) -> None:
    await hall.begun()
    assert await hall.database.read(due_timers) == []
    assert await hall.database.write(ring_all, hall.house, hall.talks[0]) == []
    assert len(await hall.rows(timer)) == PEOPLE


@pytest.mark.parametrize("gives_way", [hide, _stops], ids=["hides the talk", "wants no more words"])
async def test_what_waits_in_the_lane_is_dropped_when_the_person(gives_way: Any, hall: Hall) -> None:
    await hall.begun()
    await hall.goes_on()
    row = {**await _first(hall), "channel": "telegram"}
    await hall.database.write(lambda conn: gives_way(conn, row, clock_now(conn)))
    states = {one["conversation_id"]: one["state"] for one in await hall.rows(outbox)}
    assert states.pop(row["id"]) == "dropped"
    assert set(states.values()) == {"ready"}
