"""What leaves the desk: a formula stays words, a second person says yes, the yes ends, everything is noted."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.desk.asked import requests_for
from bot.desk.exports import FORMULA_MARKS, UNTIL_SECONDS, ask, cell, decide, granted
from bot.desk.staff import Worker
from bot.records.clock import move
from bot.records.database import Database
from bot.records.tables import audit
from tests.desk.conftest import AWA, BOU

EVA = Worker("e" * 32, "eva", "sira", frozenset({"supervisor"}))
ADA = Worker("d" * 32, "ada", "sira", frozenset({"admin"}))
CIS = Worker("c" * 32, "cis", "other", frozenset({"supervisor"}))


@pytest.mark.parametrize("text", ["=1+1", "+223", "-3", "@SUM(A1)", "\t=1", "\r=1", " =1", "  @x", "＝1"])
def test_what_a_spreadsheet_would_run_stays_words(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Gao", "3 - 4", "a=b", "é", "1"])
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert cell(text) == text


@given(st.text())
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not cell(text).lstrip(" ").startswith(FORMULA_MARKS)
    assert cell(text).removeprefix("'") in {text, text.removeprefix("'")}


async def test_another_person_allows_and_only_who_asked_opens(database: Database) -> None:
    asked = await database.write(ask, BOU, "data", "t" * 32)
    assert asked
    assert await database.write(ask, BOU, "data", "t" * 32) == asked, "asking twice is asking once"
    assert await database.write(granted, BOU, asked, "data") is None
    for nobody in (BOU, ADA, CIS):
        assert not await database.write(lambda conn, who=nobody: decide(conn, who, asked, allow=True))
    assert await database.write(lambda conn: decide(conn, AWA, asked, allow=True))
    assert not await database.write(lambda conn: decide(conn, EVA, asked, allow=False)), "decided already"
    for stranger in (AWA, CIS):
        assert await database.write(granted, stranger, asked, "data") is None
    assert await database.write(granted, BOU, asked, "export") is None
    assert [await database.write(granted, BOU, asked, "data") for _ in range(2)] == ["t" * 32] * 2
    noted = await database.read(lambda conn: conn.execute(select(audit.c.action).order_by(audit.c.id)).scalars().all())
    assert noted == ["ask:data", "allow", "open:data", "open:data"]


async def test_nobody_allows_their_own_request(database: Database) -> None:
    asked = await database.write(ask, AWA, "data", "t" * 32)
    assert asked
    assert not await database.write(lambda conn: decide(conn, AWA, asked, allow=True))
    assert await database.write(lambda conn: decide(conn, EVA, asked, allow=True))


async def test_an_administrator_allows_figures_and_no_person_s_data(database: Database) -> None:
    figures = await database.write(ask, AWA, "export", "2026-01")
    data = await database.write(ask, AWA, "data", "t" * 32)
    assert figures
    assert data
    assert await database.write(lambda conn: decide(conn, ADA, figures, allow=True))
    assert not await database.write(lambda conn: decide(conn, ADA, data, allow=True))
    assert await database.write(ask, ADA, "data", "t" * 32) is None
    assert await database.write(ask, BOU, "export", "2026-01") is None
    assert {one.kind for one in await database.read(requests_for, ADA)} == {"export"}


async def test_a_refused_request_opens_nothing_and_may_be_asked_again(database: Database) -> None:
    asked = await database.write(ask, BOU, "data", "t" * 32)
    assert asked
    assert await database.write(lambda conn: decide(conn, AWA, asked, allow=False))
    assert await database.write(granted, BOU, asked, "data") is None
    assert await database.write(ask, BOU, "data", "t" * 32) not in {None, asked}


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_yes_ends_after_seven_days(database: Database, when: str) -> None:
    asked = await database.write(ask, BOU, "data", "t" * 32)
    assert asked
    if when == "before":
        await database.write(move, UNTIL_SECONDS)
        assert not await database.write(lambda conn: decide(conn, AWA, asked, allow=True))
        return
    assert await database.write(lambda conn: decide(conn, AWA, asked, allow=True))
    await database.write(move, UNTIL_SECONDS)
    assert await database.write(granted, BOU, asked, "data") is None
    assert [one.over for one in await database.read(requests_for, BOU)] == [True]


async def test_another_organisation_sees_no_request(database: Database) -> None:
    await database.write(ask, BOU, "data", "t" * 32)
    assert await database.read(requests_for, CIS) == []
    assert [one.mine for one in await database.read(requests_for, BOU)] == [True]
    assert [one.may_allow for one in await database.read(requests_for, AWA)] == [True]


async def test_of_two_at_once_one_decides(postgres_url: str) -> None:
    from bot.records.migrate import migrate

    database = Database(postgres_url)
    await database.write(migrate)
    asked = await database.write(ask, BOU, "data", "t" * 32)
    assert asked
    words = await asyncio.gather(
        *(database.write(lambda conn, who=who: decide(conn, who, asked, allow=who is AWA)) for who in (AWA, EVA) * 8)
    )
    assert words.count(True) == 1
    await database.close()
