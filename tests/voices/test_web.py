"""Voices in the web chat: a player that loads only when it is touched, and works without scripts."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bot.engine.book import Book
from bot.settings import Settings
from locales.text import Text
from locales.voices.manifest import write_manifest
from locales.voices.shelf import Shelf
from tests.chat.conftest import HOME, KEY, Phone
from tests.voices.shelves import speaking
from webhook.app import create_app


@asynccontextmanager
async def served(told: Book, voices: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FastAPI]:
    """The application with the voices of that shelf."""
    monkeypatch.setattr("bot.running.load_book", lambda: told)
    url = f"sqlite:///{folder / 'sira.db'}"
    made = create_app(
        Settings(database_url=url, master_key=KEY, pepper=KEY, public_url=HOME, voices=str(voices)), sends=False
    )
    async with made.router.lifespan_context(made):
        yield made


@pytest.fixture
async def app(told: Book, voices: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FastAPI]:
    async with served(told, voices, tmp_path, monkeypatch) as made:
        yield made


def browser(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOME)


async def test_a_touch_brings_the_voice_and_another_takes_it_away(app: FastAPI, told: Book) -> None:
    async with browser(app) as client:
        phone = Phone(client)
        await phone.look()
        await phone.tap("Bamanankan")
        assert "<audio controls preload" not in phone.html
        await phone.tap("Ka lamɛn")
        (player,) = re.findall(r'<audio controls preload="none" src="(/chat/voice/\w+)">', phone.html)
        answer = await client.get(player)
        assert answer.headers["content-type"] == "audio/ogg"
        assert answer.content.startswith(b"OggS")
        piece = await client.get(player, headers={"Range": "bytes=0-3"})
        assert (piece.status_code, piece.content) == (206, b"OggS")
        assert phone.html.count('class="aloud"') == len(("silent", "repeat", "slowly"))
        await phone.tap(told.catalogues.say(Text("chat.silent", "Sans voix"), "bm"))
        assert "Ka lamɛn" in phone.html
        assert "@slowly" not in phone.html


async def test_under_a_question_without_a_voice_the_numbers_and_the_way_to_silence_stay(
    told: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One place's new name silences its whole question: the digits that the ear has learnt must not go with it."""
    entries = {key: one for key, one in told.voices.entries("bm").items() if not key.startswith("safety.now")}
    write_manifest(tmp_path / "poor" / "bm", entries)
    async with served(told, tmp_path / "poor", tmp_path, monkeypatch) as app, browser(app) as client:
        phone = Phone(client)
        await phone.look()
        await phone.tap("Bamanankan")
        await phone.tap("Ka lamɛn")
        heard = phone.html.count("/chat/voice/")
        await phone.tap("Awɔ, n sɔnna")
        assert told.catalogues.say(told.node("safety", "now").text, "bm") in phone.html
        assert phone.html.count("/chat/voice/") == heard + 1 == 2, "it is heard that this question is not"
        assert all(f"<b>{number}</b>" in phone.html for number in (1, 2, 3))
        assert told.catalogues.say(Text("chat.silent", "Sans voix"), "bm") in phone.html


async def test_nobody_hears_the_voice_of_somebody_elses_talk(app: FastAPI) -> None:
    async with browser(app) as client, browser(app) as stranger:
        phone = Phone(client)
        await phone.look()
        await phone.tap("Français")
        await phone.tap("Écouter")
        (player,) = re.findall(r"/chat/voice/\w+", phone.html)
        assert (await stranger.get(player)).status_code == 404
        assert (await client.get("/chat/voice/none")).status_code == 404


async def test_the_first_page_offers_to_listen_before_anything_is_known(app: FastAPI) -> None:
    async with browser(app) as client:
        phone = Phone(client)
        await phone.look()
        assert "Écouter" in phone.html
        await phone.tap("Écouter")
        assert phone.html.count("/chat/voice/") == 1


async def test_who_cannot_read_hears_that_everything_is_erased(app: FastAPI) -> None:
    async with browser(app) as client, browser(app) as stranger:
        phone = Phone(client)
        await phone.look()
        for label in ("Bamanankan", "Ka lamɛn", "Awɔ"):
            await phone.tap(label)
        await phone.send(text="jɔɔsi")
        await phone.tap("Awɔ")
        assert "Bɛɛ jɔɔsira" in phone.talk
        assert '<html lang="bm"' in phone.html
        assert "0:@listen" not in phone.html, "it would begin a new talk, and what is said here would be gone"
        (player,) = re.findall(r'<audio controls preload="none" src="([^"]+)">', phone.html)
        assert player == "/chat/farewell/bm"
        heard = await client.get(player)
        assert heard.content.startswith(b"OggS")
        assert (await stranger.get(player)).content == heard.content, "nothing of anybody is kept for it"
        urgent = await client.get(f"{player}?r=1")
        assert urgent.content.startswith(b"OggS")


async def test_without_a_recording_the_last_word_has_no_player(app: FastAPI, told: Book, tmp_path: Path) -> None:
    entries = {key: one for key, one in told.voices.entries("bm").items() if not key.startswith("phrase.forgotten")}
    write_manifest(tmp_path / "poor" / "bm", entries)
    app.state.house = replace(app.state.house, book=speaking(told, Shelf(tmp_path / "poor")))
    async with browser(app) as client:
        page = (await client.get("/?f=bm")).text
        assert "Bɛɛ jɔɔsira" in page
        assert "<audio controls preload" not in page
        assert (await client.get("/chat/farewell/bm")).status_code == 404
