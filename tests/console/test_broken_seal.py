"""What does not open any more hides nothing else: one damaged row, and a desk that works on."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Table, update

from bot.records.tables import conversation, handover, message, person_key
from tests.console.conftest import Desk, Person
from tests.doubles.telegram_api import TelegramApi
from webhook.mishaps import SEALED

NO_BREAK = "\u00a0"
DAMAGE = b"\x02" + b"damage" * 9


async def _damage(app: FastAPI, table: Table, column: str, **where: str) -> None:
    rows = update(table).where(*(table.c[name] == value for name, value in where.items()))
    await app.state.db.write(lambda conn: conn.execute(rows.values(**{column: DAMAGE})))


async def _two(
    app: FastAPI, awa: Desk, person: Person, telegram: TelegramApi, the_conversation: Any
) -> tuple[str, str]:
    """The conversations of two who asked for somebody, the first of them to be damaged."""
    await person.asks_for_somebody("la première question")
    first = await the_conversation()
    await Person(person.client, telegram, 32).asks_for_somebody("la deuxième question")
    await awa.get("/desk/queue")
    rows = re.findall(r'class="row" href="/desk/c/(\w+)"', awa.html)
    assert len(rows) == 2
    return first, next(row for row in rows if row != first)


@pytest.mark.parametrize("part", ["hand-over", "session", "key"])
async def test_a_case_that_does_not_open_stands_in_the_queue_beside_the_others(
    app: FastAPI, awa: Desk, person: Person, telegram: TelegramApi, the_conversation: Any, part: str
) -> None:
    first, second = await _two(app, awa, person, telegram, the_conversation)
    if part == "hand-over":
        await _damage(app, handover, "sealed", conversation_id=first)
    elif part == "session":
        await _damage(app, conversation, "session", id=first)
    else:
        owner = await app.state.db.read(
            lambda conn: conn.execute(conversation.select().where(conversation.c.id == first)).mappings().one()
        )
        await _damage(app, person_key, "wrapped", person_id=owner["person_id"])
    assert (await awa.get("/desk/queue")).status_code == 200
    assert re.findall(r'class="row" href="/desk/c/(\w+)"', awa.html) == [first, second]
    assert "sa demande ne s'ouvre plus : prévenez l'équipe technique" in awa.words
    assert "la première question" not in awa.words
    assert "la deuxième question" in awa.words
    assert (await awa.post("/desk/find", code="ABC234")).status_code < 500
    assert (await awa.get(f"/desk/c/{second}")).status_code == 200


async def test_a_line_that_does_not_open_leaves_the_others_readable(
    app: FastAPI, awa: Desk, person: Person, the_conversation: Any
) -> None:
    await person.asks_for_somebody("ma question à moi")
    talk = await the_conversation()
    lines = message.select().where(message.c.author == "person").order_by(message.c.id)
    first = (await app.state.db.read(lambda conn: conn.execute(lines).mappings().all()))[-2]
    await _damage(app, message, "sealed", id=first["id"])
    assert (await awa.get(f"/desk/c/{talk}")).status_code == 200
    assert "Ces mots ne s’ouvrent plus ici. Ils ne sont pas effacés" in awa.words
    assert "ma question à moi" in awa.words


async def test_a_person_whose_key_is_damaged_is_a_page_that_says_whom_to_tell(
    app: FastAPI, awa: Desk, person: Person, the_conversation: Any
) -> None:
    await person.asks_for_somebody()
    talk = await the_conversation()
    await _damage(app, person_key, "wrapped")
    answer = await awa.client.get(f"/desk/c/{talk}", headers={"Accept": "text/html"})
    assert answer.status_code == 500
    assert SEALED in unescape(answer.text).replace(NO_BREAK, " ")
