"""Time is the database's and never runs back; a newer release's additions do not stop an older one that runs."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select, text, update

from bot.records.clock import SET_RIGHT_SECONDS, keep, move, now
from bot.records.database import Database
from bot.records.migrate import StrangeDatabase, migrate
from bot.records.tables import clock

DAY = 86_400


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    made = Database(database_url)
    await made.write(migrate)
    yield made
    await made.close()


async def _kept(database: Database, latest: int) -> None:
    await database.write(lambda conn: conn.execute(update(clock).values(latest=latest)))


async def test_a_clock_that_is_set_back_stands_still_and_does_not_go_back(database: Database) -> None:
    real = await database.read(now)
    await _kept(database, real + 3600)
    assert await database.read(now) == real + 3600
    assert 3500 < await database.write(keep) <= 3600
    assert await database.read(now) == real + 3600
    await database.write(move, 60)
    assert await database.read(now) == real + 3660, "a demonstration can still move it"


async def test_a_clock_that_had_run_far_ahead_by_mistake_is_set_right(database: Database) -> None:
    real = await database.read(now)
    await _kept(database, real + SET_RIGHT_SECONDS + 60)
    await database.write(keep)
    assert real <= await database.read(now) <= real + 60


async def test_what_was_read_is_kept_and_the_demonstrations_shift_is_not_in_it(database: Database) -> None:
    await database.write(move, DAY)
    await database.write(keep)
    latest = await database.read(lambda conn: conn.execute(select(clock.c.latest)).scalar_one())
    assert abs(await database.read(now) - DAY - latest) <= 2


async def test_a_release_before_goes_on_over_what_a_newer_one_adds_and_does_not_start_again(
    empty_database_url: str,
) -> None:
    """Migrations only add: so a rolling restart may migrate first. Who starts late is told why it cannot."""
    database = Database(empty_database_url)
    await database.write(migrate)

    def newer(conn: object) -> None:
        for sentence in (
            "alter table conversation add column mood varchar not null default ''",
            "create table weather (id varchar primary key)",
            "update alembic_version set version_num = '9999'",
        ):
            conn.execute(text(sentence))  # type: ignore[attr-defined]

    await database.write(newer)
    assert await database.read(now) > 0
    await database.write(move, 1)
    with pytest.raises(StrangeDatabase, match="plus récente"):
        await database.write(migrate)
    await database.close()
