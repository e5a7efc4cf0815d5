"""Coming in: one answer for every failure, a cookie that no script reads, a page that locks."""

from __future__ import annotations

import base64
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from urllib.parse import quote

import httpx
import pyotp
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from bot.desk.patience import FREE_FAILURES
from bot.desk.second_factor import STEP_SECONDS
from bot.desk.sessions import IDLE_SECONDS, SESSION_SECONDS
from bot.desk.staff import add_worker
from bot.engine.book import Book
from bot.records.clock import move, now
from bot.records.tables import worker
from bot.settings import Settings
from tests.console.conftest import KEY, PASSWORD, Desk, Person, checked
from webhook.app import create_app

FIELD = "https://desk.example"
Wait = Callable[[int], Awaitable[None]]
PAGES = ("/desk/queue", "/desk/c/" + "0" * 32, "/desk/password", "/desk/media/" + "0" * 32, "/desk/stub/" + "0" * 32)


@pytest.mark.parametrize("address", PAGES)
async def test_who_is_not_signed_in_is_sent_to_the_door(new_desk: Callable[[], Desk], address: str) -> None:
    answer = await new_desk().get(address)
    assert answer.status_code == 303
    assert answer.headers["location"].partition("?")[0] == "/desk/login"


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
    assert len({_besides_what_was_typed(answer) for answer in answers}) == 1


def _besides_what_was_typed(answer: httpx.Response) -> str:
    """The identifier stands in its field again, and the eyes go to what is missing; the rest tells nothing."""
    return re.sub(r'(name="login" maxlength="40" value=")[^"]*', r"\1", answer.text).replace(" autofocus", "")


async def test_many_failures_look_like_one(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    known = [_besides_what_was_typed(await desk.sign_in("awa", "wrong")) for _ in range(6)]
    blocked = _besides_what_was_typed(await desk.sign_in("awa"))
    unknown = _besides_what_was_typed(await desk.sign_in("nobody"))
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


async def test_an_idle_page_locks_and_a_polling_one_too(awa: Desk, wait: Wait) -> None:
    await awa.get("/desk/queue")
    for _ in range(3):
        await wait(IDLE_SECONDS // 3 + 1)
        answer = await awa.get("/desk/queue?part=1")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/desk/locked")
    assert (await awa.get("/desk/queue")).headers["location"] == "/desk/locked?to=%2Fdesk%2Fqueue"
    assert (await awa.sign_in("awa")).status_code == 303


async def test_a_locked_page_shows_nothing_and_opens_again_where_it_was(
    awa: Desk, person: Person, the_conversation: Callable[[], Awaitable[str]], wait: Wait
) -> None:
    await person.asks_for_somebody("ma question secrète")
    address = f"/desk/c/{await the_conversation()}"
    await awa.get(address)
    await wait(IDLE_SECONDS + 1)
    closed = await awa.get(address)
    page = await awa.get(closed.headers["location"])
    assert page.status_code == 200
    assert "secrète" not in page.text
    assert "Gao" not in page.text
    before = dict(awa.client.cookies)
    refused = await awa.post("/desk/locked", password="wrong", code="", to=address)
    assert refused.status_code == 401
    assert dict(awa.client.cookies) == before
    opened = await awa.post("/desk/locked", password=PASSWORD, code="", to=address)
    assert (opened.status_code, opened.headers["location"]) == (303, address)
    assert dict(awa.client.cookies) != before, "the session is a new one"
    assert (await awa.get(address)).status_code == 200
    awa.client.cookies.clear()
    awa.client.cookies.update(before)
    assert (await awa.get(address)).headers["location"].startswith("/desk/login?"), "the old one is over"


@pytest.mark.parametrize(
    "to", ["//evil.test", "https://evil.test", "/desk/../x", "/desk/c/1?x=//", "/", "evil", "/desk\\x"]
)
async def test_the_way_back_never_leads_away(awa: Desk, wait: Wait, to: str) -> None:
    await awa.get("/desk/queue")
    await wait(IDLE_SECONDS + 1)
    await awa.get("/desk/locked", params={"to": to})
    assert (await awa.post("/desk/locked", password=PASSWORD, code="")).status_code == 303
    assert (await awa.get("/desk/locked", params={"to": to})).headers["location"] == "/desk"
    await wait(IDLE_SECONDS + 1)
    await awa.get("/desk/locked")
    answer = await awa.post("/desk/locked", password=PASSWORD, code="", to=to)
    assert answer.headers["location"] in {"/desk", "/desk/queue"}


async def test_a_change_on_a_locked_page_is_not_done(awa: Desk, person: Person, wait: Wait,
                                                     the_conversation: Callable[[], Awaitable[str]]) -> None:  # fmt: skip
    await person.asks_for_somebody()
    address = f"/desk/c/{await the_conversation()}"
    await awa.get(address)
    await wait(IDLE_SECONDS + 1)
    assert (await awa.post(f"{address}/claim")).headers["location"].startswith("/desk/locked")
    await awa.get("/desk/locked")
    await awa.post("/desk/locked", password=PASSWORD, code="")
    await awa.get(address)
    assert "Prendre la conversation" in awa.words


async def test_a_worker_who_leaves_the_screen_closes_the_page(awa: Desk) -> None:
    await awa.get("/desk/queue")
    assert (await awa.post("/desk/lock")).headers["location"] == "/desk/locked"
    assert (await awa.get("/desk/queue")).status_code == 303
    await awa.get("/desk/locked")
    assert (await awa.post("/desk/locked", password=PASSWORD, code="")).headers["location"] == "/desk/queue"


async def test_the_locked_page_of_nobody_is_the_door(new_desk: Callable[[], Desk], awa: Desk, wait: Wait) -> None:
    stranger = new_desk()
    assert (await stranger.get("/desk/locked")).headers["location"] == "/desk/login"
    assert (await stranger.post("/desk/locked", password=PASSWORD)).headers["location"] == "/desk/login"
    await wait(SESSION_SECONDS + 1)
    assert (await awa.get("/desk/locked")).headers["location"] == "/desk/login"


async def test_a_worker_sees_where_they_are_signed_in_and_ends_it(awa: Desk, new_desk: Callable[[], Desk]) -> None:
    other = new_desk()
    other.client.headers["user-agent"] = "Mozilla/5.0 (Android 14; Mobile) Gecko/140.0 Firefox/140.0"
    await other.sign_in("awa")
    await awa.get("/desk/security")
    assert "Firefox, Android" in awa.words
    assert (await awa.post("/desk/security/end", session="0" * 64)).status_code == 404
    await awa.get("/desk/security")
    assert (await awa.post("/desk/security/end", session=awa.field("session"))).status_code == 303
    assert (await other.get("/desk/queue")).headers["location"] == "/desk/login"
    await other.get("/desk/login")
    assert "fermée depuis une autre page à votre nom" in other.words
    assert (await awa.get("/desk/queue")).status_code == 200


async def test_a_working_page_does_not_lock(awa: Desk, wait: Wait) -> None:
    for _ in range(4):
        await wait(IDLE_SECONDS - 30)
        assert (await awa.get("/desk/queue")).status_code == 200


async def test_a_short_password_is_refused_and_a_good_one_ends_the_other_sessions(
    awa: Desk, new_desk: Callable[[], Desk]
) -> None:
    other = new_desk()
    await other.sign_in("awa")
    await awa.get("/desk/password")
    assert (await awa.post("/desk/password", new="short", present=PASSWORD)).status_code == 400
    changed = await awa.post("/desk/password", new="a-much-better-one", present=PASSWORD)
    assert (changed.status_code, changed.headers["location"]) == (303, "/desk/security?done=password")
    await awa.get(changed.headers["location"])
    assert "Votre mot de passe est changé." in awa.words
    assert (await awa.get("/desk/queue")).status_code == 200
    assert (await other.get("/desk/queue")).status_code == 303
    assert (await other.sign_in("awa", "a-much-better-one")).status_code == 303


async def test_a_page_left_open_gives_nobody_the_account_and_guessing_gets_slower(
    awa: Desk, new_desk: Callable[[], Desk]
) -> None:
    await awa.get("/desk/password")
    for _ in range(FREE_FAILURES + 1):
        refused = await awa.post("/desk/password", new="a-much-better-one", present="guessed-by-somebody")
        assert (refused.status_code, "rien n'a changé" in awa.words) == (400, True)
    refused = await awa.post("/desk/password", new="a-much-better-one", present=PASSWORD)
    assert refused.status_code == 400, "too early after failures a right one counts no more than at the door"
    assert (await new_desk().sign_in("awa", "a-much-better-one")).status_code == 401


async def test_a_wrong_try_keeps_the_identifier_and_nothing_else(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    assert (await desk.sign_in("awa", "not-this-one")).status_code == 401
    assert 'name="login" maxlength="40" value="awa"' in desk.html
    assert "not-this-one" not in desk.html


async def test_a_demonstration_asks_whoever_has_added_a_second_factor_for_it(
    app: FastAPI, awa: Desk, new_desk: Callable[[], Desk]
) -> None:
    await awa.get("/desk/second-factor")
    key = re.search(r"<code>([A-Z2-7 ]+)</code>", awa.html)
    assert key
    phone = pyotp.TOTP(key[1].replace(" ", ""))
    code = phone.at(await app.state.db.read(now))
    kept = await awa.post("/desk/second-factor", pending=awa.field("pending"), code=code)
    assert kept.headers["location"] == "/desk/security?done=factor"
    await app.state.db.write(move, STEP_SECONDS)
    desk = new_desk()
    assert (await desk.sign_in("awa")).status_code == 401, "what the page promises holds here too"
    fresh = phone.at(await app.state.db.read(now))
    assert (await desk.post("/desk/login", login="awa", password=PASSWORD, code=fresh)).status_code == 303
    await desk.get("/desk/security")
    await desk.post("/desk/lock", to="")
    await desk.get("/desk/locked")
    assert 'name="code"' in desk.html


@pytest.fixture
async def production(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FastAPI]:
    """The application as it stands in the field, with awa who has a one-time password and no second factor."""
    monkeypatch.setattr("bot.running.load_book", lambda: book)
    other = base64.b64encode(b"p" * 32).decode()
    chosen = Settings(
        env="production", database_url=f"sqlite:///{tmp_path / 's.db'}", master_key=KEY, pepper=other, public_url=FIELD
    )
    made = create_app(chosen, sends=False)
    async with made.router.lifespan_context(made):
        await made.state.db.write(add_worker, "awa", "supervisor", "sira", PASSWORD)
        yield made


async def test_in_production_a_password_of_one_s_own_and_a_second_factor_come_before_anything_else(
    production: FastAPI,
) -> None:
    db = production.state.db
    desk = Desk(production)
    desk.client.base_url = httpx.URL(FIELD)
    page = await desk.get("/desk/login")
    assert 'name="code"' in page.text
    assert page.headers["strict-transport-security"]
    entered = await desk.sign_in("awa")
    assert entered.status_code == 303
    cookie = entered.headers["set-cookie"]
    assert cookie.startswith("__Host-")
    assert "secure" in cookie.lower()
    for address in ("/desk/queue", "/desk", "/desk/security"):
        assert (await desk.get(address)).headers["location"] == "/desk/password"
    await desk.get("/desk/password")
    assert (await desk.post("/desk/password", new="a-much-better-one")).status_code == 303
    assert (await desk.get("/desk/queue")).headers["location"] == "/desk/second-factor"
    await desk.get("/desk/second-factor")
    assert "<svg" in desk.html
    key = re.search(r"<code>([A-Z2-7 ]+)</code>", desk.html)
    assert key
    phone = pyotp.TOTP(key[1].replace(" ", ""))
    assert (await desk.post("/desk/second-factor", pending=desk.field("pending"), code="000000")).status_code == 400
    code = phone.at(await db.read(now))
    assert key[1] in desk.html, "a wrong code does not change the drawing"
    kept = await desk.post("/desk/second-factor", pending=desk.field("pending"), code=code)
    assert kept.headers["location"] == "/desk/queue"
    assert (await desk.get("/desk/queue")).status_code == 200
    await db.write(move, STEP_SECONDS)
    other = Desk(production)
    other.client.base_url = httpx.URL(FIELD)
    form = {"login": "awa", "password": "a-much-better-one"}
    fresh = phone.at(await db.read(now))
    for wrong in ("", code, "000000"):
        assert checked(await other.client.post("/desk/login", data={**form, "code": wrong})).status_code == 401
    assert checked(await other.client.post("/desk/login", data={**form, "code": fresh})).status_code == 303
    assert checked(await other.client.post("/desk/login", data={**form, "code": fresh})).status_code == 401
    await desk.client.aclose()
    await other.client.aclose()


async def test_in_production_a_one_time_password_opens_once(production: FastAPI) -> None:
    for status in (303, 401):
        desk = Desk(production)
        desk.client.base_url = httpx.URL(FIELD)
        assert (await desk.sign_in("awa")).status_code == status
        await desk.client.aclose()


async def test_a_new_phone_needs_a_code_of_the_old_one(app: FastAPI, awa: Desk) -> None:
    db = app.state.db

    async def drawn() -> pyotp.TOTP:
        await awa.get("/desk/second-factor")
        key = re.search(r"<code>([A-Z2-7 ]+)</code>", awa.html)
        assert key
        return pyotp.TOTP(key[1].replace(" ", ""))

    old = await drawn()
    code = old.at(await db.read(now))
    assert (await awa.post("/desk/second-factor", pending=awa.field("pending"), code=code)).status_code == 303
    await db.write(move, STEP_SECONDS)
    new = await drawn()
    at = await db.read(now)
    stale = {"pending": awa.field("pending"), "code": new.at(at), "old": code}
    assert (await awa.post("/desk/second-factor", **stale)).status_code == 400
    given = {"pending": awa.field("pending"), "code": new.at(at), "old": old.at(at)}
    assert (await awa.post("/desk/second-factor", **given)).headers["location"] == "/desk/security?done=factor"
    await awa.get("/desk/second-factor")
    assert (await awa.post("/desk/second-factor", pending="00", code="1")).status_code == 400


async def test_who_was_withdrawn_reads_at_the_door_by_whom(app: FastAPI, awa: Desk, bou: Desk) -> None:
    who = await app.state.db.read(
        lambda conn: conn.execute(select(worker.c.id).where(worker.c.login == "bou")).scalar_one()
    )
    await awa.get("/desk/people")
    assert (await awa.post(f"/desk/people/{who}/leave")).status_code == 303
    await bou.get((await bou.get("/desk/queue")).headers["location"])
    assert "Votre accès est terminé . Il a été retiré par awa." in bou.words


async def test_the_door_says_who_closed_the_session_keeps_the_last_words_and_leads_back(
    app: FastAPI, awa: Desk, bou: Desk, person: Person, the_conversation: Callable[[], Awaitable[str]]
) -> None:
    await person.asks_for_somebody()
    address = f"/desk/c/{await the_conversation()}"
    await bou.takes(address)
    who = await app.state.db.read(
        lambda conn: conn.execute(select(worker.c.id).where(worker.c.login == "bou")).scalar_one()
    )
    await awa.get("/desk/people")
    assert (await awa.post(f"/desk/people/{who}/sessions")).status_code == 303
    late = await bou.post(f"{address}/reply", text="mes derniers mots")
    door = await bou.get(late.headers["location"])
    assert door.status_code == 200
    assert "Votre session a été fermée par awa." in bou.words
    assert "Vos mots ne sont pas partis" in bou.words
    asked = await bou.get(address)
    assert asked.headers["location"] == f"/desk/login?to={quote(address, safe='')}"
    await bou.get(asked.headers["location"])
    assert "fermée par awa" in bou.words
    entered = await bou.post("/desk/login", login="bou", password=PASSWORD, code="", to=bou.field("to"))
    assert entered.headers["location"] == address
    await bou.get(address)
    assert "mes derniers mots" in bou.words
    await bou.get("/desk/login")
    assert "fermée" not in bou.words, "of a session that is open nothing is said"
