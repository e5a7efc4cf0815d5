"""The standstill: nothing goes out to people, nothing that comes in is lost, and the team is still called."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from bot.cli import app
from bot.desk.staff import add_worker
from bot.engine.book import Book
from bot.records.database import Database
from bot.records.tables import audit, handover, inbound, outbox, worker, worker_session
from bot.upkeep.freeze import freeze, frozen_since, unfreeze
from content.emergency_plan import EmergencyPlan
from tests.doubles.telegram_api import TelegramApi
from tests.runner.door import HOME, Door, opened

CHAT = 8181


@pytest.fixture
async def door(database_url: str, telegram: TelegramApi, book: Book) -> AsyncIterator[Door]:
    async with opened(database_url, telegram, book) as one:
        yield one


async def _known(door: Door, *, frozen: bool) -> None:
    """The process has looked."""
    await door.app.state.house.standstill.sweep(door.app.state.runner.database)
    assert (door.app.state.house.standstill.since > 0) is frozen


async def test_nothing_goes_out_what_comes_in_is_thought_and_kept_and_all_of_it_goes_later(door: Door) -> None:
    await door.writes(CHAT, "bonjour")
    shown = door.shown(CHAT)
    assert await door.app.state.db.write(freeze)
    await _known(door, frozen=True)
    for words in ("1", "1", "je ne veux plus vivre"):
        assert await door.deliver(door.api.person_writes(CHAT, words)) == 200
    await door.app.state.sender.sweep()
    assert door.shown(CHAT) == shown
    assert {row["state"] for row in await door.rows(inbound)} == {"done"}
    assert [row["level"] for row in await door.rows(handover)] == ["P0"], "the team is called"
    assert await door.app.state.db.write(unfreeze)
    await _known(door, frozen=False)
    await door.app.state.sender.sweep()
    await door.settled()
    assert len(door.shown(CHAT)) > len(shown) + 2
    assert {row["state"] for row in await door.rows(outbox)} == {"sent"}


async def test_the_web_page_says_that_nobody_answers_now_and_keeps_what_is_written(door: Door) -> None:
    await door.app.state.db.write(freeze)
    await _known(door, frozen=True)
    shown = await door.client.get("/")
    assert (shown.status_code, "Ce que vous avez écrit est gardé" in shown.text) == (503, True)
    news = await door.client.get("/chat/news")
    assert (news.status_code, news.headers["X-Sira-Go"]) == (204, "/")
    form = {"nonce": "n" * 22, "text": "bonjour"}
    said = await door.client.post("/chat", data=form, headers={"Origin": HOME})
    assert said.status_code == 303
    assert [row["state"] for row in await door.rows(inbound)] == ["done"]
    await door.app.state.db.write(unfreeze)
    await _known(door, frozen=False)
    assert (await door.client.get("/")).status_code == 200


async def test_the_web_page_says_where_help_is_while_nobody_of_ours_answers(
    database_url: str, telegram: TelegramApi, book: Book
) -> None:
    today = datetime.now(UTC).date().isoformat()
    number = {
        "id": "n",
        "name": {"fr": "Police"},
        "where": ["niger"],
        "phone": "17",
        "source": "s",
        "verified_on": today,
    }
    plan = EmergencyPlan.model_validate({"numbers": [number]})
    known = replace(book, directory=replace(book.directory, emergency=plan))
    async with opened(database_url, telegram, known) as door:
        await door.app.state.db.write(freeze)
        await _known(door, frozen=True)
        for address in ("/", "/?c=agadez"):
            shown = await door.client.get(address)
            assert shown.status_code == 503
            assert '<a href="tel:17">' in shown.text
            assert "écrivez : personne" not in shown.text
            assert 'lang="bm"' in shown.text, "nobody knows the reader's language"


async def test_a_last_word_is_not_said_either(door: Door) -> None:
    await door.writes(CHAT, "bonjour", "1", "1", "effacer")
    shown = door.shown(CHAT)
    await door.app.state.db.write(freeze)
    await _known(door, frozen=True)
    assert await door.deliver(door.api.person_writes(CHAT, "1")) == 200
    assert (await door.app.state.db.read(frozen_since)) > 0
    assert door.shown(CHAT) == shown
    assert await door.rows(outbox) == []


def test_the_commands_say_what_happens_close_sessions_and_stand_in_the_audit(
    database_url: str, monkeypatch: pytest.MonkeyPatch, book: Book
) -> None:
    import asyncio

    from bot.records.migrate import migrate
    from bot.staffing import make_organisations

    monkeypatch.setenv("SIRA_DATABASE_URL", database_url)

    async def prepared() -> None:
        database = Database(database_url)
        await database.write(migrate)
        await database.write(make_organisations, book.directory.leads)
        await database.write(add_worker, "awa", "supervisor", "sira", "a password long enough")
        await database.write(lambda conn: conn.execute(worker_session.insert().values(
            hash="h", worker_id=conn.execute(select(worker.c.id)).scalar_one(), created_at=1, active_at=1)))  # fmt: skip
        await database.close()

    async def looked() -> tuple[list[str], int, int]:
        database = Database(database_url)
        try:
            return await database.read(
                lambda conn: (
                    list(conn.execute(select(audit.c.action).where(audit.c.worker_id == "operator")).scalars()),
                    len(conn.execute(select(worker_session)).all()),
                    frozen_since(conn),
                )
            )
        finally:
            await database.close()

    asyncio.run(prepared())
    run = CliRunner().invoke
    assert "en quelques secondes" in run(app, ["freeze"]).output
    actions, sessions, since = asyncio.run(looked())
    assert (actions, sessions, since > 0) == (["freeze"], 1, True)
    said = run(app, ["freeze", "--revoke-sessions"]).output
    assert "déjà" in said
    assert "1 session" in said
    assert "reprennent" in run(app, ["unfreeze"]).output
    assert "n'étaient pas" in run(app, ["unfreeze"]).output
    assert asyncio.run(looked()) == (["freeze", "end_sessions", "unfreeze"], 0, 0)
