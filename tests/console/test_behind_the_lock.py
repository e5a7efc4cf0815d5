"""The console's work and its limits once more, on PostgreSQL, where every page stands behind the second lock (D4)."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from sqlalchemy import Connection, func, select, text

from bot.records.tables import conversation
from bot.settings import Settings
from tests.console.conftest import HOME, KEY, SECRET, TOKEN, Desk, Person
from tests.console.test_scope import (  # noqa: F401
    test_a_case_that_moves_away_is_gone_at_once,
    test_a_human_closes_what_is_left_and_the_address_is_gone,
    test_every_route_answers_like_nothing,
    test_the_queue_shows_nothing_of_another_organisation,
    test_the_things_are_there_for_their_own_organisation,
    things,
)
from tests.console.test_work import *  # noqa: F403
from tests.doubles.telegram_api import TelegramApi

del test_a_long_talk_comes_in_pieces_that_a_slow_line_carries  # noqa: F821 — about pages, whichever the store


@pytest.fixture
def settings(telegram: TelegramApi, postgres_url: str) -> Settings:
    return Settings(
        database_url=postgres_url, master_key=KEY, pepper=KEY, public_url=HOME,
        telegram_token=TOKEN, telegram_secret=SECRET, telegram_api_url=telegram.url,
    )  # fmt: skip


async def test_a_page_that_forgets_its_condition_shows_nothing_of_others(
    app: FastAPI, awa: Desk, cis: Desk, person: Person
) -> None:
    """A careless page is hung into the real application and opened with both sessions."""
    from webhook.console.door import visit

    everything = select(func.count()).select_from(conversation)

    def counted(conn: Connection) -> tuple[str, int]:
        return conn.execute(text("select current_user")).scalar_one(), conn.execute(everything).scalar_one()

    seen = []

    async def careless(request):  # type: ignore[no-untyped-def]
        from starlette.responses import Response

        await visit(request)
        seen.append((await request.app.state.db.read(counted), await request.app.state.db.write(counted)))
        return Response()

    app.router.add_route("/desk/careless", careless)
    await person.asks_for_somebody()
    for desk in (awa, cis):
        await desk.client.get("/desk/careless")
    assert seen == [(("sira_console", 1),) * 2, (("sira_console", 0),) * 2]
    assert (await app.state.db.read(counted))[1] == 1, "outside a session the lock is not on"
