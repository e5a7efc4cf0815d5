"""WhatsApp over HTTP, with the real Twilio client: menus by template, order kept, the window, forged requests."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from bot.channels.whatsapp.templates import NEUTRAL, NEUTRAL_TEXT
from bot.cli.whatsapp import create_templates
from bot.records.clock import move
from bot.settings import Settings
from tests.doubles.twilio_api import TOKEN, US, TwilioApi
from tests.doubles.twilio_person import Form
from tests.doubles.twilio_records import ACCOUNT
from webhook.app import create_app

KEY = base64.b64encode(b"k" * 32).decode()
PERSON = "whatsapp:+22370000001"
PUBLIC = "https://sira.example"
PATIENCE = 200


@pytest.fixture
def twilio() -> Iterator[TwilioApi]:
    with TwilioApi(PUBLIC) as api:
        yield api


@pytest.fixture
async def client(twilio: TwilioApi, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'sira.db'}",
        master_key=KEY,
        pepper=KEY,
        public_url=PUBLIC,
        twilio_account_sid=ACCOUNT,
        twilio_auth_token=TOKEN,
        twilio_from=US,
        twilio_api_url=twilio.url,
    )
    await create_templates(settings)
    twilio.approve(NEUTRAL)
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url=PUBLIC) as browser:
            browser.app = app  # type: ignore[attr-defined]
            yield browser


async def _post(client: httpx.AsyncClient, form: Form) -> httpx.Response:
    return await client.post(form.path, content=form.body, headers=form.headers)


async def _until(client: httpx.AsyncClient, api: TwilioApi, words: str) -> str:
    """Let Twilio's news flow until the person sees ``words``."""
    seen = ""
    for _ in range(PATIENCE):
        for news in api.news():
            assert (await _post(client, news)).status_code == 204
        seen = "\n".join(message.body for message in api.seen(PERSON))
        if words in seen:
            return seen
        await asyncio.sleep(0.02)
    raise AssertionError(f"never seen: {words}\n---\n{seen}")


async def test_an_orientation_by_taps_and_words(client: httpx.AsyncClient, twilio: TwilioApi) -> None:
    assert (await _post(client, twilio.person_writes(PERSON, "bonjour"))).status_code == 200
    await _until(client, twilio, "Quelle langue")
    for label, words in (
        ("Français", "Êtes-vous d'accord"),
        ("Oui, d'accord", "tout va bien"),
        ("🙂 Oui, ça va", "Où êtes-vous"),
        ("🕌 Niger, à Agadez", "Dans quelle région"),
    ):
        shown = next(t for m in reversed(twilio.seen(PERSON)) for t, _ in m.choices if label.split(" ", 1)[-1] in t)
        assert (await _post(client, twilio.person_taps(PERSON, shown))).status_code == 200
        await _until(client, twilio, words)
    for said, words in (("kayes", "Quel âge"), ("vingt-quatre ans", "compte le plus"), ("1", "Comment êtes-vous rentré"),
                        ("3", "Quel métier"), ("couture", "sans gagner"), ("1", "Que voulez-vous faire")):  # fmt: skip
        assert (await _post(client, twilio.person_writes(PERSON, said))).status_code == 200
        await _until(client, twilio, words)
    lists = [message for message in twilio.seen(PERSON) if len(message.choices) > 3]
    assert lists, "menus of more than three choices are lists"
    order = [message.body for message in twilio.seen(PERSON)]
    assert order.index(next(b for b in order if "Quel âge" in b)) < order.index(
        next(b for b in order if "Quel métier" in b)
    )


async def test_outside_the_window_a_neutral_template_knocks_and_the_words_wait(
    client: httpx.AsyncClient, twilio: TwilioApi
) -> None:
    await _post(client, twilio.person_writes(PERSON, "bonjour"))
    await _until(client, twilio, "Quelle langue")
    state = client.app.state  # type: ignore[attr-defined]
    await state.db.write(move, 25 * 3600)
    twilio.now += 25 * 3600
    from bot.records.tables import conversation
    from tests.webhook.words import queue_worker_words

    conversation_id = await state.db.read(lambda conn: conn.execute(conversation.select()).mappings().one()["id"])
    await state.db.write(queue_worker_words, state.house, conversation_id, "Votre rendez-vous est confirmé.")
    state.runner.wake(conversation_id)
    seen = await _until(client, twilio, NEUTRAL_TEXT)
    assert "rendez-vous" not in seen
    await _post(client, twilio.person_taps(PERSON, "Lire"))
    await _until(client, twilio, "Votre rendez-vous est confirmé.")
    assert sum(message.body == NEUTRAL_TEXT for message in twilio.seen(PERSON)) == 1


async def test_a_forged_request_is_refused_and_stores_nothing(client: httpx.AsyncClient, twilio: TwilioApi) -> None:
    form = twilio.person_writes(PERSON, "bonjour")
    answer = await client.post(form.path, content=form.body + b"&Body=autre", headers=form.headers)
    assert answer.status_code == 403
    answer = await client.post(form.path, content=form.body, headers={**form.headers, "X-Twilio-Signature": ""})
    assert answer.status_code == 403
    await asyncio.sleep(0.2)
    assert twilio.seen(PERSON) == []


async def test_the_fallback_address_takes_the_same_message_once(client: httpx.AsyncClient, twilio: TwilioApi) -> None:
    form = twilio.person_writes(PERSON, "bonjour")
    assert (await _post(client, form)).status_code == 200
    fields = dict(form.fields)
    again = twilio.signed("/webhook/twilio/fallback", fields)
    assert (await _post(client, again)).status_code == 200
    await _until(client, twilio, "Quelle langue")
    await asyncio.sleep(0.3)
    assert len(twilio.seen(PERSON)) == 1
