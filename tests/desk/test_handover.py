"""One open hand-over a conversation; a new reason raises its level and never lowers it."""

from __future__ import annotations

import itertools

import pytest
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.desk.calendar import Calendar
from bot.desk.claim import claim
from bot.desk.handover import Wish, open_handover, reasons_of
from bot.desk.queue import queue
from bot.desk.reach import reach
from bot.desk.staff import Worker
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.tables import conversation, handover, worker
from content.levels import LEVELS
from tests.desk.conftest import AWA, BOU, Desk


def _ask(conn: Connection, desk: Desk, level: str, now: int) -> dict[str, object]:
    row = reach(conn, desk.id, AWA)
    assert row is not None
    key = desk.phone.vault.unwrap(row["person_id"], row["wrapped"])
    opened = open_handover(
        conn, key, desk.id, Wish(level, f"because_{level}"), mode=row["mode"], now=now, organisation="sira"
    )
    conn.execute(conversation.update().where(conversation.c.id == desk.id).values(**opened.columns))
    return {"alert": opened.alert}


async def test_the_database_refuses_a_second_open_one(desk: Desk) -> None:
    second = insert(handover).values(
        id=new_id(), conversation_id=desk.id, level="P3", focus="", sealed=b"", opened_at=1, due_at=1
    )
    with pytest.raises(IntegrityError):
        await desk.database.write(lambda conn: conn.execute(second))


@pytest.mark.parametrize("order", list(itertools.permutations(["P3", "P1", "P0"])), ids="-".join)
async def test_levels_are_raised_and_never_lowered(desk: Desk, order: tuple[str, ...]) -> None:
    highest, now = LEVELS.index("P3"), 1_795_000_000
    deadline = (await desk.row())["due_at"]
    for level in order:
        news = await desk.database.write(_ask, desk, level, now)
        assert bool(news["alert"]) is (LEVELS.index(level) > highest), "people are told of what is more urgent, once"
        highest = max(highest, LEVELS.index(level))
        row = await desk.row()
        assert row["level"] == LEVELS[highest]
        assert row["due_at"] <= deadline, "a deadline never moves away"
        deadline = row["due_at"]
    rows = await desk.database.read(lambda conn: conn.execute(select(handover.c.level, handover.c.due_at)).all())
    assert [(row.level, row.due_at) for row in rows] == [("P0", deadline)]


async def test_every_reason_is_kept_with_its_level(desk: Desk) -> None:
    for level in ("P2", "P3"):
        await desk.database.write(_ask, desk, level, 1_795_000_000)

    def read(conn: Connection) -> list[tuple[str, str]]:
        row = reach(conn, desk.id, AWA)
        assert row is not None
        key = desk.phone.vault.unwrap(row["person_id"], row["wrapped"])
        return [(reason, level) for reason, level, _ in reasons_of(conn, key, desk.id)]

    assert await desk.database.write(read) == [("asked_for_person", "P3"), ("because_P2", "P2"), ("because_P3", "P3")]


async def test_p0_stands_first_whatever_the_deadlines(desk: Desk, new_phone) -> None:  # type: ignore[no-untyped-def]
    await desk.wait(20 * 86_400)  # the first person's deadline is long past
    urgent = new_phone("whatsapp")
    await urgent.says("bonjour", "1", "je ne veux plus vivre")
    waiting = await desk.database.write(queue, AWA)
    assert [one.id for one in waiting] == [urgent.conversation, desk.id]
    assert [one.level for one in waiting] == ["P0", "P3"]
    assert waiting[1].late


async def test_who_waits_in_danger_hears_one_truth_of_the_team_whatever_they_write_next(desk: Desk) -> None:
    await desk.noon()
    await desk.wait(11 * 3600)  # an hour before midnight
    now = await desk.database.read(clock_now)
    seen = update(worker).where(worker.c.id == AWA.id).values(seen_at=now)
    await desk.database.write(lambda conn: conn.execute(seen))
    for line in ("je ne veux plus vivre", "il y a quelqu'un ?", "je veux parler à quelqu'un", "vite", "zzz qqq"):
        told = (await desk.phone.says(line)).french
        assert "est de retour" not in told, line


@pytest.mark.parametrize(("hours", "back"), [(2, False), (11, True)], ids=["on shift", "at night"])
async def test_while_a_shift_runs_a_desk_left_alone_for_a_while_is_back_on_no_other_day(
    desk: Desk, hours: int, back: bool
) -> None:
    """To whoever wrote at ten, « tomorrow at eight » was untrue; at night it is the truth."""
    at = await desk.database.read(clock_now)
    await desk.wait(Calendar().next_start(at) - at + hours * 3600)
    await desk.database.write(lambda conn: conn.execute(update(worker).values(seen_at=0)))
    told = (await desk.phone.says("on veut me tuer ce soir")).french
    assert ("est de retour" in told) is back, told
    assert "gardé" in told


@pytest.mark.parametrize(("who", "goes_on"), [(BOU, False), (AWA, True)], ids=["case worker", "supervisor"])
async def test_who_must_let_a_danger_go_is_not_said_to_be_warned_of_it(desk: Desk, who: Worker, goes_on: bool) -> None:
    """They lose the case in this very turn: « the one who answers you is warned » stood beside « we look for another »."""
    await desk.database.write(claim, desk.id, who)
    await desk.reply(who, "Bonjour, je vous écoute.")
    here = update(worker).where(worker.c.id == who.id).values(seen_at=await desk.database.read(clock_now))
    await desk.database.write(lambda conn: conn.execute(here))
    told = (await desk.phone.says("on veut me tuer ce soir")).french
    assert ("La personne qui vous répond est prévenue" in told) is goes_on, told
