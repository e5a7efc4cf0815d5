"""What piles up at Telegram is said to who runs Sira before Telegram throws it away."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.backlog import ERROR_RECENT_SECONDS, PENDING, PENDING_NOTABLE, ROUND, BacklogWatch, piles_up
from bot.channels.telegram.updates import Backlog
from bot.patrol import EVERY_SECONDS, Round, begin, reach
from bot.records.tables import patrol
from tests.runner.door import Door, until

NOW = 1_800_000_000


@pytest.mark.parametrize(
    ("pending", "failed_ago", "notable"),
    [(0, None, False), (5, None, False), (PENDING_NOTABLE, None, True), (1, 10, True), (0, 10, False),
     (1, ERROR_RECENT_SECONDS + 1, False)],
)  # fmt: skip
def test_many_that_wait_or_one_that_just_failed_is_worth_a_word(
    pending: int, failed_ago: int | None, notable: bool
) -> None:
    found = Backlog(pending, 0 if failed_ago is None else NOW - failed_ago)
    assert piles_up(found, Round(NOW, 0)) == notable


async def test_the_watch_reads_telegrams_own_count(door: Door) -> None:
    watch = BacklogWatch(door.app.state.db, door.app.state.channels["telegram"])
    door.api.pending = 70
    try:
        await watch.sweep()
        await door.alter(update(patrol).where(patrol.c.name == ROUND).values(next_at=0))
        await watch.sweep()  # or the process itself, whose sweep may come first
        await until(lambda: PENDING._value.get() == 70, "the count")
    finally:
        door.api.pending = 0


async def test_a_round_is_made_by_one_of_several_and_goes_on_where_it_was(door: Door) -> None:
    database = door.app.state.db
    assert await database.write(begin, "a round") is None, "the first is due in a minute"
    await door.alter(update(patrol).where(patrol.c.name == "a round").values(next_at=0))
    taken = [await database.write(begin, "a round") for _ in range(3)]
    first = taken[0]
    assert first is not None
    assert taken[1:] == [None, None]
    await database.write(reach, "a round", first.now - EVERY_SECONDS)
    await door.alter(update(patrol).where(patrol.c.name == "a round").values(next_at=0, reached_at=first.now))
    await database.write(reach, "a round", first.now - EVERY_SECONDS)
    again = await database.write(begin, "a round")
    assert again is not None
    assert again.reached == first.now, "what was seen stays seen"
