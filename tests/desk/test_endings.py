"""No case ends as answered in which nobody wrote, none without a second word over somebody who was left alone."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, update
from sqlalchemy.exc import IntegrityError

from bot.desk.claim import claim
from bot.desk.end import end
from bot.desk.endings import OUTCOMES, Case, doubt, outcomes
from bot.desk.reach import reach
from bot.desk.thread import thread
from bot.records.tables import handover
from bot.waiting import due_timers, ring
from tests.desk.conftest import AWA, Desk


@pytest.mark.parametrize(("case", "asked", "answered"), [
    (Case("P3", 0, 0), "unwritten", False),
    (Case("P3", 5, 0), "", True),
    (Case("P2", 0, 0, referred=True), "", False),
    (Case("P1", 0, 0, referred=True), "unwritten", False),
    (Case("P1", 5, 0), "unanswered", False),
    (Case("P1", 5, 5), "urgent", True),
    (Case("P0", 0, 0), "unwritten", False),
    (Case("P0", 5, 0), "unanswered", False),
    (Case("P0", 5, 9), "urgent", True),
])  # fmt: skip
def test_what_is_asked_and_what_may_be_said_of_an_ending(case: Case, asked: str, answered: bool) -> None:
    assert doubt(case) == asked
    assert outcomes(case) == (OUTCOMES if answered else OUTCOMES[1:])


async def _end(desk: Desk, outcome: str, sure: str = "") -> str | None:
    return await desk.database.write(end, desk.id, AWA, outcome, (await desk.row())["version"], sure)


async def _heard(desk: Desk) -> str:
    """The last words of the talk, once what is due has rung."""
    for one in await desk.database.read(due_timers):
        await desk.database.write(ring, desk.phone.house, one)

    def last(conn: Connection) -> str:
        row = reach(conn, desk.id, AWA)
        assert row is not None
        key = desk.phone.vault.unwrap(row["person_id"], row["wrapped"])
        return "\n".join(line.text for line in thread(conn, key, desk.id, "", 3).lines)

    return await desk.database.read(last)


async def test_a_danger_to_which_nobody_wrote_is_not_ended_by_a_slip(desk: Desk) -> None:
    await desk.phone.says("je ne veux plus vivre")
    await desk.database.write(claim, desk.id, AWA)
    assert await _end(desk, "answered") == "untrue"
    assert await _end(desk, "answered", "unwritten") == "untrue"
    assert await _end(desk, "other") == "unwritten"
    assert await _end(desk, "other", "urgent") == "unwritten", "what was said yes to is something else"
    assert (await desk.row())["level"] == "P0"
    assert await _end(desk, "other", "unwritten") is None
    assert (await desk.row())["level"] == ""


async def test_words_that_came_after_the_answer_of_a_danger_are_not_passed_over(desk: Desk) -> None:
    await desk.phone.says("je ne veux plus vivre")
    await desk.reply(AWA, "Je suis là.")
    assert await _end(desk, "answered") == "urgent"
    await desk.phone.says("je suis à la gare")
    assert await _end(desk, "answered", "urgent") == "untrue"
    assert await _end(desk, "not_reached", "urgent") == "unanswered"


async def test_who_heard_nothing_of_the_team_is_not_told_that_somebody_has_finished(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    assert await _end(desk, "other", "unwritten") is None
    heard = await _heard(desk)
    assert "L'équipe ne suit plus cette discussion" in heard
    assert "a fini" not in heard


async def test_who_was_written_to_is_told_that_somebody_has_finished(desk: Desk) -> None:
    await desk.reply(AWA, "Bonjour.")
    await desk.phone.says("merci")
    assert await _end(desk, "answered") is None
    assert "La personne de l'équipe a fini" in await _heard(desk)


async def test_the_records_themselves_know_no_answer_without_words(desk: Desk) -> None:
    def untrue(conn: Connection) -> None:
        conn.execute(update(handover).values(outcome="answered", closed_at=1))

    with pytest.raises(IntegrityError, match="answered_only_in_words"):
        await desk.database.write(untrue)
