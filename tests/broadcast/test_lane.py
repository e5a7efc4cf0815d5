"""A broadcast on its way through a real process: once to each, stopped at any moment, and never before one who asks for help."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.broadcast.lane import LANE_MAX, LANE_SECONDS, tidy
from bot.broadcast.planning import stop
from bot.broadcast.progress import Progress, progress, row_of
from bot.engine.book import Book
from bot.records.clock import move
from bot.records.tables import broadcast, handover, outbox, timer
from bot.upkeep.freeze import freeze, unfreeze
from tests.broadcast.conftest import Hall
from tests.broadcast.crowd import FIRST, FR, begun, crowd, noon
from tests.doubles.telegram_api import TelegramApi
from tests.runner.door import Door, opened, until

MANY = 10_000
SOME = 100
CHAT = 31
PER_SECOND = 30.0  # as at Telegram itself


@pytest.fixture
def url(ready_file: Path, tmp_path: Path) -> str:
    shutil.copyfile(ready_file, tmp_path / "sira.db")
    return f"sqlite:///{tmp_path / 'sira.db'}"


@pytest.fixture
async def door(url: str, telegram: TelegramApi, book: Book, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Door]:
    """A process that does all, as fast as it can."""
    monkeypatch.setattr("bot.broadcast.lane.EVERY_SECONDS", 0)
    async with opened(url, telegram, book) as one:
        yield one


async def _set_out(door: Door, many: int) -> str:
    for chat in range(FIRST, FIRST + many):
        door.api.person_starts(chat)
    state = door.app.state
    await state.db.write(noon)
    await state.db.write(crowd, state.house.vault, range(FIRST, FIRST + many))
    return str(await state.db.write(begun))


async def _progress(door: Door, one: str) -> Progress:
    found: Progress = await door.app.state.db.read(lambda conn: progress(conn, row_of(conn, one)))
    return found


def _heard(door: Door, many: int) -> Counter[int]:
    return Counter(len(door.shown(chat)) for chat in range(FIRST, FIRST + many))


async def test_everybody_hears_it_once_however_many_sweep(
    url: str, door: Door, telegram: TelegramApi, book: Book
) -> None:
    async with opened(url, telegram, book):
        one = await _set_out(door, SOME)
        await until(lambda: _heard(door, SOME) == {1: SOME}, "everybody")
        await door.settled()
    now = await _progress(door, one)
    assert (now.people, now.sent, now.waiting, now.left) == (SOME, SOME, 0, 0)
    assert _heard(door, SOME) == {1: SOME}
    assert door.shown(FIRST)[0].startswith(FR)


async def test_it_is_over_after_its_days_and_its_numbers_stay(door: Door) -> None:
    one = await _set_out(door, 5)
    await until(lambda: _heard(door, 5) == {1: 5}, "everybody")
    await door.settled()
    await door.wait(3 * 86_400)
    await door.row(broadcast, 0, state="over")
    now = await _progress(door, one)
    assert (now.people, now.sent, now.stopped, now.waiting) == (5, 5, 0, 0)


async def test_who_is_in_danger_is_answered_while_ten_thousand_wait_and_stopping_is_at_once(
    url: str, telegram: TelegramApi, book: Book
) -> None:
    async with opened(url, telegram, book, telegram_per_second=PER_SECOND) as door:
        one = await _set_out(door, MANY)
        await until(lambda: len(door.shown(FIRST)) == 1, "that it has begun")
        for line in ("bonjour", "1", "1", "on me frappe, je suis en danger"):
            before = len(door.shown(CHAT))
            assert await door.deliver(door.api.person_writes(CHAT, line)) == 200
            await until(lambda: len(door.shown(CHAT)) > before, line)  # noqa: B023
        assert [row["level"] for row in await door.rows(handover)] == ["P0"]
        lane = await door.app.state.db.read(
            lambda conn: conn.execute(select(func.count()).select_from(outbox)).scalar_one()
        )
        assert lane < MANY / 10, "the others wait as timers, not as messages"
        await door.app.state.db.write(stop, one)
        await door.settled()
        now = await _progress(door, one)
        heard = _heard(door, MANY)
        assert (now.waiting, now.people) == (0, MANY)
        assert now.sent == heard[1] == MANY - now.stopped
        assert heard[2] == 0
        assert await door.rows(timer) == []


async def test_what_a_provider_puts_off_is_stopped_too(hall: Hall) -> None:
    one = await hall.begun()
    await hall.goes_on()
    await hall.alter(update(outbox).values(state="sending"))
    assert await hall.database.write(stop, one) == 0
    await hall.alter(update(outbox).values(state="ready", tries=1, error="busy"))
    await hall.database.write(tidy)
    assert {row["state"] for row in await hall.rows(outbox)} == {"dropped"}
    assert (await hall.progress(one)).stopped == len(hall.talks)


async def test_what_stays_in_the_lane_too_long_is_thought_about_again(hall: Hall) -> None:
    one = await hall.begun()
    await hall.goes_on()
    tried = (await hall.rows(outbox))[0]["id"]
    await hall.alter(update(outbox).where(outbox.c.id == tried).values(tries=1, error="busy"))
    await hall.database.write(tidy)
    assert await hall.rows(timer) == []
    await hall.wait(LANE_SECONDS + 1)
    await hall.database.write(tidy)
    assert [row["id"] for row in await hall.rows(outbox)] == [tried], "what was tried once may have arrived"
    assert len(await hall.rows(timer)) == len(hall.talks) - 1
    assert (await hall.progress(one)).waiting == len(hall.talks)


async def test_while_the_house_is_frozen_nothing_more_enters_the_lane(door: Door) -> None:
    await door.app.state.db.write(noon)
    await door.app.state.db.write(crowd, door.app.state.house.vault, range(FIRST, FIRST + 5))
    await door.app.state.db.write(begun)
    await door.app.state.db.write(freeze)
    await door.app.state.house.standstill.sweep(door.app.state.runner.database)
    before = len(await door.rows(outbox))
    await door.app.state.db.write(move, 60)
    assert len(await door.rows(outbox)) == before
    await door.app.state.db.write(unfreeze)
    await door.app.state.house.standstill.sweep(door.app.state.runner.database)
    for chat in range(FIRST, FIRST + 5):
        door.api.person_starts(chat)
    await until(lambda: _heard(door, 5) == {1: 5}, "everybody, once it goes on")


def test_the_lane_holds_what_the_platforms_take_in_a_round() -> None:
    assert PER_SECOND * 2 < LANE_MAX
