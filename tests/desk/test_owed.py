"""« Répondu » holds while the last word and the present level are answered by who has the case; else a deadline runs."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, select

from bot.desk.case_figures import first_words
from bot.desk.claim import claim, release
from bot.desk.deadlines import P0_SECONDS
from bot.desk.filters import Filters
from bot.desk.levels import Changed, NotChanged, change_level
from bot.desk.queue import Waiting, queue
from bot.desk.reach import reach
from bot.desk.transfer import Target, transfer
from bot.records.clock import now
from bot.records.tables import handover
from tests.desk.conftest import AWA, BOU, DAY, Desk
from tests.phone import Phone

REASON = "menacée par son oncle"


async def _line(desk: Desk) -> Waiting:
    return next(one for one in await desk.database.write(queue, AWA) if one.id == desk.id)


async def _change(desk: Desk, level: str) -> Changed | NotChanged:
    version = (await desk.row())["version"]

    def change(conn: Connection) -> Changed | NotChanged:
        row = reach(conn, desk.id, AWA)
        assert row is not None
        return change_level(conn, desk.phone.house, row, AWA, level, REASON, version, sure=True)

    return await desk.database.write(change)


async def test_a_raise_after_an_answer_opens_the_deadline_of_its_level(desk: Desk) -> None:
    await desk.reply(AWA, "Bonjour.")
    assert (await _line(desk)).answered_at > 0
    await desk.wait(3600)
    assert await _change(desk, "P0") == Changed("P0")
    line = await _line(desk)
    assert line.answered_at == 0
    assert 0 < line.due_at - line.now <= P0_SECONDS
    assert (await desk.row())["due_at"] == line.due_at
    await desk.wait(P0_SECONDS + 60)
    assert (await _line(desk)).late
    await desk.reply(AWA, "Je suis là.")
    line = await _line(desk)
    assert (bool(line.answered_at), line.late) == (True, False)


async def test_a_raise_that_was_not_answered_keeps_its_deadline_when_it_is_lowered_again(desk: Desk) -> None:
    await desk.reply(AWA, "Bonjour.")
    await desk.wait(DAY)
    await _change(desk, "P0")
    assert await _change(desk, "P3") == Changed("P3")
    line = await _line(desk)
    assert (line.answered_at, line.late) == (0, False)
    assert line.due_at > line.now + P0_SECONDS


async def test_words_after_an_answer_are_owed_one_of_their_own(desk: Desk) -> None:
    await desk.phone.says("je ne veux plus vivre")
    await desk.reply(AWA, "Où êtes-vous ?")
    await desk.wait(3600)
    await desk.phone.says("je suis à la gare il arrive")
    line = await _line(desk)
    assert (line.answered_at, bool(line.wrote_at)) == (0, True)
    assert 0 < line.due_at - line.now <= P0_SECONDS
    due_at = line.due_at
    await desk.wait(600)
    await desk.phone.says("vite")
    assert (await _line(desk)).due_at == due_at, "who writes twice does not wait longer"
    await desk.wait(P0_SECONDS)
    line = await _line(desk)
    assert (line.claimed_by, line.answered_at, line.late) == ("", 0, True)


async def test_danger_said_to_who_took_the_case_again_is_owed_words(desk: Desk) -> None:
    await desk.reply(AWA, "Bonjour.")
    await desk.database.write(release, desk.id, AWA)
    await desk.database.write(claim, desk.id, AWA)
    await desk.phone.says("on me menace")
    line = await _line(desk)
    assert (line.level, line.answered_at, line.late) == ("P1", 0, False)
    assert line.due_at > line.now


async def test_put_back_and_passed_on_it_waits_for_words_again(desk: Desk) -> None:
    await desk.noon()  # at night who is not expected to write is asked first
    await desk.reply(AWA, "Bonjour.")
    await desk.wait(DAY)
    assert await desk.database.write(release, desk.id, AWA)
    line = await _line(desk)
    assert (line.answered_at, line.late) == (0, False)
    await desk.reply(AWA, "Je reprends.")
    await desk.wait(DAY)

    def give(conn: Connection) -> str | None:
        row = reach(conn, desk.id, AWA)
        assert row is not None
        return transfer(conn, desk.phone.house, row, AWA, Target("sira", worker=BOU.id), "")

    assert await desk.database.write(give) is None
    line = await _line(desk)
    assert (line.claimed_by, line.answered_at, line.late) == ("bou", 0, False)
    steps = await desk.database.read(lambda conn: conn.execute(select(handover.c.next_step_at)).scalar_one())
    assert steps > line.now, "the team is called if nobody writes"
    await desk.wait(30 * DAY)
    line = await _line(desk)
    assert (line.claimed_by, line.late) == ("bou", True)


async def test_who_is_owed_words_stands_before_who_has_an_answer(desk: Desk, new_phone: Callable[[str], Phone]) -> None:
    await desk.reply(AWA, "Bonjour.")
    await desk.wait(DAY)
    later = new_phone("whatsapp")
    await later.says("bonjour", "1", "1", "1", "je veux parler à quelqu'un", "ma question")
    assert [one.id for one in await desk.database.write(queue, AWA)] == [later.conversation, desk.id]
    await _change(desk, "P2")
    assert [one.id for one in await desk.database.write(queue, AWA)] == [desk.id, later.conversation]


async def test_the_figures_keep_the_deadline_of_the_first_words(desk: Desk) -> None:
    allowed = (await desk.row())["due_at"] - await desk.database.read(now)
    await desk.reply(AWA, "Bonjour.")
    await desk.wait(5)
    await desk.phone.says("et demain ?")
    await desk.wait(30 * DAY)
    await desk.reply(AWA, "Pardon, j'arrive.")
    told = (await desk.database.read(first_words, AWA, Filters(90), 0))["P3"]
    assert (told.opened, told.in_time) == (1, 1)
    assert abs(told.allowed - allowed) <= 60
