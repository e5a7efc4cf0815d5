"""What Twilio could not post is found in its list, once; what we do not know to have arrived is asked of it first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from bot.engine.book import Book
from bot.reconciling import ROUND, Reconciling
from bot.records.clock import move, now
from bot.records.tables import conversation, inbound, outbox, patrol
from bot.settings import Settings
from tests.doubles.server import Fault
from tests.doubles.twilio_api import TOKEN, US, TwilioApi
from tests.doubles.twilio_person import Form
from tests.doubles.twilio_records import ACCOUNT, NOW
from tests.phone import KEY
from tests.runner.door import SWEEP_SECONDS, until
from webhook.app import create_app

PERSON, OTHER = "whatsapp:+22370000001", "whatsapp:+22370000002"
PUBLIC = "https://sira.example"


@dataclass
class Line:
    """One process, Twilio's double, and a round that a test makes by hand."""

    app: FastAPI
    client: httpx.AsyncClient
    api: TwilioApi
    rounds: Reconciling

    async def posts(self, form: Form) -> None:
        answer = await self.client.post(form.path, content=form.body, headers=form.headers)
        assert answer.status_code in {200, 204}

    async def goes_round(self) -> None:
        """A minute has passed, and the last round was before everything that a test does."""
        values = {"next_at": 0, "reached_at": NOW}
        await self.app.state.db.write(
            lambda conn: conn.execute(update(patrol).where(patrol.c.name == ROUND).values(**values))
        )
        await self.rounds.sweep()

    async def rows(self, table: Any) -> list[Any]:
        return await self.app.state.db.read(lambda conn: conn.execute(select(table).order_by(table.c.id)).all())

    async def sees(self, person: str, words: str) -> None:
        await until(lambda: words in "\n".join(one.body for one in self.api.seen(person)), words)


@pytest.fixture(scope="module")
def _twilio() -> Iterator[TwilioApi]:
    with TwilioApi(PUBLIC) as api:
        yield api


@pytest.fixture
async def line(_twilio: TwilioApi, tmp_path: Path, book: Book) -> AsyncIterator[Line]:
    _twilio.reset()
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'sira.db'}", master_key=KEY, pepper=KEY, public_url=PUBLIC,
        twilio_account_sid=ACCOUNT, twilio_auth_token=TOKEN, twilio_from=US, twilio_api_url=_twilio.url,
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.running.load_book", lambda: book)
        patch.setattr("bot.running.SWEEP_SECONDS", SWEEP_SECONDS)
        patch.setattr("bot.inorder.TWILIO_ORDER_SECONDS", 0.05)
        app = create_app(settings)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=PUBLIC) as client,
        ):
            rounds = Reconciling(app.state.db, app.state.channels["whatsapp"], app.state.runner)
            await rounds.sweep()
            yield Line(app, client, _twilio, rounds)


async def test_a_message_whose_webhook_was_lost_is_answered_within_the_round(line: Line) -> None:
    line.api.person_writes(PERSON, "bonjour")
    await line.posts(line.api.person_writes(OTHER, "bonjour"))
    await line.goes_round()
    await line.sees(PERSON, "Quelle langue")
    await line.goes_round()
    assert [row.state for row in await line.rows(inbound)] == ["done", "done"]
    assert [row.seq for row in await line.rows(conversation)] == [1, 1]


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
