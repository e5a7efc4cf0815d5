"""A row of the queue says why it stands there and who wrote again; what is to be done for referrals stands below."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Connection, insert

from bot.desk.open_tasks import open_task
from bot.desk.queue import QUEUE_MAX
from bot.desk.staff import add_worker
from bot.records.clock import now
from bot.records.ids import new_id
from bot.records.tables import conversation, handover, referral
from bot.records.tables import person as persons
from tests.console.conftest import PAGE_BYTES_MAX, PASSWORD, Desk, Person
from tests.doubles.telegram_api import TelegramApi

LONG = "je voudrais savoir quand commence la formation de maçon à Kayes et si je dois payer quelque chose avant"


async def test_a_row_says_what_is_asked_and_that_its_person_wrote_again(awa: Desk, person: Person, wait: Any) -> None:
    await person.asks_for_somebody("quand commence la formation ?")
    await awa.get("/desk/queue")
    assert "demande une personne : quand commence la formation ?" in awa.words
    assert "a écrit de nouveau" not in awa.words
    await wait(300)
    await person.says("vous êtes là ?")
    await wait(120)
    await awa.get("/desk/queue")
    assert "a écrit de nouveau depuis 2 min · demande une personne : quand commence" in awa.words


async def test_what_is_to_be_done_stands_in_the_queue_and_a_poll_brings_it(
    app: FastAPI, awa: Desk, person: Person, the_conversation: Any
) -> None:
    await person.asks_for_somebody()
    talk = await the_conversation()
    await awa.get("/desk/queue")
    assert "À faire" not in awa.words
    seen = re.search(r'data-version="([^"]+)"', awa.html)
    assert seen

    def missed(conn: Connection) -> None:
        at, file = now(conn), new_id()
        conn.execute(
            insert(referral).values(
                id=file, conversation_id=talk, number="UG74N3", service="anpe", organisation="anpe", status="accepted",
                consent_id="-", sealed=b"", at=at, changed_at=at,
            )
        )  # fmt: skip
        open_task(conn, "missed", file, at)

    await app.state.db.write(missed)
    part = await awa.get(f"/desk/queue?part=1&v={seen[1]}")
    assert part.status_code == 200
    assert "1 chose à faire pour une mise en contact" in part.text
    assert "la personne n&#39;est pas venue" in part.text
    assert "<b>UG74N3</b>" in part.text


async def test_a_full_queue_with_all_that_is_to_be_done_is_a_small_page(
    app: FastAPI, awa: Desk, person: Person, the_conversation: Any
) -> None:
    await person.asks_for_somebody(LONG)
    talk = await the_conversation()

    def fill(conn: Connection) -> None:
        at = now(conn)
        for place in range(9):
            file = new_id()
            conn.execute(
                insert(referral).values(
                    id=file, conversation_id=talk, number=f"UG74N{place}", service="ecica-jeunes", organisation="anpe",
                    status="accepted", consent_id="-", sealed=b"", at=at, changed_at=at,
                )
            )  # fmt: skip
            open_task(conn, "missed", file, at)

    await app.state.db.write(fill)
    await awa.get("/desk/queue")
    assert "Tout voir sous « Mises en contact »" in awa.words
    item = re.search(r'<li class="p3.*?</li>', awa.html, re.DOTALL)
    assert item
    assert "…" in item[0]
    rows = (QUEUE_MAX - 1) * len(item[0].encode())
    assert len(awa.html.encode()) + rows < PAGE_BYTES_MAX


async def test_whom_a_worker_has_stands_alone_one_touch_away(
    awa: Desk, person: Person, telegram: TelegramApi, the_conversation: Any
) -> None:
    await person.asks_for_somebody()
    talk = await the_conversation()
    await awa.get("/desk/queue")
    assert "avec vous" not in awa.words
    await awa.post(f"/desk/c/{talk}/claim")
    await Person(person.client, telegram, 32).asks_for_somebody()
    await awa.get("/desk/queue")
    assert "1 personne avec vous" in awa.words
    await awa.get("/desk/queue?mine=1")
    assert re.findall(r'class="row" href="/desk/c/(\w+)"', awa.html) == [talk]
    assert "Toute la file" in awa.words
    assert 'data-part="/desk/queue?part=1&amp;mine=1"' in awa.html


async def _in_danger(app: FastAPI, many: int) -> list[str]:
    """So many in danger whom nobody has, the first with the oldest deadline."""

    def write(conn: Connection) -> list[str]:
        talks = [new_id() for _ in range(many)]
        for place, talk in enumerate(talks):
            who = new_id()
            conn.execute(insert(persons).values(id=who, created_at=0))
            conn.execute(insert(conversation).values(id=talk, person_id=who, mode="queued", level="P0", created_at=0,
                                                     organisation="sira"))  # fmt: skip
            conn.execute(insert(handover).values(id=new_id(), conversation_id=talk, level="P0", opened_at=1,
                                                 due_at=2 + place, organisation="sira"))  # fmt: skip
        return talks

    written: list[str] = await app.state.db.write(write)
    return written


def _rows(desk: Desk) -> list[str]:
    return re.findall(r'class="row" href="/desk/c/(\w+)"', desk.html)


async def test_who_comes_last_of_many_in_danger_is_counted_and_stands_one_page_on(app: FastAPI, awa: Desk) -> None:
    talks = await _in_danger(app, QUEUE_MAX)
    await awa.get("/desk/queue")
    assert _rows(awa) == talks
    assert "Les suivantes" not in awa.words
    assert "sur cette liste" not in awa.words
    talks += await _in_danger(app, 1)
    await app.state.db.write(
        lambda conn: conn.execute(
            handover.update().where(handover.c.conversation_id == talks[-1]).values(due_at=QUEUE_MAX + 2)
        )
    )
    await awa.get("/desk/queue")
    assert _rows(awa) == talks[:-1]
    assert f"{QUEUE_MAX + 1} personnes sur cette liste, dont {QUEUE_MAX + 1} en danger, encore à prendre." in awa.words
    following = re.search(r'href="([^"]+)" rel="next"', awa.html)
    assert following
    await awa.get(following[1])
    assert _rows(awa) == talks[-1:]
    assert 'data-part="/desk/queue?part=1&amp;page=2"' in awa.html
    assert "Page 2 sur 2" in awa.words
    assert 'rel="next"' not in awa.html

    def take(conn: Connection) -> None:
        trained = add_worker(conn, "fanta", "supervisor", "sira", PASSWORD)
        held = conversation.update().where(conversation.c.id == talks[0])
        conn.execute(held.values(mode="human", claimed_by=trained, lease_until=now(conn) + 3600))

    await app.state.db.write(take)
    await awa.get("/desk/queue?page=2")
    assert _rows(awa) == talks[:1]
    assert f"dont {QUEUE_MAX} en danger" in awa.words
    await _in_danger(app, 1)
    await awa.get("/desk/queue?mine=1")
    assert re.search(r'href="/desk/queue\?page=2&amp;mine=1" rel="next"', awa.html)
    assert f"{QUEUE_MAX + 1} personnes sur cette liste" in awa.words


@pytest.mark.parametrize("typed", ["9999", "0", "-1", "x", "99999999999999999999", "²", "٢"])
async def test_a_page_that_is_none_shows_one_that_is(app: FastAPI, awa: Desk, typed: str) -> None:
    talks = await _in_danger(app, 2)
    answer = await awa.get(f"/desk/queue?page={typed}")
    assert answer.status_code == 200
    assert _rows(awa) == talks
