"""WhatsApp's window on the page: how long it is open, and what happens to words after it."""

from __future__ import annotations

import re

from fastapi import FastAPI
from sqlalchemy import select, update

from bot.records.clock import now
from bot.records.tables import address as address_table
from bot.records.tables import conversation, outbox
from tests.console.conftest import Desk, Person

HOUR = 3600


async def _on_whatsapp(app: FastAPI, window_left: int) -> None:
    """The person's address becomes one of WhatsApp, whose window closes in ``window_left`` seconds."""
    at = await app.state.db.read(now)
    values = {"channel": "whatsapp", "window_until": at + window_left}
    await app.state.db.write(lambda conn: conn.execute(update(address_table).values(**values)))


async def test_the_window_runs_down_before_the_worker_s_eyes(
    app: FastAPI, awa: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    await person.asks_for_somebody()
    page = f"/desk/c/{await the_conversation()}"
    await awa.get(page)
    await awa.post(f"{page}/claim")
    for left, words in ((5 * HOUR + 60, "réponse libre encore 5 h"), (90, "réponse libre encore 1 min")):
        await _on_whatsapp(app, left)
        await awa.get(page)
        assert words in awa.words
    await _on_whatsapp(app, -1)
    await awa.get(page)
    assert "vos mots partent quand elle répond" in awa.words
    assert "WhatsApp fermé" in awa.words


async def test_a_page_that_lies_open_learns_that_the_window_closes(
    app: FastAPI, awa: Desk, person: Person, the_conversation, wait
) -> None:  # type: ignore[no-untyped-def]
    await person.asks_for_somebody()
    page = f"/desk/c/{await the_conversation()}"
    await _on_whatsapp(app, 30)
    await awa.get(page)
    seen = re.search(r'data-version="([^"]+)"', awa.html)
    assert seen
    await wait(60)
    answer = await awa.get(f"{page}?part=1&v={seen[1]}")
    assert answer.status_code == 200
    assert "fermé" in answer.text


async def test_words_behind_the_template_say_that_they_wait(
    app: FastAPI, awa: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    await person.asks_for_somebody()
    page = f"/desk/c/{await the_conversation()}"
    await awa.get(page)
    await awa.post(f"{page}/claim")
    await _on_whatsapp(app, -1)
    await awa.get(page)
    assert (await awa.post(f"{page}/reply", text="Bonjour.")).status_code == 303
    held = update(outbox).where(outbox.c.kind == "worker").values(state="pending", error="template_sent")
    await app.state.db.write(lambda conn: conn.execute(held))
    await awa.get(page)
    assert "attend que la personne réponde" in awa.words
    mode = await app.state.db.read(lambda conn: conn.execute(select(conversation.c.mode)).scalar_one())
    assert mode == "human"
