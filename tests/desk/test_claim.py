"""One winner, a lease that lives while somebody works, and a bot that never talks over a human."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from bot.desk.claim import RESTING, WARNED_SECONDS, claim, release, release_dead_leases, renew
from bot.desk.queue import queue
from bot.desk.reply import NotReplied, Replied
from bot.desk.ringing import count
from bot.desk.shifts import LEASE_SECONDS
from bot.desk.staff import Worker, add_worker
from bot.records.tables import audit, handover
from bot.waiting import due_timers
from tests.desk.conftest import AWA, BOU, Desk

AMI = Worker("d" * 32, "ami", "sira", frozenset({"case_worker"}))
STRANGER = Worker("c" * 32, "cis", "other", frozenset({"supervisor"}))


async def test_of_fifty_claims_at_once_one_wins(desk: Desk) -> None:
    crowd = [Worker(f"{n:032x}", f"w{n}", "sira", frozenset({"case_worker"})) for n in range(50)]
    before = await desk.row()
    won = await asyncio.gather(*(desk.database.write(claim, desk.id, who) for who in crowd))
    after = await desk.row()
    assert won.count(True) == 1
    assert after["claimed_by"] == crowd[won.index(True)].id
    assert after["mode"] == "human"
    assert after["epoch"] == before["epoch"] + 1


async def test_a_worker_of_another_organisation_cannot_claim(desk: Desk) -> None:
    assert not await desk.database.write(claim, desk.id, STRANGER)
    assert (await desk.row())["mode"] == "queued"


async def test_a_second_click_of_the_holder_changes_nothing(desk: Desk) -> None:
    assert await desk.database.write(claim, desk.id, AWA)
    before = await desk.row()
    assert await desk.database.write(claim, desk.id, AWA)
    assert (await desk.row())["epoch"] == before["epoch"]


async def test_any_action_of_the_holder_keeps_the_lease_and_nobody_elses_does(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    await desk.wait(LEASE_SECONDS - 60)
    assert await desk.database.write(renew, desk.id, AWA)
    assert not await desk.database.write(renew, desk.id, BOU)
    await desk.wait(LEASE_SECONDS - 60)
    assert await desk.database.write(release_dead_leases) == 0
    assert (await desk.row())["claimed_by"] == AWA.id


async def test_a_dead_lease_goes_back_to_the_queue_with_its_old_deadline_and_not_to_the_bot(desk: Desk) -> None:
    due = (await desk.row())["due_at"]
    await desk.database.write(claim, desk.id, AWA)
    held = await desk.row()
    await desk.wait(LEASE_SECONDS + 2)
    assert await desk.database.write(release_dead_leases) == 1
    after = await desk.row()
    assert (after["mode"], after["claimed_by"], after["due_at"]) == ("queued", "", due)
    assert after["epoch"] == held["epoch"] + 1
    assert after["version"] > held["version"]
    noted = await desk.database.read(
        lambda conn: conn.execute(select(audit.c.worker_id).where(audit.c.action == "lease_died")).scalars().all()
    )
    assert noted == [AWA.id]


async def test_a_dead_lease_can_be_taken_at_once(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    assert not await desk.database.write(claim, desk.id, BOU)
    await desk.wait(LEASE_SECONDS + 2)
    assert await desk.database.write(claim, desk.id, BOU)
    assert (await desk.row())["claimed_by"] == BOU.id


async def test_the_lease_rests_while_the_last_word_is_the_workers(desk: Desk) -> None:
    assert isinstance(await desk.reply(AWA, "Bonjour, où dormez-vous ce soir ?"), Replied)
    assert (await desk.row())["lease_until"] == RESTING
    await desk.wait(20 * LEASE_SECONDS)
    assert await desk.database.write(release_dead_leases) == 0
    assert not await desk.database.write(claim, desk.id, BOU)
    await desk.phone.says("chez un ami")
    assert (await desk.row())["lease_until"] > RESTING
    await desk.wait(LEASE_SECONDS + 2)
    assert await desk.database.write(release_dead_leases) == 1


@pytest.mark.parametrize("level", ["P3", "P0"])
@pytest.mark.parametrize("tapped", ["@here", "@listen", "@language", "@repeat"])
async def test_a_tap_that_says_nothing_to_the_worker_starts_no_lease(desk: Desk, level: str, tapped: str) -> None:
    if level == "P0":
        await desk.phone.says("on me bat, je suis enfermée")
    for words in ("Bonjour.", "Êtes-vous seule ?", "Je reste là."):
        assert isinstance(await desk.reply(AWA, words), Replied)
    await desk.wait(60)
    await desk.phone.says(f"/tap 0:{tapped}")
    assert (await desk.row())["lease_until"] == RESTING
    await desk.wait(20 * LEASE_SECONDS)
    assert await desk.database.write(release_dead_leases) == 0
    assert (await desk.row())["claimed_by"] == AWA.id
    (waiting,) = await desk.database.write(queue, AWA)
    assert (bool(waiting.answered_at), waiting.wrote_at, waiting.late, waiting.ends_at) == (True, 0, False, 0)
    assert await desk.database.read(due_timers) == [], "nobody is told that somebody else is sought"


async def test_words_of_a_complaint_are_not_said_to_the_worker(desk: Desk) -> None:
    await desk.reply(AWA, "Bonjour.")
    await desk.phone.says("plainte", "2", "on m'a demandé de l'argent")
    assert (await desk.row())["lease_until"] == RESTING


async def test_a_lease_that_ends_soon_is_told_and_afterwards_that_it_ended(desk: Desk) -> None:
    await desk.reply(AWA, "Bonjour.")
    await desk.phone.says("à la jambe")
    words = (await desk.row())["last_at"]
    assert (await desk.database.write(queue, AWA))[0].ends_at == 0
    await desk.wait(LEASE_SECONDS - WARNED_SECONDS + 5)
    assert (await desk.database.write(queue, AWA))[0].ends_at == (await desk.row())["lease_until"]
    await desk.wait(30 * 24 * 3600)
    (left,) = await desk.database.write(queue, BOU)
    assert (left.claimed_by, left.left_by, left.ends_at) == ("", "awa", 0)
    assert left.left_at > words
    assert (left.answered_at, left.late) == (0, True), "its last word waits, whatever was answered before"
    assert left.due_at > words
    await desk.database.write(claim, desk.id, BOU)
    assert (await desk.database.write(queue, BOU))[0].left_at == 0, "somebody has it"
    await desk.database.write(release, desk.id, BOU)
    assert (await desk.database.write(queue, BOU))[0].left_at == 0, "put back by hand"


async def test_who_took_it_and_never_wrote_has_left_it_late(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    await desk.wait(30 * 24 * 3600)
    (left,) = await desk.database.write(queue, BOU)
    assert (left.left_by, left.answered_at, left.late) == ("awa", 0, True)


async def test_put_back_by_the_holder_it_waits_again_with_its_deadline(desk: Desk) -> None:
    due = (await desk.row())["due_at"]
    await desk.database.write(claim, desk.id, AWA)
    assert not await desk.database.write(release, desk.id, BOU)
    assert await desk.database.write(release, desk.id, AWA)
    after = await desk.row()
    assert (after["mode"], after["claimed_by"], after["due_at"]) == ("queued", "", due)


async def test_only_the_holder_ends_and_only_with_an_outcome(desk: Desk) -> None:
    assert not await desk.end(AWA, "other")
    await desk.database.write(claim, desk.id, AWA)
    assert not await desk.end(BOU, "answered")
    with pytest.raises(ValueError, match="done"):
        await desk.end(AWA, "done")
    assert await desk.end(AWA, "other")
    after = await desk.row()
    assert (after["mode"], after["level"], after["claimed_by"], after["spoken"]) == ("bot", "", "", 0)
    closed = await desk.database.read(
        lambda conn: conn.execute(select(handover.c.outcome, handover.c.held_by, handover.c.closed_at)).one()
    )
    assert closed.outcome == "other"
    assert closed.held_by == AWA.id
    assert closed.closed_at > 0


async def test_who_wants_no_messages_stays_so_whoever_takes_the_conversation(desk: Desk) -> None:
    await desk.phone.says("stop")
    assert (await desk.row())["mode"] == "stopped"
    assert await desk.database.write(claim, desk.id, AWA)
    assert (await desk.row())["mode"] == "stopped"
    assert await desk.reply(AWA, "Bonjour") == NotReplied("stopped")
    assert await desk.end(AWA, "not_reached")
    assert (await desk.row())["mode"] == "stopped"


async def test_who_writes_again_after_stop_is_with_the_worker_who_took_it(desk: Desk) -> None:
    await desk.phone.says("stop")
    await desk.database.write(claim, desk.id, AWA)
    await desk.phone.says("finalement je veux bien")
    assert (await desk.row())["mode"] == "human"


async def test_nothing_is_taken_when_nobody_is_asked_for(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    assert await desk.end(AWA, "other")
    assert not await desk.database.write(claim, desk.id, AWA)
    assert await desk.reply(AWA, "Encore un mot") == NotReplied("closed")
    assert (await desk.row())["mode"] == "bot", "or it would stand in no queue, with a silent bot"


async def test_what_was_written_since_the_page_was_read_keeps_the_case_open(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    seen = (await desk.row())["version"]
    await desk.phone.says("je ne veux plus vivre")
    assert not await desk.end(AWA, "other", seen)
    after = await desk.row()
    assert (after["mode"], after["level"], after["claimed_by"]) == ("human", "P0", AWA.id)
    assert await desk.end(AWA, "other")


@pytest.mark.parametrize(("holder", "level", "passes"), [
    ("case_worker", "P0", True),
    ("case_worker", "P3", False),
    ("protection", "P0", False),
])  # fmt: skip
async def test_danger_does_not_wait_for_the_lease_of_who_may_not_answer_it(
    desk: Desk, holder: str, level: str, passes: bool
) -> None:
    first, second = [
        await desk.database.write(add_worker, login, role, "sira", "a-good-password")
        for login, role in (("first", holder), ("second", "protection"))
    ]
    await desk.database.write(claim, desk.id, Worker(first, "first", "sira", frozenset({holder})))
    if level == "P0":
        await desk.phone.says("je ne veux plus vivre")
    assert not await desk.database.write(claim, desk.id, BOU)
    taken = await desk.database.write(claim, desk.id, Worker(second, "second", "sira", frozenset({"protection"})))
    assert taken is passes
    assert (await desk.row())["claimed_by"] == (second if passes else first)


async def test_who_is_in_danger_is_never_held_by_who_must_keep_silent(desk: Desk) -> None:
    await desk.reply(BOU, "Bonjour.")
    await desk.phone.says("je ne veux plus vivre")
    before = await desk.database.read(lambda conn: count(conn, AWA))
    assert before.p0 == 1, "it rings, though a name is still on it"
    assert not await desk.database.write(claim, desk.id, AMI), "nor is it given to the next who may not answer"
    assert await desk.database.write(release_dead_leases) == 1
    after = await desk.row()
    assert (after["mode"], after["claimed_by"], after["level"]) == ("queued", "", "P0")
    steps = await desk.database.read(lambda conn: conn.execute(select(handover.c.next_step_at)).scalar_one())
    assert steps > 0, "the ladder climbs"
    assert (await desk.database.read(due_timers)) != []


async def test_every_change_is_noted_with_it(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    await desk.database.write(claim, desk.id, BOU)
    await desk.database.write(release, desk.id, AWA)
    await desk.reply(BOU, "Bonjour")
    await desk.reply(BOU, "")
    await desk.end(AWA, "other")
    await desk.end(BOU, "referred")
    here = select(audit.c.worker_id, audit.c.action).where(audit.c.thing == desk.id).order_by(audit.c.id)
    noted = await desk.database.read(lambda conn: conn.execute(here).all())
    assert [(row.worker_id, row.action) for row in noted] == [
        (AWA.id, "claim"), (AWA.id, "release"), (BOU.id, "claim"), (BOU.id, "reply"), (BOU.id, "end:referred"),
    ]  # fmt: skip
