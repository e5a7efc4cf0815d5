"""Browsers without scripts: they load the page, fill its forms, and know only what stands in it."""

from __future__ import annotations

import base64
import re
from collections.abc import AsyncIterator, Callable
from html import unescape
from pathlib import Path
from typing import Final

import httpx
import pytest
from fastapi import FastAPI

from bot.engine.book import Book
from bot.records.clock import move
from bot.settings import Settings
from webhook.app import create_app

KEY: Final = base64.b64encode(b"k" * 32).decode()
HOME: Final = "http://sira.test"
PAGE_HEADERS: Final = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Phone:
    """One browser with its own cookies. Every page that it loads is held to what holds for every page."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.html = ""

    async def look(self, address: str = "/") -> str:
        """Load the page."""
        answer = await self.client.get(address)
        assert answer.status_code == 200
        self.html = checked(answer)
        return self.html

    async def send(self, **fields: str) -> httpx.Response:
        """Post the form of the page in hand, then load the page to which it leads."""
        answer = await self.client.post("/chat", data={"nonce": self.nonce, **fields})
        if answer.status_code == 303:
            await self.look(answer.headers["location"])
        return answer

    async def tap(self, label: str) -> None:
        """Touch the button with these words."""
        value = next(value for value, words in self.buttons.items() if label in words)
        answer = await self.send(choice=value)
        assert answer.status_code == 303

    @property
    def nonce(self) -> str:
        """The nonce of the page in hand."""
        found = re.search(r'name="nonce" value="([^"]+)"', self.html)
        assert found
        return found[1]

    @property
    def version(self) -> str:
        """What the page in hand shows, for asking what is new."""
        found = re.search(r'data-version="([^"]+)"', self.html)
        assert found
        return found[1]

    @property
    def buttons(self) -> dict[str, str]:
        """Label by payload of the buttons that count now, without the number in front of it."""
        answers = self.html[self.html.index('id="answers"') : self.html.index('id="status"')]
        pattern = r'<button name="(?:choice|text)" value="([^"]+)"[^>]*>(.*?)</button>'
        return {
            unescape(value): _plain(re.sub("<b>.*?</b>", "", words))
            for value, words in re.findall(pattern, answers, re.DOTALL)
        }

    @property
    def talk(self) -> str:
        """The words of the discussion."""
        return _plain(self.html[self.html.index('<ol id="talk"') : self.html.index("</ol>")])


def checked(answer: httpx.Response) -> str:
    """The page, once it is sure that it is private, has no script of its own and no brace of a template."""
    for name, value in PAGE_HEADERS.items():
        assert answer.headers[name] == value
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    html = answer.text
    assert not re.search(r"<[^>]*\s(?:on[a-z]+|style)=|<style|javascript:|\{\{|\{%", html)
    assert all("src=" in script for script in re.findall(r"<script[^>]*>", html))
    return html


def _plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{tmp_path / 'sira.db'}", master_key=KEY, pepper=KEY, public_url=HOME)


@pytest.fixture
async def app(settings: Settings, book: Book, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FastAPI]:
    """The whole application over an empty database; the book is read once for all tests."""
    monkeypatch.setattr("bot.running.load_book", lambda: book)
    made = create_app(settings, sends=False)
    async with made.router.lifespan_context(made):
        yield made


@pytest.fixture
async def new_phone(app: FastAPI) -> AsyncIterator[Callable[[], Phone]]:
    """A maker of browsers that do not know each other."""
    clients: list[httpx.AsyncClient] = []

    def made() -> Phone:
        clients.append(httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOME))
        return Phone(clients[-1])

    yield made
    for client in clients:
        await client.aclose()


@pytest.fixture
async def phone(new_phone: Callable[[], Phone]) -> Phone:
    """A browser that has loaded the page."""
    fresh = new_phone()
    await fresh.look()
    return fresh


@pytest.fixture
async def talking(phone: Phone) -> Phone:
    """A browser whose holder speaks French, has agreed, and is asked whether they are well."""
    for label in ("Français", "Oui, d'accord"):
        await phone.tap(label)
    return phone


@pytest.fixture
def wait(app: FastAPI) -> Callable[[int], object]:
    """Let seconds pass for everybody."""

    async def passed(seconds: int) -> None:
        await app.state.db.write(move, seconds)

    return passed
