"""The chat in each of the two stores."""

from __future__ import annotations

import httpx
import pytest

from bot.engine.book import Book
from bot.settings import Settings
from tests.chat.conftest import HOME, KEY, Phone
from webhook.app import create_app

OGG = b"OggS" + b"\0" * 60


async def test_a_talk_with_a_voice_and_hide(database_url: str, book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.running.load_book", lambda: book)
    app = create_app(Settings(database_url=database_url, master_key=KEY, pepper=KEY, public_url=HOME), sends=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOME) as client,
    ):
        phone = Phone(client)
        await phone.look()
        await phone.tap("Français")
        await phone.tap("Oui, d'accord")
        for _ in range(2):
            await client.post("/chat", data={"nonce": "v1"}, files={"voice": ("v", OGG)})
        html = await phone.look()
        assert phone.talk.count("Message vocal bien reçu.") == 1
        address = html[html.index("/chat/media/") :].partition('"')[0]
        assert (await client.get(address)).content == OGG
        await phone.send(choice="0:@hide")
        assert phone.talk == "Bonjour"
