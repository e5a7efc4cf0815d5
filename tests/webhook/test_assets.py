"""Files of the pages: kept for long under their stamp, asked for again otherwise, never taken for another kind."""

from __future__ import annotations

import base64
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.engine.book import Book
from bot.settings import Settings
from webhook.app import create_app
from webhook.assets import ASK_AGAIN, FOLDER, FOR_LONG, address

KEY = base64.b64encode(b"k" * 32).decode()
OTHER = base64.b64encode(b"p" * 32).decode()
FILES = sorted(path.name for path in FOLDER.iterdir() if path.suffix in {".css", ".js", ".svg"})


@pytest.fixture
async def client(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    monkeypatch.setattr("bot.running.load_book", lambda: book)
    made = create_app(
        Settings(database_url=f"sqlite:///{tmp_path / 's.db'}", master_key=KEY, pepper=OTHER), sends=False
    )
    async with (
        made.router.lifespan_context(made),
        httpx.AsyncClient(transport=httpx.ASGITransport(made), base_url="http://127.0.0.1") as opened,
    ):
        yield opened


@pytest.mark.parametrize("name", FILES)
async def test_a_file_is_kept_for_long_under_its_own_stamp_only(client: httpx.AsyncClient, name: str) -> None:
    stamped, other, plain = [
        await client.get(path) for path in (address(name), f"/static/{name}?v=0", f"/static/{name}")
    ]
    assert stamped.headers["cache-control"] == FOR_LONG
    assert other.headers["cache-control"] == plain.headers["cache-control"] == ASK_AGAIN
    assert {answer.headers["x-content-type-options"] for answer in (stamped, other, plain)} == {"nosniff"}


@pytest.mark.parametrize("page", ["/", "/desk/login"])
async def test_every_page_names_its_files_with_their_stamp(client: httpx.AsyncClient, page: str) -> None:
    named = re.findall(r'(?:src|href)="(/static/[^"]+)"', (await client.get(page)).text)
    assert named
    assert named == [address(path.removeprefix("/static/").partition("?")[0]) for path in named]


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/", "/static/none.css?v=1"])
async def test_nothing_else_is_served(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code in {404, 405}
