"""The main job over HTTP: a person writes on Telegram or WhatsApp, a worker takes over, answers, gives back."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.desk.staff import add_worker
from bot.settings import Settings
from tests.doubles.telegram_api import SECRET, TOKEN, TelegramApi
from webhook.app import create_app

KEY = base64.b64encode(b"k" * 32).decode()
PASSWORD = "correct-horse-battery"
PATIENCE = 100


@pytest.fixture
async def client(telegram: TelegramApi, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'sira.db'}",
        master_key=KEY,
        pepper=KEY,
        public_url="http://sira.test",
        telegram_token=TOKEN,
        telegram_secret=SECRET,
        telegram_api_url=telegram.url,
    )
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        await app.state.db.write(add_worker, "awa", "supervisor", "sira", PASSWORD)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://sira.test") as browser:
            yield browser


async def _post(client: httpx.AsyncClient, api: TelegramApi, update: dict[str, object]) -> None:
    answer = await client.post("/webhook/telegram", json=update, headers=api.headers())
    assert answer.status_code == 200


async def _shown(api: TelegramApi, chat: int, words: str) -> str:
    """Wait until the person sees ``words``; returns all they see."""
    for _ in range(PATIENCE):
        seen = "\n".join(shown.text for shown in api.seen(chat))
        if words in seen:
            return seen
        await asyncio.sleep(0.05)
    raise AssertionError(f"never seen: {words}\n---\n{seen}")


async def _sign_in(client: httpx.AsyncClient) -> None:
    answer = await client.post("/desk/login", data={"login": "awa", "password": PASSWORD, "code": ""})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/desk/queue"


def _fields(html: str) -> dict[str, str]:
    """Every hidden field of the page's forms."""
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))


def _csrf(html: str) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', html)
    assert found
    return found.group(1)


async def test_a_worker_takes_over_answers_and_gives_back(client: httpx.AsyncClient, telegram: TelegramApi) -> None:
    for words in ("bonjour", "1", "1", "1"):
        await _post(client, telegram, telegram.person_writes(77, words))
    await _shown(telegram, 77, "Où êtes-vous maintenant ?")
    await _post(client, telegram, telegram.person_writes(77, "je veux parler à quelqu'un"))
    await _shown(telegram, 77, "quelques mots")

    await _sign_in(client)
    queue = await client.get("/desk/queue")
    address = re.search(r"/desk/c/[0-9a-f]{32}", queue.text)
    assert address
    page = await client.get(address.group())
    assert "demande une personne" in page.text
    assert (await client.post(address.group() + "/claim", data={"csrf": _csrf(page.text)})).status_code == 303

    page = await client.get(address.group())
    version = re.search(r'name="version" value="(\d+)"', page.text)
    assert version
    sent = await client.post(
        address.group() + "/reply",
        data={"csrf": _csrf(page.text), "version": version.group(1), "text": "Bonjour, je vous lis."},
    )
    assert sent.status_code == 303
    await _shown(telegram, 77, "Bonjour, je vous lis.")

    before = len(telegram.seen(77))
    await _post(client, telegram, telegram.person_writes(77, "merci beaucoup madame"))
    await asyncio.sleep(0.3)
    assert len(telegram.seen(77)) == before, "the bot must be silent while a human holds the talk"

    page = await client.get(address.group())
    assert "merci beaucoup madame" in page.text
    ended = await client.post(address.group() + "/end", data=_fields(page.text) | {"outcome": "answered"})
    assert ended.status_code == 303
    seen = await _shown(telegram, 77, "On continue ensemble")
    assert "Personne n’attend" in (await client.get("/desk/queue")).text
    assert seen.count("Bonjour, je vous lis.") == 1


async def test_a_wrong_secret_stores_nothing(client: httpx.AsyncClient, telegram: TelegramApi) -> None:
    update = telegram.person_writes(5, "bonjour")
    answer = await client.post("/webhook/telegram", json=update, headers={"X-Telegram-Bot-Api-Secret-Token": "wrong"})
    assert answer.status_code == 403
    await asyncio.sleep(0.2)
    assert telegram.seen(5) == []


async def test_the_same_update_a_hundred_times_at_once_is_answered_once(
    client: httpx.AsyncClient, telegram: TelegramApi
) -> None:
    update = telegram.person_writes(9, "bonjour")
    answers = await asyncio.gather(
        *(client.post("/webhook/telegram", json=update, headers=telegram.headers()) for _ in range(100))
    )
    assert {answer.status_code for answer in answers} == {200}
    await _shown(telegram, 9, "Quelle langue")
    await asyncio.sleep(0.3)
    assert len(telegram.seen(9)) == 1
