"""One process behind Twilio's webhooks, with the provider's double at the other end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from bot.engine.book import Book
from bot.reconciling import ROUND, Reconciling
from bot.records.tables import outbox, patrol
from bot.settings import Settings
from tests.doubles.twilio_api import TOKEN, US, TwilioApi
from tests.doubles.twilio_person import Form
from tests.doubles.twilio_records import ACCOUNT, NOW
from tests.phone import KEY
from tests.runner.door import PATIENCE, PAUSE_SECONDS, SWEEP_SECONDS, until
from webhook.app import create_app

PUBLIC: Final = "https://sira.example"


@dataclass
class Line:
    """One process, Twilio's double, and a round that a test makes by hand."""

    app: FastAPI
    client: httpx.AsyncClient
    api: TwilioApi
    rounds: Reconciling

    async def posts(self, form: Form) -> None:
        """Twilio posts it, and is answered well."""
        answer = await self.client.post(form.path, content=form.body, headers=form.headers)
        assert answer.status_code in {200, 204}

    async def goes_round(self) -> None:
        """A minute has passed, and the last round was before everything that a test does."""
        await self.is_due(ROUND)
        await self.rounds.sweep()

    async def is_due(self, name: str) -> None:
        """The round ``name`` is due now."""
        values = {"next_at": 0, "reached_at": NOW}
        await self.app.state.db.write(
            lambda conn: conn.execute(update(patrol).where(patrol.c.name == name).values(**values))
        )

    async def rows(self, table: Any) -> list[Any]:
        """All rows of ``table``, the oldest first."""
        return await self.app.state.db.read(lambda conn: conn.execute(select(table).order_by(table.c.id)).all())

    async def stands(self, *states: str) -> None:
        """What came after the greeting and goes out is in these ``states`` soon, the oldest first."""
        found: list[str] = []
        for _ in range(PATIENCE):
            found = [row.state for row in (await self.rows(outbox))[1:]]
            if found == [*states]:
                return
            await asyncio.sleep(PAUSE_SECONDS)
        raise AssertionError(f"it stands at {found}, not at {states}")

    async def sees(self, person: str, words: str) -> None:
        """The person has ``words`` on the screen soon."""
        await until(lambda: words in "\n".join(one.body for one in self.api.seen(person)), words)


@asynccontextmanager
async def opened(database_url: str, api: TwilioApi, book: Book, *, alone: bool = False) -> AsyncIterator[Line]:
    """A process with ``book`` on this store, from its start to its orderly end. Its rounds at Twilio are made by the test's
    hand, or ``alone`` by itself.
    """
    settings = Settings(
        database_url=database_url, master_key=KEY, pepper=KEY, public_url=PUBLIC,
        twilio_account_sid=ACCOUNT, twilio_auth_token=TOKEN, twilio_from=US, twilio_api_url=api.url,
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.running.load_book", lambda: book)
        patch.setattr("bot.running.SWEEP_SECONDS", SWEEP_SECONDS)
        patch.setattr("bot.inorder.TWILIO_ORDER_SECONDS", 0.05)
        if not alone:
            patch.setattr("bot.running._rounds", lambda *_: ())
        app = create_app(settings)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=PUBLIC) as client,
        ):
            rounds = Reconciling(app.state.db, app.state.channels["whatsapp"], app.state.runner)
            await rounds.sweep()
            yield Line(app, client, api, rounds)
