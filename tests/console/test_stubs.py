"""What is left of an urgent case after « forget me », on its page and in the queue: what can be done with it, and no more."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from bot.desk.staff import add_worker
from bot.records.clock import now
from bot.records.ids import new_id
from bot.records.tables import stub
from tests.console.conftest import PASSWORD, Desk, Person

HOURS_72 = 72 * 3600
ADDRESS = "Jfe-a-token-of-a-page"


@pytest.fixture
def left(app: FastAPI) -> Callable[[str], Awaitable[str]]:
    """Somebody in danger who wrote on a channel erases everything; the address of what is left."""

    async def made(channel: str) -> str:
        id_, at = new_id(), await app.state.db.read(now)
        key, wrapped = app.state.house.vault.new_key(id_)
        row = {"id": id_, "organisation": "sira", "level": "P0", "language": "fr", "region": "gao", "channel": channel,
               "account": channel, "wrapped": wrapped, "at": at, "until": at + HOURS_72,
               "sealed": key.seal(id_, "address", ADDRESS.encode())}  # fmt: skip
        await app.state.db.write(lambda conn: conn.execute(stub.insert().values(**row)))
        return f"/desk/stub/{id_}"

    return made


async def test_who_wrote_on_the_page_is_not_said_to_be_within_reach(
    awa: Desk, left: Callable[[str], Awaitable[str]]
) -> None:
    address = await left("web")
    await awa.get("/desk/queue")
    assert "plus joignable d’ici" in awa.words
    assert "joignable encore" not in awa.words
    assert "à prendre" not in awa.words
    await awa.get(address)
    assert "Sira ne peut plus la joindre" in awa.words
    assert "Comment la joindre" not in awa.words
    assert ADDRESS not in awa.html, "no worker can do anything with it"


async def test_who_can_be_reached_is_so_for_as_many_hours_as_they_were_told(
    awa: Desk, left: Callable[[str], Awaitable[str]], wait: Callable[[int], Awaitable[None]]
) -> None:
    address = await left("whatsapp")
    await wait(60)
    await awa.get("/desk/queue")
    assert "joignable encore 72 h" in awa.words.replace("\N{NO-BREAK SPACE}", " ")
    await awa.get(address)
    assert f"WhatsApp · {ADDRESS}" in awa.words
    assert "72 h" in awa.words.replace("\N{NO-BREAK SPACE}", " ")


async def test_one_touch_does_not_erase_it(app: FastAPI, awa: Desk, left: Callable[[str], Awaitable[str]]) -> None:
    await awa.get(await left("whatsapp"))
    before, _, after = awa.html.partition("<summary>C’est fait\N{NO-BREAK SPACE}: effacer aussi cela</summary>")
    assert after
    assert "/close" not in before
    assert "Sûr\N{NO-BREAK SPACE}?" in after
    assert await app.state.db.read(lambda conn: conn.execute(select(stub.c.closed_at)).scalar_one()) == 0


@pytest.mark.parametrize(("role", "many"), [("admin", 0), ("case_worker", 1), ("protection", 2)])
async def test_a_row_that_may_not_be_opened_is_no_link_and_no_key_is_named(
    app: FastAPI,
    new_desk: Callable[[], Desk],
    person: Person,
    left: Callable[[str], Awaitable[str]],
    role: str,
    many: int,
) -> None:
    await person.asks_for_somebody()
    await left("web")
    await app.state.db.write(add_worker, role, role, "sira", PASSWORD)
    desk = new_desk()
    await desk.sign_in(role)
    await desk.get("/desk/queue")
    links = re.findall(r'class="row" href="([^"]+)"', desk.html)
    assert (len(links), desk.html.count('class="row"')) == (many, 2)
    assert ("Entrée pour ouvrir" in desk.words) is bool(links)
    assert [(await desk.client.get(address)).status_code for address in links] == [200] * many
