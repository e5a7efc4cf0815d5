"""A service taken out by hand, and a programme that ends: a process that runs knows, what waits in the outbox too (A13)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from bot.channels.message import Choice, Message
from bot.cli import app
from bot.engine.book import Book
from bot.engine.moment import Moment
from bot.engine.session import Session
from bot.engine.turn import Turn
from bot.house import House
from bot.records.database import Database
from bot.records.migrate import migrate
from bot.records.seal import Vault
from bot.records.tables import audit, outbox
from bot.upkeep.freeze import freeze, unfreeze
from bot.withdrawal import put_back, renew, withdraw, without_withdrawn
from content.match import match
from tests.doubles.telegram_api import TelegramApi
from tests.phone import KEY
from tests.runner.door import Door, opened

CHAT = 9191
SERVICE = "anpe-accueil"
SAFE = "n'est plus sûre"


@pytest.fixture
async def door(database_url: str, telegram: TelegramApi, book: Book) -> AsyncIterator[Door]:
    async with opened(database_url, telegram, book) as one:
        yield one


async def _looked(door: Door) -> None:
    """The process has looked for a standstill and for what is out."""
    house, database = door.app.state.house, door.app.state.runner.database
    await house.standstill.sweep(database)
    await renew(house, database)


async def test_what_waits_and_names_it_is_not_sent_and_it_is_offered_no_more(door: Door, tmp_path: Path) -> None:
    name = door.app.state.house.book.directory.services[SERVICE].name.fr
    for words in ("bonjour", "1", "1", "1", "bamako", "24", "4", "2"):
        await door.writes(CHAT, words)
    await door.app.state.db.write(freeze)
    await _looked(door)
    assert await door.deliver(door.api.person_writes(CHAT, "rien de précis")) == 200
    assert {row["state"] for row in await door.rows(outbox)} != {"sent"}
    assert await door.app.state.db.write(withdraw, SERVICE)
    assert not await door.app.state.db.write(withdraw, SERVICE)
    await door.app.state.db.write(unfreeze)
    await _looked(door)
    before = len(door.shown(CHAT))
    await door.app.state.sender.sweep()
    await door.settled()
    heard = " ".join(str(one) for one in door.shown(CHAT)[before:])
    assert SAFE in heard
    assert name not in heard
    assert {row["state"] for row in await door.rows(outbox)} == {"sent"}
    await door.writes(CHAT, "menu")
    assert await door.app.state.db.write(put_back, SERVICE)
    await _looked(door)
    assert not door.app.state.house.book.directory.is_out(SERVICE)
    (record := tmp_path / "services" / f"{SERVICE}.yaml").parent.mkdir()
    for written, out in (("do_not_use: true\n", True), ("kind: public_desk\n", False)):
        record.write_text(written, "utf-8")
        await renew(door.app.state.house, door.app.state.runner.database, tmp_path)
        assert door.app.state.house.book.directory.is_out(SERVICE) is out, "a record that changes needs no new start"


def _out(book: Book, *services: str) -> Book:
    directory = book.directory
    return replace(book, directory=directory.as_of(date(2026, 11, 22), frozenset(services)))


def test_a_button_of_it_is_left_away_and_what_names_another_is_not_touched(book: Book) -> None:
    gone = _out(book, SERVICE)
    name = book.directory.services[SERVICE].name.fr
    asks = Message("Avec qui ?", choices=(Choice(f"4:{SERVICE}", "ANPE"), Choice("4:aek-kayes", "AEK")))
    assert without_withdrawn(book, asks) is asks
    assert [one.payload for one in without_withdrawn(gone, asks).choices] == ["4:aek-kayes"]
    for text in (Message(f"🏛️ {name}\nLieu : Bamako"), Message("…", "bm", french=f"{name}, oui.")):
        safe = without_withdrawn(gone, text)
        assert SAFE in (safe.french or safe.text)
        assert safe.language == text.language
    assert without_withdrawn(gone, other := Message("Où êtes-vous ?")) is other


def test_what_a_session_remembers_of_it_is_shown_no_more(book: Book) -> None:
    session = Session(shown=(SERVICE, "aek-kayes"))
    assert Turn(book, session, Moment(at=1)).shown == (SERVICE, "aek-kayes")
    assert Turn(_out(book, SERVICE), session, Moment(at=1)).shown == ("aek-kayes",)
    assert match(_out(book, SERVICE).directory, {"age": 24}, date(2026, 11, 22)).of(SERVICE) is None


async def test_a_programme_that_ends_while_a_process_runs_closes_its_services_that_day(
    book: Book, database_url: str
) -> None:
    """« today » is the database's; the house began years before."""
    directory = book.directory
    then = directory.as_of(date(2015, 1, 1), frozenset())
    now = directory.as_of(datetime.now(UTC).date(), frozenset())
    assert then.over != now.over
    house = House(Vault(KEY, KEY), replace(book, directory=then))
    async with Database(database_url) as database:
        await database.write(migrate)
        await renew(house, database)
        assert house.book.directory.over == now.over
        kept = house.book
        await renew(house, database)
        assert house.book is kept, "nothing is compiled anew while nothing changes"


def test_the_command_says_what_it_did_and_the_audit_knows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/one.db"
    monkeypatch.setenv("SIRA_DATABASE_URL", url)
    run = CliRunner().invoke
    assert "aucune fiche" in run(app, ["withdraw", "nowhere"]).output
    assert "n'est plus montré" in run(app, ["withdraw", SERVICE]).output
    assert "déjà retiré" in run(app, ["withdraw", SERVICE]).output
    assert "de nouveau" in run(app, ["withdraw", SERVICE, "--undo"]).output

    async def noted() -> list[str]:
        async with Database(url) as database:
            return await database.read(lambda conn: list(conn.execute(select(audit.c.action)).scalars()))

    assert asyncio.run(noted()) == ["withdraw", "unwithdraw"]
