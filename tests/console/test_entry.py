"""Coming in: one answer for every failure, a cookie that no script reads, a page that locks."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import httpx
import pyotp
import pytest

from bot.desk.second_factor import enrol
from bot.desk.sessions import IDLE_SECONDS
from bot.desk.staff import add_worker
from bot.engine.book import Book
from bot.records.clock import now
from bot.settings import Settings
from tests.console.conftest import KEY, PASSWORD, Desk, checked
from webhook.app import create_app

PAGES = ("/desk/queue", "/desk/c/" + "0" * 32, "/desk/password", "/desk/media/" + "0" * 32, "/desk/stub/" + "0" * 32)


@pytest.mark.parametrize("address", PAGES)
async def test_who_is_not_signed_in_is_sent_to_the_door(new_desk: Callable[[], Desk], address: str) -> None:
    answer = await new_desk().get(address)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/desk/login"


async def test_the_sign_in_leads_to_the_queue_and_sets_a_cookie_that_no_script_reads(
    new_desk: Callable[[], Desk],
) -> None:
    desk = new_desk()
    answer = await desk.sign_in("awa")
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/queue")
    cookie = answer.headers["set-cookie"].lower()
    for word in ("httponly", "samesite=strict", "path=/"):
        assert word in cookie
    assert (await desk.get("/desk/queue")).status_code == 200


async def test_every_failure_gets_the_same_page(new_desk: Callable[[], Desk]) -> None:
    tries = [("awa", "wrong"), ("nobody", PASSWORD), ("", ""), ("awa", "x" * 5000), ("é\0", "\0")]
    answers = [await new_desk().sign_in(login, password) for login, password in tries]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1


async def test_many_failures_look_like_one(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    known = [(await desk.sign_in("awa", "wrong")).content for _ in range(6)]
    blocked = (await desk.sign_in("awa")).content
    unknown = (await desk.sign_in("nobody")).content
    assert {*known, blocked} == {unknown}, "a delay would say that the login exists"


async def test_a_session_does_not_outlive_a_new_sign_in_of_its_browser(awa: Desk) -> None:
    before = dict(awa.client.cookies)
    assert (await awa.sign_in("awa")).status_code == 303
    assert dict(awa.client.cookies) != before
    awa.client.cookies.clear()
    awa.client.cookies.update(before)
    assert (await awa.get("/desk/queue")).status_code == 303


async def test_out_is_out(awa: Desk) -> None:
    await awa.get("/desk/queue")
    before = dict(awa.client.cookies)
    assert (await awa.post("/desk/logout")).headers["location"] == "/desk/login"
    awa.client.cookies.update(before)
    assert (await awa.get("/desk/queue")).status_code == 303


async def test_an_idle_page_locks_and_a_polling_one_too(awa: Desk, wait) -> None:  # type: ignore[no-untyped-def]
    await awa.get("/desk/queue")
    for _ in range(3):
        await wait(IDLE_SECONDS // 3 + 1)
        answer = await awa.get("/desk/queue?part=1")
    assert answer.status_code == 303
    assert (await awa.get("/desk/queue")).status_code == 303
    assert (await awa.sign_in("awa")).status_code == 303


async def test_a_working_page_does_not_lock(awa: Desk, wait) -> None:  # type: ignore[no-untyped-def]
    for _ in range(4):
        await wait(IDLE_SECONDS - 30)
        assert (await awa.get("/desk/queue")).status_code == 200


async def test_a_short_password_is_refused_and_a_good_one_ends_the_other_sessions(
    awa: Desk, new_desk: Callable[[], Desk]
) -> None:
    other = new_desk()
    await other.sign_in("awa")
    await awa.get("/desk/password")
    assert (await awa.post("/desk/password", new="short")).status_code == 400
    assert (await awa.post("/desk/password", new="a-much-better-one")).status_code == 303
    assert (await awa.get("/desk/queue")).status_code == 200
    assert (await other.get("/desk/queue")).status_code == 303
    assert (await other.sign_in("awa", "a-much-better-one")).status_code == 303


async def test_in_production_the_cookie_is_bound_to_the_host_and_a_code_is_asked_once(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.running.load_book", lambda: book)
    other = base64.b64encode(b"p" * 32).decode()
    home = "https://desk.example"
    chosen = Settings(
        env="production", database_url=f"sqlite:///{tmp_path / 's.db'}", master_key=KEY, pepper=other, public_url=home
    )
    made = create_app(chosen, sends=False)
    async with made.router.lifespan_context(made):
        db, vault = made.state.db, made.state.house.vault
        worker_id = await db.write(add_worker, "awa", "supervisor", "sira", PASSWORD)
        phone = pyotp.parse_uri(await db.write(enrol, vault, worker_id, "awa"))
        assert isinstance(phone, pyotp.TOTP)
        code = phone.at(await db.read(now))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(made), base_url=home) as client:
            page = checked(await client.get("/desk/login"))
            assert 'name="code"' in page.text
            assert page.headers["strict-transport-security"]
            form = {"login": "awa", "password": PASSWORD}
            assert checked(await client.post("/desk/login", data=form)).status_code == 401
            entered = checked(await client.post("/desk/login", data={**form, "code": code}))
            assert entered.status_code == 303
            cookie = entered.headers["set-cookie"]
            assert cookie.startswith("__Host-")
            assert "secure" in cookie.lower()
            first = checked(await client.get("/desk/queue"))
            assert first.headers["location"] == "/desk/password", "the one-time password must be replaced first"
            assert checked(await client.post("/desk/login", data={**form, "code": code})).status_code == 401
            later = phone.at(await db.read(now) + 30)
            again = checked(await client.post("/desk/login", data={**form, "code": later}))
            assert again.status_code == 401, "the first sign-in used the one-time password up"
