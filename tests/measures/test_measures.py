"""Figures for who watches: true, small in number, and of nobody."""

from __future__ import annotations

import re
from functools import partial

import httpx
from sqlalchemy import update

from bot.alerts.sender import CallSender
from bot.housekeeping import Housekeeping
from bot.measures.process import SWEPT, listen, name_of, swept
from bot.measures.store import away, measured, printed
from bot.records.database import Database
from bot.records.tables import handover, inbound, outbox
from bot.upkeep.freeze import freeze
from tests.phone import Phone


async def _figures(database: Database) -> dict[str, float]:
    text = printed(await database.read(measured)).decode()
    lines = [line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in lines}


async def test_an_empty_house_shows_every_figure_at_rest(database: Database) -> None:
    found = await _figures(database)
    assert found["sira_database_up"] == 1
    assert {value for name, value in found.items() if name != "sira_database_up"} == {0}


async def test_what_waits_and_who_is_in_danger_is_seen_and_nobody_is_named(database: Database, phone: Phone) -> None:
    await phone.says("bonjour", "1", "1", "je ne veux plus vivre")
    await database.write(lambda conn: conn.execute(update(handover).values(opened_at=handover.c.opened_at - 400)))
    found = await _figures(database)
    assert found['sira_urgent_open{level="P0"}'] == found['sira_urgent_unseen{level="P0"}'] == 1
    assert found['sira_urgent_unseen_oldest_seconds{level="P0"}'] >= 400
    assert found['sira_inbound_recent{channel="telegram",state="done"}'] == 4
    assert found["sira_outbox_waiting"] == found['sira_outbound_recent{channel="telegram",state="ready"}'] > 0
    names = {word for name in found for word in re.findall(r'(\w+)="', name)}
    assert names <= {"channel", "state", "level", "why"}


async def test_who_erased_themselves_in_danger_still_waits(database: Database, phone: Phone) -> None:
    await phone.says("bonjour", "1", "1", "je ne veux plus vivre", "effacer", "1")
    found = await _figures(database)
    assert found['sira_urgent_open{level="P0"}'] == found['sira_urgent_unseen{level="P0"}'] == 1


async def test_troubles_are_counted_by_their_kind(database: Database, phone: Phone) -> None:
    await phone.says("bonjour", "1")
    await database.write(freeze)
    await database.write(lambda conn: conn.execute(update(inbound).values(state="poison", at=inbound.c.at)))
    await database.write(lambda conn: conn.execute(update(outbox).values(state="failed", error="no answer: late")))
    found = await _figures(database)
    assert (found["sira_frozen"], found["sira_poison_day"]) == (1, 2)
    assert found['sira_sends_troubled_day{why="uncertain"}'] > 0
    assert found['sira_sends_troubled_day{why="dead"}'] == 0
    await database.write(lambda conn: conn.execute(update(outbox).values(error="blocked")))
    found = await _figures(database)
    assert found['sira_sends_troubled_day{why="uncertain"}'] == 0
    assert found['sira_sends_troubled_day{why="dead"}'] > 0


def test_a_database_that_is_away_is_a_figure_too() -> None:
    assert "sira_database_up 0.0" in printed(away()).decode()


async def test_a_sweep_is_named_after_whose_it_is(database: Database, phone: Phone) -> None:
    async def nothing() -> None: ...

    assert name_of(phone.runner.sweep) == "runner"
    assert name_of(partial(phone.house.standstill.sweep, database)) == "standstill"
    assert name_of(nothing) == "nothing"
    assert name_of(CallSender.sweep.__get__(object.__new__(CallSender))) == "call_sender"
    swept(Housekeeping.sweep.__get__(object.__new__(Housekeeping)))
    assert SWEPT.labels("housekeeping")._value.get() > 0


def test_a_process_without_http_shows_its_own_figures_where_it_is_told_to() -> None:
    assert listen("") is None
    server = listen("127.0.0.1:0")
    assert server is not None
    try:
        port = server.server_address[1]
        shown = httpx.get(f"http://127.0.0.1:{port}/metrics").text
    finally:
        server.shutdown()
        server.server_close()
    assert "sira_turn_seconds_bucket" in shown
