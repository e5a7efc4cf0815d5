"""Room at PostgreSQL for every process at its busiest, and for one more while a release takes another's place."""

from __future__ import annotations

import asyncpg
import pytest

from bot.examined.connections import connections_examined, judged
from bot.records.database import Database
from bot.records.postgres import POOL_SIZE


@pytest.mark.parametrize(
    ("room", "processes", "colour"), [(97, 3, "green"), (97, 4, "yellow"), (97, 5, "red"), (10, 1, "red"), (97, 0, "green")]
)  # fmt: skip
def test_more_processes_than_fit_are_red_and_no_room_for_a_release_is_yellow(
    room: int, processes: int, colour: str
) -> None:
    found = judged(room, processes)
    assert found.colour == colour
    assert f"{POOL_SIZE} connexions" in found.words
    assert ("max_connections" in found.words) is (colour != "green")


async def test_other_processes_are_counted_by_their_names_and_not_this_one(postgres_url: str) -> None:
    database = Database(postgres_url)
    (alone,) = await database.read(connections_examined)
    assert alone.words.startswith("0 processus")
    others = [
        await asyncpg.connect(postgres_url, server_settings={"application_name": name})
        for name in ("sira 1@a", "sira 1@a", "sira 2@a", "psql")
    ]
    (found,) = await database.read(connections_examined)
    assert found.words.startswith("2 processus")
    for one in others:
        await one.close()
    await database.close()
