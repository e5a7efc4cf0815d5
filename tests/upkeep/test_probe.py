"""The synthetic urgent message: real until the queue has shown it, and then never there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest
from sqlalchemy import func, select, update

from bot.channels.wire import Delivered, Sent
from bot.measures.store import PROBE, measured, printed
from bot.records.database import Database
from bot.records.tables import metadata, patrol
from bot.upkeep import probe
from bot.upkeep.probe import EVERY_SECONDS, Probe, tried
from tests.phone import Phone


@dataclass
class Group:
    """The staff bot as the probe knows it."""

    chat: int = -100
    told: list[tuple[int, str]] = field(default_factory=list)

    async def tell(self, chat: int, words: str) -> Sent:
        self.told.append((chat, words))
        return Delivered("")


async def _rows(database: Database) -> dict[str, int]:
    return await database.read(
        lambda conn: {
            table.name: conn.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }
    )


async def _due(database: Database) -> None:
    await database.write(lambda conn: conn.execute(update(patrol).where(patrol.c.name == PROBE).values(next_at=0)))


def _probe(database: Database, phone: Phone, group: Group) -> Probe:
    return Probe(database, replace(phone.house, means=("telegram",)), group)  # type: ignore[arg-type]


async def test_it_reaches_the_queue_calls_the_team_and_leaves_nothing(database: Database, phone: Phone) -> None:
    await phone.says("bonjour", "1")
    before = await _rows(database)
    house = replace(phone.house, means=("telegram", "email"))
    assert [await database.write(tried, house) for _ in range(2)] == ["", ""]
    assert await _rows(database) == before


@pytest.mark.parametrize("missed", ["turn", "queue", "call"])
async def test_what_does_not_work_is_found_and_still_leaves_nothing(
    database: Database, phone: Phone, monkeypatch: pytest.MonkeyPatch, missed: str
) -> None:
    if missed == "turn":
        monkeypatch.setattr("bot.turns._write", lambda *_: 1 / 0)
    elif missed == "queue":
        monkeypatch.setattr(probe, "queue", lambda *_: [])
    else:
        monkeypatch.setattr("bot.carry.call", lambda *_: None)
    before = await _rows(database)
    assert await database.write(tried, replace(phone.house, means=("telegram",))) == missed
    assert await _rows(database) == before


async def test_a_try_a_quarter_of_an_hour_and_the_group_hears_of_one_that_fails(
    database: Database, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = Group()
    await _probe(database, phone, group).sweep()
    long_ago = {"next_at": 0, "reached_at": 1}
    here = update(patrol).where(patrol.c.name == PROBE)
    await database.write(lambda conn: conn.execute(here.values(**long_ago)))
    await _probe(database, phone, group).sweep()
    row = await database.read(lambda conn: conn.execute(select(patrol).where(patrol.c.name == PROBE)).one())
    assert row.next_at - row.reached_at == EVERY_SECONDS
    assert group.told == []
    figures = printed(await database.read(measured)).decode()
    shown = next(line for line in figures.splitlines() if line.startswith("sira_probe_last_success"))
    assert float(shown.split()[1]) == row.reached_at
    monkeypatch.setattr(probe, "queue", lambda *_: [])
    await _due(database)
    await _probe(database, phone, group).sweep()
    await _probe(database, phone, group).sweep()
    assert [chat for chat, _ in group.told] == [group.chat], "told once a try"
    assert "n'arrive pas en tête de la file" in group.told[0][1]
    again = await database.read(lambda conn: conn.execute(select(patrol).where(patrol.c.name == PROBE)).one())
    assert again.reached_at == row.reached_at
