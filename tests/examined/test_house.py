"""What the doctor finds at home: what waits, for how long, room, clocks, and how old the contents are."""

from __future__ import annotations

import shutil
import time
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.engine.book import Book
from bot.examined.backlog import backlog_examined
from bot.examined.contents import contents_examined, months_since
from bot.examined.machine import clock_examined, database_ahead, disks_examined
from bot.records.database import Database
from bot.records.tables import outbox
from bot.settings import Settings
from tests.phone import Phone


async def _waits(database: Database, *, frozen: bool = False) -> list[tuple[str, str]]:
    found = await database.read(lambda conn: backlog_examined(conn, frozen=frozen))
    return [(one.colour, one.words) for one in found]


async def test_what_waits_turns_yellow_then_red_with_its_age(database: Database, phone: Phone) -> None:
    assert await _waits(database) == [("green", "rien à traiter"), ("green", "rien à envoyer")]
    await phone.says("bonjour", "1")
    assert (await _waits(database))[1][0] == "green"
    for age, colour, said in ((61, "yellow", "1 min"), (700, "red", "12 min")):
        older = update(outbox).values(at=outbox.c.at - age)
        await database.write(lambda conn, older=older: conn.execute(older))
        found, words = (await _waits(database))[1]
        assert (found, said in words, "sira sender" in words) == (colour, True, True)
    assert (await _waits(database, frozen=True))[1][0] == "yellow"


async def test_the_clock_is_held_against_database_and_provider(database: Database) -> None:
    ahead = await database_ahead(database)
    assert abs(ahead) < 2
    assert clock_examined(ahead, time.time()).colour == "green"
    assert clock_examined(ahead, time.time() + 12).colour == "yellow"
    late = clock_examined(ahead, time.time() + 3600)
    assert (late.colour, "en retard" in late.words, "fournisseur" in late.words) == ("red", True, True)
    early = clock_examined(-40.0, 0.0)
    assert (early.colour, "en avance de 40 s sur la base" in early.words) == ("red", True)
    assert clock_examined(None, 0.0).colour == "yellow"


@pytest.mark.parametrize(("free", "colour"), [(40, "green"), (10, "yellow"), (3, "red")])
def test_a_disk_that_fills_is_seen_and_no_folder_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, colour: str
) -> None:
    usage = type(shutil.disk_usage(tmp_path))(100, 100 - free, free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    found = disks_examined(Settings(database_url=f"sqlite:///{tmp_path / 'not' / 'there' / 'sira.db'}"))
    assert [(one.what, one.colour) for one in found] == [("disque", colour)]
    assert list(tmp_path.iterdir()) == []


def test_contents_grow_old(book: Book) -> None:
    assert (months_since("2022-11", date(2026, 11, 21)), months_since("2026-10-30", date(2026, 11, 1))) == (48, 1)
    newest = max(source.read_on for one in book.directory.services.values() for source in one.sources.values())
    later = contents_examined(Settings(), book, date(int(newest[:4]) + 3, 1, 1))
    ages = next(one for one in later if one.what == "fiches")
    assert (ages.colour, "mois" in ages.words) == ("yellow", True)
    long_ago = contents_examined(Settings(), book, date(2015, 1, 1))
    assert next(one for one in long_ago if one.what == "fiches").colour == "green"
    real = Settings(env="production", public_url="https://sira.test")
    numbers = next(one for one in contents_examined(real, book, date(2035, 1, 1)) if one.what == "urgence")
    assert numbers.colour == "red"
