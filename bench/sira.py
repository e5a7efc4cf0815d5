"""Sira's own turn under the same load: accepted, thought, committed; and the same with its provider call."""

from __future__ import annotations

import asyncio
import base64
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orjson
from sqlalchemy import func, select

from bench.driver import Load, call, drive
from bot.records.tables import outbox
from bot.settings import Settings
from webhook.app import create_app

KEY = base64.b64encode(b"b" * 32).decode()
TOKEN = "4242:AAbench"
SECRET = "bench"
PEOPLE = 100
TALK = ("bonjour", "1", "1", "1", "1", "kayes", "25", "1", "1", "3", "1")
"""One talk up to the last question before suggestions; then « menu » and back, for ever."""
LATER = ("menu", "10")


@asynccontextmanager
async def turns(database_url: str, provider_url: str = "") -> AsyncIterator[Load]:
    """Turns of ``PEOPLE`` people in the middle of their talk. With ``provider_url`` each turn is also sent, in order."""
    settings = Settings(
        database_url=database_url, master_key=KEY, pepper=KEY, telegram_token=TOKEN, telegram_secret=SECRET,
        telegram_api_url=provider_url or "http://127.0.0.1:9",
    )  # fmt: skip
    app = create_app(settings, thinks=False, sends=bool(provider_url), for_good=True)
    numbers = itertools.count(1)
    headers = [(b"x-telegram-bot-api-secret-token", SECRET.encode()), (b"content-type", b"application/json")]
    at = dict.fromkeys(range(PEOPLE), 0)
    free: asyncio.Queue[int] = asyncio.Queue()
    for person in range(PEOPLE):
        free.put_nowait(person)

    async def one(_number: int) -> None:
        person = await free.get()
        turn = at[person]
        at[person] += 1
        words = TALK[turn] if turn < len(TALK) else LATER[(turn - len(TALK)) % len(LATER)]
        chat = {"id": 1000 + person, "type": "private"}
        update = {"update_id": next(numbers), "message": {"message_id": turn, "date": 1, "chat": chat, "text": words}}
        status = await call(app, "/webhook/telegram", orjson.dumps(update), headers)
        assert status == 200, status
        free.put_nowait(person)

    async with app.router.lifespan_context(app):

        async def settled() -> None:
            if not provider_url:
                return
            while await app.state.db.read(_unsent):  # noqa: ASYNC110 — the sender has no event to wait for
                await asyncio.sleep(0.02)

        load = Load(one, settled)
        await drive(load, PEOPLE * len(TALK))
        yield load


def _unsent(conn: object) -> int:
    waiting = select(func.count()).select_from(outbox).where(outbox.c.state.in_(("ready", "sending")))
    return int(conn.execute(waiting).scalar_one())  # type: ignore[attr-defined]
