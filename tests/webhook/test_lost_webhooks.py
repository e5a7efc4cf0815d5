"""What Twilio could not post is found in its list, once; what we do not know to have arrived is asked of it first."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.engine.book import Book
from bot.reconciling import ROUND
from bot.records.clock import move, now
from bot.records.tables import conversation, inbound, outbox, patrol
from bot.statuses import ROUNDS
from tests.doubles.server import Fault
from tests.doubles.twilio_api import TwilioApi
from tests.doubles.twilio_records import NOW
from tests.runner.door import until
from tests.webhook.line import Line, opened

PERSON, OTHER = "whatsapp:+22370000001", "whatsapp:+22370000002"


async def test_a_message_whose_webhook_was_lost_is_answered_within_the_round(line: Line) -> None:
    line.api.person_writes(PERSON, "bonjour")
    await line.posts(line.api.person_writes(OTHER, "bonjour"))
    await line.goes_round()
    await line.sees(PERSON, "Quelle langue")
    await line.goes_round()
    assert [row.state for row in await line.rows(inbound)] == ["done", "done"]
    assert [row.seq for row in await line.rows(conversation)] == [1, 1]


async def test_a_process_goes_its_rounds_by_itself(
    twilio: TwilioApi, ready_file: Path, tmp_path: Path, book: Book
) -> None:
    shutil.copyfile(ready_file, tmp_path / "sira.db")
    async with opened(f"sqlite:///{tmp_path / 'sira.db'}", twilio, book, alone=True) as line:
        twilio.now = await line.app.state.db.read(now) - 30
        twilio.person_writes(PERSON, "bonjour")
        await line.is_due(ROUND)
        await line.sees(PERSON, "Quelle langue")
        for name, _, _ in ROUNDS:
            assert [row for row in await _patrols(line) if row.name == name]


async def _patrols(line: Line) -> list[Any]:
    return await line.app.state.db.read(lambda conn: list(conn.execute(select(patrol)).all()))


async def test_a_webhook_that_comes_after_the_round_changes_nothing(line: Line) -> None:
    late = line.api.person_writes(PERSON, "bonjour")
    await line.goes_round()
    await line.posts(late)
    await line.sees(PERSON, "Quelle langue")
    assert [row.seq for row in await line.rows(conversation)] == [1]


async def test_lost_messages_are_answered_in_the_order_in_which_they_were_written(line: Line) -> None:
    for words in ("bonjour", "1"):
        line.api.now += 5
        line.api.person_writes(PERSON, words)
    await line.goes_round()
    await line.sees(PERSON, "Êtes-vous d'accord")


async def test_a_lost_voice_note_is_found_with_its_file(line: Line) -> None:
    await line.posts(line.api.person_writes(PERSON, "bonjour"))
    line.api.person_sends(PERSON, "audio/ogg", b"OggS" + bytes(400))
    await line.goes_round()
    assert [row.kind for row in await line.rows(inbound)] == ["text", "voice"]


async def test_a_list_of_many_pages_is_read_to_its_end(line: Line) -> None:
    for number in range(230):
        line.api.person_writes(f"whatsapp:+2237{number:07d}", "x")
    await line.goes_round()
    assert len(await line.rows(inbound)) == 230


async def test_a_list_that_cannot_be_read_is_read_from_the_same_place_later(line: Line) -> None:
    line.api.person_writes(PERSON, "bonjour")
    line.api.fail_next(Fault(200, "nonsense"))
    await line.goes_round()
    assert await line.rows(inbound) == []
    reached = await line.app.state.db.read(
        lambda conn: conn.execute(select(patrol.c.reached_at).where(patrol.c.name == ROUND)).scalar_one()
    )
    assert reached == NOW
    await line.goes_round()
    await line.sees(PERSON, "Quelle langue")


@pytest.mark.parametrize("arrived", [True, False], ids=["it had arrived", "it had not"])
async def test_what_got_no_answer_is_looked_up_before_it_is_sent_again(arrived: bool, line: Line) -> None:
    line.api.fail_next(Fault(drop=True, accept=arrived))
    line.api.now = await line.app.state.db.read(now)
    await line.posts(line.api.person_writes(PERSON, "bonjour"))
    await until(lambda: len(line.api.seen(PERSON)) == int(arrived), "the first try")
    for _ in range(40):
        await line.app.state.db.write(move, 2)
        (row,) = await line.rows(outbox)
        if row.state == "sent":
            break
        await asyncio.sleep(0.05)
    (row,) = await line.rows(outbox)
    assert row.state == "sent"
    (seen,) = line.api.seen(PERSON)
    assert row.provider_id == seen.sid
