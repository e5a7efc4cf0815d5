"""Without a public address: both bots are polled at once, and each hears what is its own and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from aiohttp import web
from sqlalchemy import func, select

from bot.cli.serve import _poll
from bot.desk import links_once
from bot.desk.phones import is_joined
from bot.desk.staff import worker_of
from bot.engine.book import Book
from bot.records.database import Database
from bot.records.tables import conversation, worker
from bot.settings import Settings
from tests.alerts.conftest import CHAT, STAFF_TOKEN, Room, Sign
from tests.doubles.server import Served
from tests.doubles.telegram_api import TOKEN, TelegramApi

PATIENCE = 200


class TwoBots(Served):
    """One server, as Telegram's own: the token in the address says which bot it is."""

    def __init__(self, public: TelegramApi, staff: TelegramApi) -> None:
        super().__init__()
        self.bots = (public, staff)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        found = next((bot for bot in self.bots if f"/bot{bot.token}/" in request.path), self.bots[0])
        if request.path.endswith("/getUpdates") and not found._updates:
            await asyncio.sleep(0.05)
        return await found.handle(request)


@pytest.fixture
def bots(api: TelegramApi) -> Iterator[TwoBots]:
    public = TelegramApi(TOKEN)
    public.new_group(CHAT)
    with TwoBots(public, api) as both:
        yield both


async def test_each_bot_hears_its_own(
    room: Room, bots: TwoBots, settings: Settings, sign: Sign, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli.serve.load_book", lambda: book)
    monkeypatch.setattr("bot.running.load_book", lambda: book)
    public, staff = bots.bots
    awa = await sign("awa", "protection")
    code = await room.database.write(links_once.mint, "telegram", awa)
    public.member_writes(CHAT, 77, "bonjour dans le groupe")
    public.person_writes(77, "bonjour")
    staff.member_writes(CHAT, 77, "bonjour dans le groupe")
    staff.person_writes(78, "bonjour")
    staff.person_starts(9001, code)
    chosen = settings.model_copy(
        update={"telegram_api_url": bots.url, "telegram_token": type(settings.telegram_token)(TOKEN)}
    )
    task = asyncio.create_task(_poll(chosen))
    try:
        await _until(room.database, awa, public)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert staff.token == STAFF_TOKEN
    assert "C'est relié" in staff.seen(9001)[0].text
    assert staff.seen(78) == []
    assert public.seen(CHAT) == []
    assert not [call for call in public.calls if call.parameters.get("chat_id") == CHAT]
    people = select(func.count()).select_from(conversation)
    assert await room.database.read(lambda conn: conn.execute(people).scalar_one()) == 2, "the first one's, and 77"
    joined = select(func.count()).where(worker.c.telegram != "")
    assert await room.database.read(lambda conn: conn.execute(joined).scalar_one()) == 1


async def _until(database: Database, worker_id: str, public: TelegramApi) -> None:
    who = await database.read(worker_of, worker_id)
    assert who is not None
    for _ in range(PATIENCE):
        if public.seen(77) and await database.read(is_joined, who):
            await asyncio.sleep(0.3)
            return
        await asyncio.sleep(0.05)
    raise AssertionError("not heard")
