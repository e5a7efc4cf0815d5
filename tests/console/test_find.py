"""The field at the queue into which a code is typed, and taking up again what it finds."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from sqlalchemy import select

from bot.records.tables import handover
from tests.console.conftest import Desk, Person

NONE = "Rien sous ce code, parmi ce que vous pouvez ouvrir."


async def _code(app: FastAPI) -> str:
    newest = select(handover.c.code).order_by(handover.c.id.desc()).limit(1)
    return str(await app.state.db.read(lambda conn: conn.execute(newest).scalar_one()))


async def test_a_code_leads_to_the_talk_and_an_ended_case_is_taken_up_there(
    app: FastAPI, awa: Desk, bou: Desk, person: Person, the_conversation: Any
) -> None:
    await person.asks_for_somebody()
    address = f"/desk/c/{await the_conversation()}"
    await awa.takes(address)
    code = await _code(app)
    assert f"Pourquoi code {code}" in awa.words
    await awa.ends(address)
    await awa.get("/desk/queue")
    answer = await awa.post("/desk/find", code=f" {code.lower()} ")
    assert (answer.status_code, answer.headers["location"]) == (303, address)
    await awa.get(address)
    assert "Cette demande est terminée. Reprendre" in awa.words
    assert (await awa.post(f"{address}/take-up")).status_code == 303
    await awa.get(address)
    assert "Votre réponse" in awa.words
    assert "demande d'avant, terminée : Autre" in awa.words
    assert (await awa.post(f"{address}/take-up")).status_code == 409
    assert "Cette demande est déjà ouverte." in awa.words
    await bou.get("/desk/queue")
    assert (await bou.post("/desk/find", code=await _code(app))).headers["location"] == address, "open for the house"


async def test_another_house_s_code_answers_exactly_like_one_that_was_never_given(
    app: FastAPI, awa: Desk, cis: Desk, person: Person
) -> None:
    await person.asks_for_somebody()
    await awa.get("/desk/queue")  # the request is written
    code = await _code(app)
    seen = []
    for said in (code, code[::-1] if code[::-1] != code else "222222"):
        await cis.get("/desk/queue")
        answer = await cis.post("/desk/find", code=said)
        seen.append((answer.status_code, cis.words.replace(said, "")))
    assert seen[0] == seen[1]
    assert NONE in seen[0][1]


async def test_a_code_is_in_no_address(awa: Desk) -> None:
    await awa.get("/desk/queue")
    assert '<form method="post" action="/desk/find"' in awa.html


async def test_the_address_of_a_fruitless_search_leads_back_to_where_one_searches(awa: Desk) -> None:
    await awa.get("/desk/queue")
    assert (await awa.post("/desk/find", code="222222")).status_code == 200
    assert (await awa.get("/desk/find")).headers["location"] == "/desk/queue"
