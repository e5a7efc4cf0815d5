"""The edges of the application: what watchers ask, what is not there, what only this machine may see."""

from __future__ import annotations

import base64
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Connection, select

from bot.engine.book import Book
from bot.records.tables import inbound
from bot.settings import Settings
from tests.doubles.telegram_api import SECRET, TOKEN, TelegramApi
from webhook.app import create_app
from webhook.mishaps import BACK

KEY = base64.b64encode(b"k" * 32).decode()
OTHER = base64.b64encode(b"p" * 32).decode()
PROGRAM = {"accept": "application/json"}
BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def open_door(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., object]:
    monkeypatch.setattr("bot.running.load_book", lambda: book)

    @asynccontextmanager
    async def opened(
        base: str = "http://127.0.0.1", peer: str = "127.0.0.1", **settings: str
    ) -> AsyncIterator[httpx.AsyncClient]:
        url = f"sqlite:///{tmp_path / 'sira.db'}"
        made = create_app(Settings(database_url=url, master_key=KEY, pepper=OTHER, **settings), sends=False)
        async with (
            made.router.lifespan_context(made),
            httpx.AsyncClient(transport=httpx.ASGITransport(made, client=(peer, 1)), base_url=base) as client,
        ):
            yield client

    return opened


async def test_the_address_of_the_talks_forms_leads_to_the_talk(open_door) -> None:
    async with open_door() as client:
        answer = await client.get("/chat", headers=BROWSER)
        talk = await client.get(answer.headers["location"], headers=BROWSER)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Quelle langue" in talk.text


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/desk/login", "/static/chat.css", "/favicon.ico"])
async def test_head_is_get_without_the_body(open_door, path: str) -> None:
    async with open_door() as client:
        asked, whole = await client.head(path), await client.get(path)
    assert asked.status_code == whole.status_code == 200
    assert asked.headers["content-type"] == whole.headers["content-type"]
    assert (asked.content, bool(whole.content)) == (b"", True)


async def test_what_is_not_there_is_a_page_for_people_and_json_for_programs(open_door) -> None:
    async with open_door() as client:
        page, line = await client.get("/nowhere", headers=BROWSER), await client.get("/nowhere", headers=PROGRAM)
        old = await client.get("/nowhere", headers={"accept": "*/*"})
        posted = await client.post("/nowhere")
        wrong = await client.get("/webhook/telegram", headers=BROWSER)
    assert (page.status_code, line.status_code, wrong.status_code) == (404, 404, 405)
    assert "Cette page n'existe pas." in page.text
    assert 'lang="fr"' in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert old.text == page.text, "an old phone does not say what it reads"
    assert line.json() == posted.json() == {"detail": "Cette page n'existe pas."}
    assert wrong.headers["allow"] == "POST"


async def test_no_redirect_follows_the_host_that_a_request_names(open_door) -> None:
    async with open_door() as client:
        for path in ("/desk", "/desk/", "/desk/queue", "/desk/queue/", "/chat/"):
            answer = await client.get(path, headers={"host": "evil.example"})
            assert "evil.example" not in answer.headers.get("location", "")
        assert (await client.get("/desk/")).headers["location"] == "/desk/login"


@pytest.mark.parametrize(
    ("base", "peer", "headers", "status"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1", {}, 200),
        ("http://localhost:8000", "::1", {}, 200),
        ("http://127.0.0.1:8000", "10.0.0.7", {}, 404),
        ("https://sira.example", "127.0.0.1", {}, 404),
        ("http://127.0.0.1:8000", "127.0.0.1", {"x-forwarded-for": "203.0.113.9"}, 404),
        ("http://127.0.0.1:8000", "127.0.0.1", {"forwarded": "for=203.0.113.9"}, 404),
    ],
)
async def test_in_production_figures_are_for_this_machine_alone(
    open_door, base: str, peer: str, headers: dict[str, str], status: int
) -> None:
    async with open_door(base, peer, env="production", public_url="https://sira.example") as client:
        assert (await client.get("/metrics", headers=headers)).status_code == status


async def test_in_a_demonstration_figures_are_open(open_door) -> None:
    async with open_door("http://192.0.2.1:8000", "192.0.2.7") as client:
        assert (await client.get("/metrics")).status_code == 200


async def test_a_form_that_cannot_be_read_leaves_no_line_of_the_parser(
    open_door, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_door() as client:
        answer = await client.post(
            "/chat", content=b"--x\r\nnonsense", headers={"content-type": "multipart/form-data; boundary=x"}
        )
    assert answer.status_code in {303, 400}
    assert not [record for record in caplog.records if record.name.startswith("python_multipart")]
    assert logging.getLogger("python_multipart.multipart").getEffectiveLevel() == logging.CRITICAL


@pytest.mark.parametrize("replaced", [False, True], ids=["removed", "replaced"])
async def test_a_database_file_that_is_gone_is_noticed_and_nothing_is_taken_into_it(
    open_door, tmp_path: Path, capfd: pytest.CaptureFixture[str], replaced: bool
) -> None:
    with TelegramApi(TOKEN, secret=SECRET) as api:
        settings = {"telegram_token": TOKEN, "telegram_secret": SECRET, "telegram_api_url": api.url}
        async with open_door(**settings) as client:
            first = api.person_writes(31, "bonjour")
            assert (await client.post("/webhook/telegram", json=first, headers=api.headers())).status_code == 200
            assert (await client.get("/readyz")).status_code == 200
            file = tmp_path / "sira.db"
            data = file.read_bytes()
            file.unlink()
            if replaced:
                file.write_bytes(data)
            second = api.person_writes(31, "1")
            assert (await client.post("/webhook/telegram", json=second, headers=api.headers())).status_code == 503
            assert (await client.get("/readyz")).status_code == 503
            assert (await client.get("/healthz")).status_code == 200
            assert file.exists() is replaced
    printed = "".join(capfd.readouterr())
    assert "FileGone" in printed
    assert "Traceback" not in printed


@pytest.mark.parametrize(
    "body", [b"{}", b"[]", b"7", b'"bonjour"', b'{"update_id": "x"}', b'{"message": {"text": "bonjour"}}']
)
async def test_what_is_genuine_and_readable_but_nothing_we_know_is_kept_as_ignored_once(open_door, body: bytes) -> None:
    headers = {"content-type": "application/json", "x-telegram-bot-api-secret-token": SECRET}
    settings = {"telegram_token": TOKEN, "telegram_secret": SECRET, "telegram_api_url": "http://127.0.0.1:9"}
    async with open_door(**settings) as client:
        answers = [await client.post("/webhook/telegram", content=body, headers=headers) for _ in range(2)]
        kinds = await client._transport.app.state.db.read(_kinds)
    assert [answer.status_code for answer in answers] == [200, 200]
    assert kinds == ["ignored"]


async def test_a_mishap_is_a_page_for_people_and_a_line_for_programs(open_door, tmp_path: Path) -> None:
    """Who wrote much and then met the wall is told where their words still are."""
    async with open_door() as client:
        (tmp_path / "sira.db").unlink()
        client.cookies.set("sira_desk", "x" * 43)
        seen = await client.get("/desk", headers=BROWSER)
        wrote = await client.post("/desk/login", data={"login": "x", "password": "y"}, headers=BROWSER)
        asked = await client.get("/desk")
    for page in (seen, wrote):
        assert page.status_code == 503
        assert page.headers["content-type"].startswith("text/html")
        assert '<a href="" class="choice">Réessayer</a>' in page.text
    assert BACK in wrote.text
    assert BACK not in seen.text
    assert asked.headers["content-type"].startswith("text/plain")


def _kinds(conn: Connection) -> list[str]:
    return list(conn.execute(select(inbound.c.kind)).scalars())
