"""A worker joins their Telegram account on a page of theirs, and the link of the staff bot opens one conversation once."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from bot.alerts.updates import CODE
from bot.desk import links_once
from bot.desk.sessions import IDLE_SECONDS
from bot.records.tables import one_time_link, worker
from bot.settings import Settings
from tests.alerts.conftest import STAFF_TOKEN
from tests.console.conftest import PASSWORD, Desk, Person, checked
from tests.doubles.telegram_api import TelegramApi

Link = Callable[[str], Awaitable[str]]


@pytest.fixture
def telegram() -> AsyncIterator[TelegramApi]:
    """Here Telegram knows the staff bot alone."""
    with TelegramApi(STAFF_TOKEN, secret="s") as api:
        yield api


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(
        update={
            "telegram_token": type(settings.telegram_token)(""),
            "telegram_staff_token": type(settings.telegram_token)(STAFF_TOKEN),
        }
    )


@pytest.fixture
async def link(app: FastAPI) -> Link:
    """A link for a worker, to something of any name."""

    async def made(login: str, thing: str = "c" * 32) -> str:
        db = app.state.db
        who = select(worker.c.id).where(worker.c.login == login)
        found = await db.read(lambda conn: conn.execute(who).scalar_one())
        return str(await db.write(links_once.mint, "conversation", found, thing))

    return made


async def test_the_page_gives_a_link_and_a_drawing_that_the_bot_understands(app: FastAPI, bou: Desk) -> None:
    await bou.get("/desk/me")
    assert "Aucun compte n’est relié" in bou.words
    answer = await bou.post("/desk/me/telegram")
    assert answer.status_code == 200
    code = re.search(r'href="https://t\.me/sira_bot\?start=([^"]+)"', answer.text)
    assert code
    assert CODE.fullmatch(code[1])
    assert len(code[1]) <= 64, "all that a start parameter takes"
    assert "<svg" in answer.text
    rows = await app.state.db.read(lambda conn: conn.execute(select(one_time_link)).mappings().all())
    assert [(row["purpose"], row["hash"] == code[1]) for row in rows] == [("telegram", False)]


async def test_a_joined_account_is_let_go(app: FastAPI, bou: Desk) -> None:
    await app.state.db.write(
        lambda conn: conn.execute(update(worker).where(worker.c.login == "bou").values(telegram="f" * 64))
    )
    await bou.get("/desk/me")
    assert "Un compte Telegram est relié" in bou.words
    assert (await bou.post("/desk/me/telegram/leave")).status_code == 303
    marks = select(worker.c.telegram).where(worker.c.login == "bou")
    assert await app.state.db.read(lambda conn: conn.execute(marks).scalar_one()) == ""


async def test_without_telegram_the_page_says_so(bou: Desk, telegram: TelegramApi, app: FastAPI) -> None:
    await bou.get("/desk/me")
    telegram.token = "0:" + "x" * 40
    answer = await bou.post("/desk/me/telegram")
    assert answer.status_code == 503
    assert "Telegram ne répond pas" in answer.text


@pytest.mark.parametrize("address", ["/desk/me/telegram", "/desk/me/telegram/leave"])
async def test_nothing_is_joined_or_let_go_without_the_forms_token(bou: Desk, address: str) -> None:
    await bou.get("/desk/me")
    assert (await bou.post(address, csrf="0" * 64)).status_code == 403


async def test_the_link_opens_the_conversation_once(awa: Desk, bou: Desk, link: Link, app: FastAPI) -> None:
    address = f"/desk/go/{await link('awa')}"
    for _ in range(2):
        assert (await awa.get(address)).status_code == 200, "looking uses nothing up"
    assert (await bou.get(address)).status_code == 404
    assert (await bou.post(address)).status_code == 404
    assert (await awa.post(address, csrf="0" * 64)).status_code == 403
    opened = await awa.post(address)
    assert (opened.status_code, opened.headers["location"]) == (303, f"/desk/c/{'c' * 32}")
    await awa.get("/desk/me")
    assert (await awa.post(address)).status_code == 404
    assert (await awa.get(address)).status_code == 404


async def test_a_link_that_is_over_opens_nothing(awa: Desk, link: Link, wait: Callable[[int], Awaitable[None]]) -> None:
    address = f"/desk/go/{await link('awa')}"
    await awa.get(address)
    await wait(links_once.SECONDS["conversation"] + 1)
    assert (await awa.post(address)).status_code == 404


async def test_it_is_no_sign_in_and_leads_there_after_one(new_desk: Callable[[], Desk], link: Link) -> None:
    address = f"/desk/go/{await link('awa')}"
    desk = new_desk()
    answer = await desk.get(address)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/login")
    entered = await desk.sign_in("awa")
    assert entered.headers["location"] == address
    await desk.get(address)
    assert (await desk.post(address)).headers["location"] == f"/desk/c/{'c' * 32}"
    assert (await desk.get("/desk/login")).status_code == 200
    assert (await desk.sign_in("awa")).headers["location"] == "/desk/queue", "the way is forgotten"


async def test_another_worker_who_signs_in_there_sees_nothing(new_desk: Callable[[], Desk], link: Link) -> None:
    address = f"/desk/go/{await link('awa')}"
    desk = new_desk()
    await desk.get(address)
    await desk.sign_in("bou")
    assert (await desk.get(address)).status_code == 404


async def test_a_locked_page_leads_there_after_the_password(
    awa: Desk, link: Link, wait: Callable[[int], Awaitable[None]]
) -> None:
    await wait(IDLE_SECONDS + 1)
    address = f"/desk/go/{await link('awa')}"
    answer = await awa.get(address)
    await awa.get(answer.headers["location"])
    unlocked = await awa.post("/desk/locked", password=PASSWORD, to=awa.field("to"))
    assert unlocked.headers["location"] == address


async def test_from_another_sites_page_one_step_on_ours_brings_the_session(awa: Desk, link: Link) -> None:
    address = f"/desk/go/{await link('awa')}"
    stranger = awa.client.cookies
    awa.client.cookies = {}  # type: ignore[assignment] # SameSite=Strict: it does not come along
    answer = checked(await awa.client.get(address, headers={"Sec-Fetch-Site": "cross-site"}))
    assert answer.status_code == 200
    assert f'href="{address}"' in answer.text
    awa.client.cookies = stranger
    assert (await awa.get(address)).status_code == 200


async def test_an_odd_address_is_not_kept_as_the_way(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    for odd in ("/desk/go/%0d%0aSet-Cookie:x=1", "/desk/go/..%2f..%2fevil", "/desk/go/é"):
        answer = await desk.client.get(odd)
        assert "sira_go" not in answer.headers.get("set-cookie", "")


async def test_every_page_of_the_desk_bears_the_bell_and_its_sound_is_ours(
    app: FastAPI, awa: Desk, person: Person
) -> None:
    for address in ("/desk/queue", "/desk/me", "/desk/security"):
        page = await awa.get(address)
        assert 'id="bell"' in page.text
        assert "Sira : une demande attend" in page.text
    sound = re.search(r'data-sound="([^"]+)"', awa.html)
    assert sound
    answer = await awa.client.get(sound[1])
    assert answer.content[:4] == b"RIFF"
    assert len(answer.content) < 20_000
    assert "media-src 'self'" in page.headers["content-security-policy"]
