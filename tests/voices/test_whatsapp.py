"""Voices on WhatsApp: Twilio fetches each from a closed address of ours, before the words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from bot.cli.whatsapp import create_templates
from bot.engine.book import Book
from bot.media import LINK_SECONDS
from bot.records.seal import Vault
from bot.settings import Settings
from bot.voices.links import voice_named, voice_token
from tests.doubles.twilio_api import TOKEN, US, TwilioApi
from tests.doubles.twilio_records import ACCOUNT
from tests.doubles.twilio_rules import Sent
from tests.phone import KEY
from webhook.app import create_app

PERSON = "whatsapp:+22370000001"
PUBLIC = "https://sira.example"
PATIENCE = 400


@pytest.fixture(scope="module")
def twilio() -> Iterator[TwilioApi]:
    with TwilioApi(PUBLIC) as api:
        yield api


@pytest.fixture
async def client(
    twilio: TwilioApi, told: Book, voices: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[httpx.AsyncClient]:
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'sira.db'}", master_key=KEY, pepper=KEY, public_url=PUBLIC,
        twilio_account_sid=ACCOUNT, twilio_auth_token=TOKEN, twilio_from=US, twilio_api_url=twilio.url, voices=str(voices),
    )  # fmt: skip
    monkeypatch.setattr("bot.running.load_book", lambda: told)
    monkeypatch.setattr("bot.inorder.TWILIO_ORDER_SECONDS", 0.05)
    await create_templates(settings)
    app = create_app(settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=PUBLIC) as browser,
    ):
        yield browser


async def test_twilio_fetches_the_voice_before_the_words_come(client: httpx.AsyncClient, twilio: TwilioApi) -> None:
    for words, many in (("bonjour", 1), ("écouter", 3)):
        form = twilio.person_writes(PERSON, words)
        assert (await client.post(form.path, content=form.body, headers=form.headers)).status_code == 200
        seen = await until(twilio, many)
    first, voice, asked = seen
    assert not first.media_url
    assert voice.media_url.startswith(f"{PUBLIC}/voice/")
    assert asked.choices
    answer = await client.get(voice.media_url)
    assert answer.headers["content-type"] == "audio/ogg"
    assert answer.content.startswith(b"OggS")
    assert len(answer.content) <= 512 * 1024
    assert "welcome" not in voice.media_url


async def test_a_forged_or_old_address_leads_nowhere(client: httpx.AsyncClient) -> None:
    vault = Vault(KEY, KEY)
    good = voice_token(vault, "bm/welcome.language.ask")
    assert (await client.get(f"/voice/{good}")).status_code == 200
    for token in (good[:-2] + "xx", "é", "a", voice_token(vault, "bm/nothing"), voice_token(vault, "bm/k", now=0)):
        assert (await client.get(f"/voice/{token}")).status_code == 404


def test_an_address_is_open_for_an_hour_and_tells_nothing() -> None:
    vault, name = Vault(KEY, KEY), "|".join(["bm/say.word.kelen"] * 100)
    token = voice_token(vault, name, now=1000)
    assert voice_named(vault, token, now=1000 + LINK_SECONDS) == name
    assert voice_named(vault, token, now=1001 + LINK_SECONDS) == ""
    assert len(token) < 200


async def until(twilio: TwilioApi, many: int) -> list[Sent]:
    for _ in range(PATIENCE):
        if len(seen := twilio.seen(PERSON)) >= many:
            return seen
        await asyncio.sleep(0.02)
    raise AssertionError([one.body for one in twilio.seen(PERSON)])
