"""Words that are posted when the page has closed: kept for their worker alone, sent to nobody, never lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from html import unescape
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from bot.desk.sessions import IDLE_SECONDS, SESSION_SECONDS
from bot.records.tables import draft, note, outbox
from tests.console.conftest import PASSWORD, Desk, Person, id_of

Wait = Callable[[int], Awaitable[None]]
LOCKED, OVER = IDLE_SECONDS + 1, SESSION_SECONDS + 1
SAID = "Vos mots ne sont pas partis"


@pytest.fixture
async def address(awa: Desk, person: Person, the_conversation: Callable[[], Awaitable[str]]) -> str:
    """A conversation that awa holds, open on her page."""
    await person.asks_for_somebody()
    found = f"/desk/c/{await the_conversation()}"
    await awa.get(found)
    await awa.post(f"{found}/claim")
    await awa.get(found)
    return found


@pytest.fixture
def rows(app: FastAPI) -> Callable[[Any], Awaitable[list[Any]]]:
    async def read(statement: Any) -> list[Any]:
        return await app.state.db.read(lambda conn: conn.execute(statement).mappings().all())

    return read


async def back(desk: Desk, where: str) -> None:
    """Through the door to which the answer led, and on to where the words wait."""
    door, _, _ = where.partition("?")
    await desk.get(where)
    assert SAID in desk.words
    given = {"to": desk.field("to"), "kept": desk.field("kept")}
    refused = await desk.post(door, login="awa", password="wrong", code="", **given)
    assert (refused.status_code, SAID in desk.words) == (401, True)
    answer = await desk.post(door, login="awa", password=PASSWORD, code="", **given)
    assert answer.status_code == 303
    await desk.get(answer.headers["location"])


@pytest.mark.parametrize(("seconds", "door"), [(LOCKED, "/desk/locked"), (OVER, "/desk/login")])
@pytest.mark.parametrize("way", ["reply", "draft"])
async def test_an_answer_waits_in_its_conversation_and_is_not_sent(
    way: str, seconds: int, door: str, awa: Desk, address: str, wait: Wait, rows: Any
) -> None:
    before = await rows(select(outbox.c.id))
    await wait(seconds)
    answer = await awa.post(f"{address}/{way}", text="Venez demain.\r\nÀ dix heures.")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{door}?")
    assert "demain" not in answer.text + answer.headers["location"]
    await back(awa, answer.headers["location"])
    assert ">Venez demain.\nÀ dix heures.</blockquote>" in unescape(awa.html)
    assert await rows(select(outbox.c.id)) == before


async def test_what_was_kept_before_stays_beside_it(awa: Desk, address: str, wait: Wait) -> None:
    await awa.post(f"{address}/draft", text="Venez demain.")
    await wait(LOCKED)
    for words in ("Venez demain. Apportez vos papiers.", "Appelez-moi.", "Apportez vos papiers."):
        answer = await awa.post(f"{address}/reply", text=words)
    await back(awa, answer.headers["location"])
    assert ">Venez demain. Apportez vos papiers.\n\nAppelez-moi.</blockquote>" in unescape(awa.html)


async def test_a_note_waits_in_its_own_form_until_it_is_written(awa: Desk, address: str, wait: Wait, rows: Any) -> None:
    await wait(LOCKED)
    answer = await awa.post(f"{address}/note", note="Son frère ne doit rien savoir.")
    await back(awa, answer.headers["location"])
    assert 'name="note" rows="2" maxlength="2000">Son frère ne doit rien savoir.</textarea>' in awa.html
    assert awa.html.count("Son frère") == 1, "never in the answer"
    assert await rows(select(note)) == []
    await awa.post(f"{address}/reply", text="Bonjour.")
    await awa.get(address)
    assert awa.html.count("Son frère") == 1
    await awa.post(f"{address}/note", note="Son frère ne doit rien savoir.")
    assert len(await rows(select(note))) == 1
    await awa.get(address)
    assert "Son frère ne doit rien savoir.</textarea>" not in awa.html


@pytest.mark.parametrize("why", ["another page", "no words", "no conversation", "signed out", "moved away"])
async def test_nothing_is_kept_of_what_is_nobody_s_to_keep(
    why: str, app: FastAPI, awa: Desk, cis: Desk, address: str, wait: Wait, rows: Any
) -> None:
    at, form, desk = address, {"text": "Venez."}, awa
    if why == "another page":
        form["csrf"] = "x"
    elif why == "no words":
        form["text"] = " "
    elif why == "no conversation":
        at = f"/desk/c/{'0' * 32}"
    elif why == "signed out":
        await awa.post("/desk/logout")
    else:
        await cis.get("/desk/queue")
        desk = cis
    await wait(LOCKED)
    answer = await desk.post(f"{at}/reply", **form)
    assert answer.status_code == 303
    assert "kept" not in answer.headers["location"]
    assert await rows(select(draft)) == []


async def test_a_page_that_is_not_closed_keeps_nothing_by_this_way(awa: Desk, address: str) -> None:
    await awa.post(f"{address}/reply", text="Bonjour.")
    await awa.get(address)
    assert "Bonjour.</textarea>" not in awa.html


async def test_who_was_removed_while_writing_reads_so_with_their_words_and_is_sent_to_no_door(
    app: FastAPI, ada: Desk, bou: Desk, person: Person, the_conversation: Callable[[], Any]
) -> None:
    await person.asks_for_somebody()
    at = f"/desk/c/{await the_conversation()}"
    await bou.takes(at)
    await ada.get("/desk/people")
    assert (await ada.post(f"/desk/people/{await id_of(app, 'bou')}/leave")).status_code == 303
    answer = await bou.post(f"{at}/reply", text="Je vous réponds <demain>.")
    assert answer.status_code == 403
    assert "Votre accès est terminé" in bou.words
    assert "Je vous réponds &lt;demain&gt;.</textarea>" in bou.html
    script = {"csrf": bou.field("csrf"), "text": "encore"}
    asked = await bou.client.post(f"{at}/draft", data=script, headers={"x-sira-desk": "1"})
    assert (asked.status_code, asked.headers["location"]) == (303, "/desk/login?ended=1"), "its words stay in its box"
    await bou.get("/desk/login")
    assert "Votre accès est terminé" in bou.words
    assert "fermée par" not in bou.words
