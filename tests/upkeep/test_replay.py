"""A message that broke its turn is tried again once the release is mended; nobody hears of a try that fails again."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from sqlalchemy import select, update

from bot.engine.book import Book
from bot.house import House
from bot.records.database import Database
from bot.records.tables import inbound, outbox
from bot.upkeep.poison import TRIES_MAX, poisoned
from bot.upkeep.poison import replay as try_again
from tests.phone import Phone


@pytest.fixture
def broken(book: Book) -> Book:
    flow = book.flows["welcome"]
    nodes = {name: node for name, node in flow.nodes.items() if name != "consent"}
    return replace(book, flows=MappingProxyType({**book.flows, "welcome": replace(flow, nodes=nodes)}))


async def _stuck(phone: Phone, broken: Book) -> House:
    """The person's answer broke its turn. Returns the house as it was before."""
    await phone.says("bonjour")
    mended = phone.house
    phone.runner.house = House(phone.vault, broken, inline=False)
    await phone.says("1")
    phone.runner.house = mended
    return mended


async def _sent(database: Database) -> int:
    return len(await database.read(lambda conn: conn.execute(select(outbox.c.id)).all()))


async def test_it_is_listed_without_a_word_and_answered_once_the_release_is_mended(
    database: Database, phone: Phone, broken: Book
) -> None:
    house = await _stuck(phone, broken)
    (one,) = await database.read(poisoned)
    assert (one.channel, one.kind, one.tries, one.readable, one.overtaken) == ("telegram", "text", 0, True, False)
    before = await _sent(database)
    outcome, done = await database.write(try_again, house, one.id)
    assert (outcome, len(done)) == ("answered", 1)
    assert await _sent(database) > before
    assert await database.read(poisoned) == []
    assert (await database.write(try_again, house, one.id))[0] == "gone"


async def test_a_try_that_breaks_again_is_counted_and_nobody_hears_of_it(
    database: Database, phone: Phone, broken: Book
) -> None:
    await _stuck(phone, broken)
    (one,) = await database.read(poisoned)
    before = await _sent(database)
    still = House(phone.vault, broken, inline=False)
    for _ in range(TRIES_MAX):
        assert await database.write(try_again, still, one.id) == ("broken", [])
    assert await database.write(try_again, phone.house, one.id) == ("worn_out", [])
    assert await _sent(database) == before
    assert (await database.read(poisoned))[0].tries == TRIES_MAX


async def test_who_has_written_since_is_left_to_the_team(database: Database, phone: Phone, broken: Book) -> None:
    house = await _stuck(phone, broken)
    await phone.says("je suis là")
    (one,) = await database.read(poisoned)
    assert one.overtaken
    assert await database.write(try_again, house, one.id) == ("overtaken", [])


async def test_words_that_are_gone_are_not_tried(database: Database, phone: Phone, broken: Book) -> None:
    house = await _stuck(phone, broken)
    await database.write(lambda conn: conn.execute(update(inbound).values(sealed=b"")))
    (one,) = await database.read(poisoned)
    assert not one.readable
    assert await database.write(try_again, house, one.id) == ("gone", [])


async def test_the_command_lists_tries_and_says_how_it_went(
    database: Database, phone: Phone, broken: Book, database_url: str, monkeypatch: pytest.MonkeyPatch, book: Book
) -> None:
    import asyncio

    from typer.testing import CliRunner

    from bot.cli import app
    from tests.phone import KEY

    monkeypatch.setattr("bot.running.load_book", lambda: book)
    for name, value in {"DATABASE_URL": database_url, "MASTER_KEY": KEY, "PEPPER": KEY}.items():
        monkeypatch.setenv(f"SIRA_{name}", value)
    await _stuck(phone, broken)

    async def run(*words: str) -> tuple[int, str]:
        said = await asyncio.to_thread(CliRunner().invoke, app, ["replay", *words])
        return said.exit_code, said.output

    assert (await run())[0] == 1
    code, output = await run("--list")
    assert (code, "à reprendre" in output) == (0, True)
    code, output = await run("--all")
    assert (code, "1 message(s) traité(s)" in output) == (0, True)
    assert "Aucun message n'attend" in (await run("--all"))[1]
    assert (await run("ffff"))[0] == 1
