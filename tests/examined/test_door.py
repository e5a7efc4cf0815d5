"""The doctor at our own door: it knocks as the providers do, the application itself answers, and nothing is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from bot.engine.book import Book
from bot.examined.asking import Said
from bot.examined.door import door_examined
from bot.records.tables import metadata
from bot.settings import Settings
from tests.phone import KEY
from webhook.app import create_app

HOME = "https://sira.test"
SECRETS = {
    "telegram_token": "123:abc", "telegram_secret": "a-secret", "twilio_account_sid": "AC1",
    "twilio_auth_token": "a-token", "twilio_from": "whatsapp:+1",
}  # fmt: skip


class Knocking:
    """Asks the application in this process. ``answers``: instead of it, by path."""

    def __init__(self, app: FastAPI, **answers: int) -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.client = httpx.AsyncClient(transport=transport, base_url=HOME)
        self.answers = answers

    async def ask(self, method: str, url: str, data: bytes | Mapping[str, str] | None = None, **headers: str) -> Said:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        body = {"content": data} if isinstance(data, bytes) else {"data": data}
        answer = await self.client.request(method, url, headers=named, **body)  # type: ignore[arg-type]
        told = next((status for path, status in self.answers.items() if path in url), answer.status_code)
        if not told:
            return Said(0, {}, why="no connection")
        return Said(told, answer.json() if url.endswith("/healthz") else {})


@pytest.fixture
async def app(book: Book, ready_file: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FastAPI]:
    monkeypatch.setattr("bot.running.load_book", lambda: book)
    monkeypatch.setattr("bot.running.channels_for", _none)
    made = create_app(_settings(f"sqlite:///{ready_file}"), thinks=False, sends=False)
    async with made.router.lifespan_context(made):
        yield made


async def _none(*_: object) -> dict[str, object]:
    return {}


def _settings(url: str = "sqlite:///none.db", **changed: str) -> Settings:
    return Settings(database_url=url, master_key=KEY, pepper=KEY, public_url=HOME, **SECRETS | changed)  # type: ignore[arg-type]


async def _found(app: FastAPI, settings: Settings, **answers: int) -> dict[str, tuple[str, str]]:
    asker = Knocking(app, **answers)
    try:
        found = await door_examined(asker, settings)  # type: ignore[arg-type]
    finally:
        await asker.client.aclose()
    return {one.what: (one.colour, one.words) for one in found}


async def test_our_signature_is_known_a_forged_one_refused_and_nothing_is_kept(app: FastAPI) -> None:
    def rows(conn):
        return {
            one.name: conn.execute(select(func.count()).select_from(one)).scalar_one() for one in metadata.sorted_tables
        }

    before = await app.state.db.read(rows)
    found = await _found(app, _settings())
    assert {what: colour for what, (colour, _) in found.items()} == {
        "web": "green", "porte Telegram": "green", "porte WhatsApp": "green",
    }  # fmt: skip
    assert await app.state.db.read(rows) == before


@pytest.mark.parametrize(
    ("what", "changed", "named"),
    [
        ("porte Telegram", {"telegram_secret": "another"}, "SIRA_TELEGRAM_SECRET"),
        ("porte WhatsApp", {"twilio_auth_token": "another"}, "SIRA_TWILIO_AUTH_TOKEN"),
    ],
)
async def test_other_secrets_here_than_there_are_red_and_never_said(
    app: FastAPI, what: str, changed: dict[str, str], named: str
) -> None:
    colour, words = (await _found(app, _settings(**changed)))[what]
    assert colour == "red"
    assert named in words
    assert "another" not in words


@pytest.mark.parametrize(("status", "words"), [(404, "laisse-t-il passer"), (0, "pas de réponse")])
async def test_a_proxy_in_the_way_is_red(app: FastAPI, status: int, words: str) -> None:
    found = await _found(app, _settings(), telegram=status, twilio=status)
    assert [found[what][0] for what in ("porte Telegram", "porte WhatsApp")] == ["red", "red"]
    assert words in found["porte Telegram"][1]


async def test_who_takes_a_forged_request_is_not_sira(app: FastAPI) -> None:
    assert "forgée" in (await _found(app, _settings(), telegram=400))["porte Telegram"][1]


async def test_no_web_is_yellow_in_a_demonstration_and_red_for_real_people(app: FastAPI) -> None:
    assert (await _found(app, _settings(), healthz=502))["web"][0] == "yellow"
    found = await _found(app, _settings(env="production"), healthz=0)
    assert (list(found), found["web"][0]) == (["web"], "red")
