"""The whole application, a person on Telegram, workers of two organisations; every page that is fetched is checked."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import AsyncIterator, Callable
from html import unescape
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from bot.desk.staff import add_worker
from bot.engine.book import Book
from bot.records.clock import move
from bot.records.tables import conversation, insert_new, organisation, worker
from bot.settings import Settings
from tests.doubles.telegram_api import SECRET, TOKEN, TelegramApi
from webhook.app import create_app

KEY: Final = base64.b64encode(b"k" * 32).decode()
HOME: Final = "http://sira.test"
PASSWORD: Final = "correct-horse-battery"
PAGE_BYTES_MAX: Final = 50_000  # casework.md, the console
PRIVATE_HEADERS: Final = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
PATIENCE: Final = 100


def checked(answer: httpx.Response) -> httpx.Response:
    """What holds for every answer of the console, whatever it is."""
    for name, value in PRIVATE_HEADERS.items():
        assert answer.headers[name] == value, (answer.request.url, name)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy, "nothing of third parties"
    if answer.headers.get("content-type", "").startswith("text/html"):
        _check_page(answer)
    return answer


def _check_page(answer: httpx.Response) -> None:
    html = answer.text
    assert len(answer.content) < PAGE_BYTES_MAX
    if "<html" in html:
        title = re.search(r"<title>([^<]+)</title>", html)
        assert title
        assert title[1].strip().removesuffix("· Sira").strip()
        assert html.startswith("<!doctype html>")
        assert '<html lang="fr">' in html
    tags = "".join(re.findall(r"<[a-zA-Z/!][^>]*>", html))
    assert not re.search(r"\son[a-z]+\s*=", tags), "an inline handler"
    assert not re.search(r"\sstyle\s*=|<style|javascript:", tags), "an inline style"
    assert all("src=" in script for script in re.findall(r"<script[^>]*>", html)), "an inline script"
    for brace in ("{{", "}}", "{%", "%}", "Undefined"):
        assert brace not in html, "a brace of a template"
    own = html.replace('<a href="https://t.me/', "")  # a link to the staff bot loads nothing
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', own), "something of a third party"


class Desk:
    """A worker's browser. Every answer that it gets is held to what holds for every answer."""

    def __init__(self, app: FastAPI) -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.client = httpx.AsyncClient(transport=transport, base_url=HOME)
        self.html = ""

    async def get(self, address: str, **more: Any) -> httpx.Response:
        """Load a page."""
        answer = checked(await self.client.get(address, **more))
        if "<html" in answer.text:
            self.html = answer.text
        return answer

    async def post(self, address: str, **fields: str) -> httpx.Response:
        """Send the form of the page in hand, with its CSRF token and version."""
        given = {"csrf": self.field("csrf"), "version": self.field("version"), **fields}
        answer = checked(await self.client.post(address, data=given))
        if "<html" in answer.text:
            self.html = answer.text
        return answer

    async def takes(self, address: str) -> None:
        """Open the conversation and claim it; the page in hand is then its holder's."""
        await self.get(address)
        await self.post(f"{address}/claim")
        await self.get(address)

    async def ends(self, address: str, outcome: str = "other") -> httpx.Response:
        """Give the conversation back, and say yes to what is asked first."""
        answer = await self.post(f"{address}/end", outcome=outcome, text="")
        asked = re.search(r'name="sure" value="(un\w+|urgent)"', answer.text)
        if asked is None:
            return answer
        return await self.post(f"{address}/end", outcome=outcome, text="", sure=asked[1])

    def field(self, name: str) -> str:
        """A hidden field of the page in hand."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.html)
        return found[1] if found else ""

    def button(self, name: str) -> str:
        """What the first button of that name brings."""
        found = re.search(rf'<button[^>]*\bname="{name}" value="([^"]*)"', self.html)
        return found[1] if found else ""

    @property
    def words(self) -> str:
        """The text of the page in hand, as it is read."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.html)).split())

    async def sign_in(self, login: str, password: str = PASSWORD) -> httpx.Response:
        """Through the sign-in page."""
        await self.get("/desk/login")
        return await self.post("/desk/login", login=login, password=password, code="")


class Person:
    """A chat on Telegram."""

    def __init__(self, client: httpx.AsyncClient, api: TelegramApi, chat: int) -> None:
        self.client, self.api, self.chat = client, api, chat

    async def says(self, *lines: str) -> None:
        """Write lines, one after the other."""
        for line in lines:
            await self.sends(self.api.person_writes(self.chat, line))

    async def sends(self, update: dict[str, Any]) -> None:
        """Deliver any update, as Telegram does."""
        answer = await self.client.post("/webhook/telegram", json=update, headers=self.api.headers())
        assert answer.status_code == 200

    async def sees(self, words: str) -> str:
        """Wait for words; returns all that stands in the chat."""
        for _ in range(PATIENCE):
            seen = "\n".join(shown.text for shown in self.api.seen(self.chat))
            if words in seen:
                return seen
            await asyncio.sleep(0.05)
        raise AssertionError(f"never seen: {words}\n---\n{seen}")

    async def asks_for_somebody(self, question: str = "ma question") -> None:
        """From nothing to the queue."""
        await self.says("bonjour", "1", "1", "1", "je veux parler à quelqu'un", question)


async def id_of(app: FastAPI, login: str) -> str:
    """Of a worker, by their login."""
    statement = select(worker.c.id).where(worker.c.login == login)
    return str(await app.state.db.read(lambda conn: conn.execute(statement).scalar_one()))


@pytest.fixture
def settings(telegram: TelegramApi, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        database_url=f"sqlite:///{tmp_path_factory.mktemp('console') / 'sira.db'}",
        master_key=KEY,
        pepper=KEY,
        public_url=HOME,
        telegram_token=TOKEN,
        telegram_secret=SECRET,
        telegram_api_url=telegram.url,
    )


@pytest.fixture
async def app(settings: Settings, book: Book, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FastAPI]:
    """The whole application with three workers: awa and bou of one organisation, cis of another."""
    monkeypatch.setattr("bot.running.load_book", lambda: book)
    made = create_app(settings)
    async with made.router.lifespan_context(made):
        db = made.state.db
        await db.write(lambda conn: conn.execute(insert_new(conn, organisation).values(id="other", name="other")))
        await db.write(add_worker, "awa", "supervisor", "sira", PASSWORD)
        await db.write(add_worker, "bou", "case_worker", "sira", PASSWORD)
        await db.write(add_worker, "cis", "supervisor", "other", PASSWORD)
        yield made


@pytest.fixture
async def new_desk(app: FastAPI) -> AsyncIterator[Callable[[], Desk]]:
    """A maker of browsers that do not know each other."""
    made: list[Desk] = []

    def fresh() -> Desk:
        made.append(Desk(app))
        return made[-1]

    yield fresh
    for one in made:
        await one.client.aclose()


@pytest.fixture
async def awa(new_desk: Callable[[], Desk]) -> Desk:
    """Awa, signed in."""
    desk = new_desk()
    assert (await desk.sign_in("awa")).status_code == 303
    return desk


@pytest.fixture
async def bou(new_desk: Callable[[], Desk]) -> Desk:
    """Bou, signed in."""
    desk = new_desk()
    assert (await desk.sign_in("bou")).status_code == 303
    return desk


@pytest.fixture
async def cis(new_desk: Callable[[], Desk]) -> Desk:
    """Cis of the other organisation, signed in."""
    desk = new_desk()
    assert (await desk.sign_in("cis")).status_code == 303
    return desk


@pytest.fixture
async def ada(app: FastAPI, new_desk: Callable[[], Desk]) -> Desk:
    """An administrator, signed in."""
    await app.state.db.write(add_worker, "ada", "admin", "sira", PASSWORD)
    desk = new_desk()
    assert (await desk.sign_in("ada")).status_code == 303
    return desk


@pytest.fixture
async def person(app: FastAPI, telegram: TelegramApi) -> AsyncIterator[Person]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=HOME) as client:
        yield Person(client, telegram, 77)


@pytest.fixture
def the_conversation(app: FastAPI) -> Callable[[], Any]:
    """The only conversation's id."""

    async def found() -> str:
        statement = select(conversation.c.id)
        return str(await app.state.db.read(lambda conn: conn.execute(statement).scalar_one()))

    return found


@pytest.fixture
def wait(app: FastAPI) -> Callable[[int], Any]:
    """Let seconds pass for everybody."""

    async def passed(seconds: int) -> None:
        await app.state.db.write(move, seconds)

    return passed
