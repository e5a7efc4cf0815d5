"""A worker's leaving and the word that the person hears of it are written together: a crash between them costs nothing."""

from __future__ import annotations

from sqlalchemy import select

from bot.desk import parting
from bot.desk.claim import claim, release
from bot.desk.reach import reach
from bot.desk.transfer import Target, transfer
from bot.records.tables import outbox, timer
from bot.waiting import due_timers, ring
from tests.desk.conftest import AWA, BOU, DAY, NOON, Desk


async def _last_kind(desk: Desk) -> tuple[int, str]:
    rows = await desk.database.read(
        lambda conn: conn.execute(select(outbox.c.kind).order_by(outbox.c.id)).scalars().all()
    )
    return len(rows), rows[-1]


async def _swept(desk: Desk) -> int:
    """What the sweep finds after a crash: how many timers rang."""
    due = await desk.database.read(due_timers)
    for one in due:
        await desk.database.write(ring, desk.phone.house, one)
    return len(due)


async def test_the_goodbye_of_an_ended_talk_is_said_by_the_sweep_once(desk: Desk) -> None:
    await desk.reply(AWA, "Bonjour.")
    before, _ = await _last_kind(desk)
    assert await desk.end(AWA, "answered")
    assert (await _last_kind(desk))[0] == before, "nothing is said yet: the process may die here"
    assert await _swept(desk) == 1
    assert (await _last_kind(desk))[0] > before
    assert await _swept(desk) == 0


async def test_who_is_put_back_into_the_queue_hears_it_from_the_sweep(desk: Desk) -> None:
    await desk.reply(BOU, "Bonjour.")
    before, _ = await _last_kind(desk)
    assert await desk.database.write(release, desk.id, BOU)
    assert await _swept(desk) == 1
    assert (await _last_kind(desk))[0] > before


async def test_whoever_was_quicker_is_not_talked_over(desk: Desk) -> None:
    await desk.reply(BOU, "Bonjour.")
    assert await desk.database.write(release, desk.id, BOU)
    assert await desk.database.write(claim, desk.id, AWA)
    before, _ = await _last_kind(desk)
    await _swept(desk)
    assert (await _last_kind(desk))[0] == before
    left = await desk.database.read(lambda conn: conn.execute(select(timer.c.kind)).scalars().all())
    assert [kind for kind in left if kind.startswith("parted")] == []


async def _passed_to_kayes(desk: Desk) -> list[str]:
    """The kinds of what is then due to be said."""

    def give(conn):  # type: ignore[no-untyped-def]
        row = reach(conn, desk.id, AWA)
        assert transfer(conn, desk.phone.house, row, AWA, Target("sira", team="kayes"), "") is None
        return conn.execute(select(timer.c.kind)).scalars().all()

    return [kind for kind in await desk.database.write(give) if kind.startswith(parting.KIND)]


async def test_who_was_written_to_hears_that_somebody_else_goes_on(desk: Desk) -> None:
    await desk.reply(AWA, "Bonjour.")
    before, _ = await _last_kind(desk)
    assert await _passed_to_kayes(desk) == [parting.HANDED_ON]
    assert await _swept(desk) == 1
    assert (await _last_kind(desk))[0] > before


async def test_who_heard_nobody_yet_hears_of_nobody_else(desk: Desk) -> None:
    assert await _passed_to_kayes(desk) == []


async def test_at_night_it_waits_for_the_hours_of_who_has_long_been_silent(desk: Desk) -> None:
    await desk.reply(AWA, "Bonjour.")
    await desk.noon()
    await desk.wait(DAY - NOON + 2 * 3600)  # two in the morning
    before, _ = await _last_kind(desk)
    assert await _passed_to_kayes(desk) == [parting.HANDED_ON]
    await _swept(desk)
    assert (await _last_kind(desk))[0] == before
    await desk.noon()
    await _swept(desk)
    assert (await _last_kind(desk))[0] > before


async def _two_in_the_morning(desk: Desk) -> None:
    await desk.noon()
    await desk.wait(DAY - NOON + 2 * 3600)


async def test_at_night_a_goodbye_waits_for_the_morning_and_is_said_once(desk: Desk) -> None:
    await desk.reply(AWA, "Bonjour.")
    await _two_in_the_morning(desk)
    before, _ = await _last_kind(desk)
    assert await desk.end(AWA, "answered")
    await _swept(desk)
    assert (await _last_kind(desk))[0] == before, "somebody else may be holding the phone"
    await desk.noon()
    assert await _swept(desk) == 1
    after, _ = await _last_kind(desk)
    assert after > before
    await _swept(desk)
    assert (await _last_kind(desk))[0] == after


async def test_who_is_in_the_talk_at_night_hears_the_goodbye_at_once(desk: Desk) -> None:
    await desk.reply(AWA, "Bonjour.")
    await _two_in_the_morning(desk)
    await desk.phone.says("merci")
    before, _ = await _last_kind(desk)
    assert await desk.end(AWA, "answered")
    await _swept(desk)
    assert (await _last_kind(desk))[0] > before


async def test_an_unsaid_goodbye_gives_the_talk_back_at_once_and_a_second_one_takes_its_place(desk: Desk) -> None:
    await desk.reply(AWA, "Bonjour.")
    await _two_in_the_morning(desk)
    assert await desk.end(AWA, "answered")
    await _swept(desk)
    before, _ = await _last_kind(desk)
    await desk.phone.says("je veux parler à quelqu'un", "ma question")
    assert (await desk.row())["mode"] == "queued"
    assert (await _last_kind(desk))[0] > before, "the machine answers"
    await desk.reply(BOU, "Bonjour.")
    assert await desk.end(BOU, "not_reached")
    left = await desk.database.read(lambda conn: conn.execute(select(timer.c.kind)).scalars().all())
    assert [kind for kind in left if kind.startswith(parting.KIND)] == [f"{parting.ENDED}not_reached"]
