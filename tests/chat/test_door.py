"""The cookie that makes a browser one person, and forms that come from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from bot.settings import Settings
from tests.chat.conftest import HOME, KEY, Phone
from webhook.app import create_app

COOKIE = re.compile(r"sira_chat=([A-Za-z0-9_-]{43}); HttpOnly; Max-Age=15552000; Path=/; SameSite=lax(; Secure)?")
ORIGINS = {
    "our own": ({"Origin": HOME}, 303),
    "none": ({}, 303),
    "another site": ({"Origin": "https://evil.example"}, 403),
    "another port": ({"Origin": HOME + ":81"}, 403),
    "no address": ({"Origin": "http://["}, 403),
    "hidden, from our page": ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 303),
    "hidden, from another site": ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
    "hidden, an old browser with our cookie": ({"Origin": "null"}, 303),
}


async def test_the_cookie_is_random_and_out_of_scripts_reach(new_phone: Callable[[], Phone]) -> None:
    tokens = set()
    for _ in range(3):
        answer = await new_phone().client.get("/")
        found = COOKIE.fullmatch(answer.headers["set-cookie"])
        assert found
        assert not found[2]
        tokens.add(found[1])
    assert len(tokens) == 3


async def test_a_browser_keeps_its_cookie(phone: Phone) -> None:
    answer = await phone.client.get("/")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("token", ["x", "", "é" * 43, "a" * 44, "../" * 20])
async def test_a_cookie_that_we_never_gave_is_replaced(new_phone: Callable[[], Phone], token: str) -> None:
    fresh = new_phone()
    answer = await fresh.client.get("/", headers=[(b"Cookie", f"sira_chat={token}".encode())])
    assert answer.status_code == 200
    assert COOKIE.fullmatch(answer.headers["set-cookie"])


async def test_the_first_form_may_come_without_a_cookie(new_phone: Callable[[], Phone]) -> None:
    fresh = new_phone()
    answer = await fresh.client.post("/chat", data={"nonce": "first", "text": "bonjour"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    assert COOKIE.fullmatch(answer.headers["set-cookie"])
    assert "bonjour" in await fresh.look()


@pytest.mark.parametrize("name", ORIGINS)
async def test_forms_of_other_sites_are_turned_away(phone: Phone, name: str) -> None:
    headers, status = ORIGINS[name]
    answer = await phone.client.post("/chat", data={"nonce": "o1", "choice": "0:fr"}, headers=headers)
    assert answer.status_code == status
    await phone.look()
    assert ("Sira est une machine" in phone.talk) is (status == 303)


async def test_a_hidden_origin_without_a_cookie_is_turned_away(new_phone: Callable[[], Phone]) -> None:
    answer = await new_phone().client.post("/chat", data={"nonce": "o2", "text": "a"}, headers={"Origin": "null"})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


async def test_over_https_everything_stays_there(tmp_path: Path) -> None:
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'sira.db'}", master_key=KEY, pepper=KEY, public_url="https://sira.test"
    )
    app = create_app(settings, thinks=False, sends=False)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="https://sira.test") as client:
            answer = await client.get("/")
    found = COOKIE.fullmatch(answer.headers["set-cookie"])
    assert found
    assert found[2]
    assert "max-age=31536000" in answer.headers["strict-transport-security"]
