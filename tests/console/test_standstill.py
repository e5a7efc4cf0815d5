"""Who writes to somebody while nothing goes out knows it before she promises an answer."""

from __future__ import annotations

from fastapi import FastAPI

from bot.upkeep.freeze import freeze, unfreeze
from tests.console.conftest import Desk

WORDS = "Les envois sont arrêtés depuis"


async def test_every_page_of_the_console_says_that_nothing_goes_out(app: FastAPI, awa: Desk) -> None:
    database, standstill = app.state.runner.database, app.state.house.standstill
    await awa.get("/desk/queue")
    assert WORDS not in awa.words
    await app.state.db.write(freeze)
    await standstill.sweep(database)
    for address in ("/desk/queue", "/desk/numbers"):
        await awa.get(address)
        assert WORDS in awa.words, address
    await app.state.db.write(unfreeze)
    await standstill.sweep(database)
    await awa.get("/desk/queue")
    assert WORDS not in awa.words
