"""« En faire une plainte »: words of the talk that a worker keeps as a complaint, for the eyes that it is not about."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from sqlalchemy import select

from bot.desk.staff import add_worker
from bot.records.tables import complaint, message
from tests.console.conftest import PASSWORD, PATIENCE, Desk, Person, id_of
from tests.desk.sounds import tone

WORDS = "lui la il parle mal <b>toujours</b>"


async def _line(desk: Desk, at: str) -> str:
    """The address behind the last line of the person."""
    await desk.get(at)
    return re.findall(rf'href="({at}/complaint\?line=\w+)"', desk.html)[-1]


async def test_words_of_the_talk_become_a_complaint_that_whom_they_name_never_sees(
    app: FastAPI,
    new_desk: Callable[[], Desk],
    awa: Desk,
    bou: Desk,
    person: Person,
    the_conversation: Callable[[], Any],
) -> None:
    await app.state.db.write(add_worker, "eve", "auditor", "sira", PASSWORD)
    await person.asks_for_somebody()
    at = f"/desk/c/{await the_conversation()}"
    await bou.get(at)
    await bou.post(f"{at}/claim")
    await bou.get(at)
    await bou.post(f"{at}/reply", text="Bonjour, que puis-je faire ?")
    await person.says(WORDS)
    address = await _line(awa, at)
    await awa.get(address)
    assert "&lt;b&gt;toujours" in awa.html
    line = awa.field("line")
    assert (await awa.post(f"{at}/complaint", line=line, about="")).status_code == 409
    assert "Choisissez de quoi il s'agit" in awa.words
    done = await awa.post(f"{at}/complaint", line=line, about=f"worker:{await id_of(app, 'awa')}", words="autre chose")
    assert done.status_code == 303
    told = await person.sees("Une personne de l'équipe a gardé vos mots")
    assert "Ce sera lu dans les 14 jours" in told.partition("a gardé vos mots")[2]
    for desk in (awa, bou):
        await desk.get(at)
        assert "toujours" not in desk.html, "out of the talk"
        assert "gardé vos mots" not in desk.words, "nor is there a trace of the receipt"
    await awa.get("/desk/complaints")
    assert "Aucune plainte n’attend" in awa.words, "it is about her"
    eve = new_desk()
    await eve.sign_in("eve")
    await eve.get("/desk/complaints")
    await eve.get(re.findall(r'href="(/desk/complaints/\w{32})"', eve.html)[0])
    assert WORDS.replace("<", "&lt;").replace(">", "&gt;") in eve.html, "as the person wrote it, whatever the form said"
    assert "reste sans nom" in eve.words
    held = await app.state.db.read(lambda conn: conn.execute(select(complaint)).mappings().one())
    assert (held["conversation_id"], held["named"]) == ("", await id_of(app, "awa"))
    assert held["worker_id"] == await id_of(app, "bou"), "nor does who holds the talk read it"
    assert (await awa.post(f"{at}/complaint", line=line, about="other")).status_code == 409, "once"


async def test_what_is_said_aloud_is_written_down_and_its_sound_is_heard_here_no_more(
    app: FastAPI, bou: Desk, person: Person, the_conversation: Callable[[], Any]
) -> None:
    await person.asks_for_somebody()
    at = f"/desk/c/{await the_conversation()}"
    await person.sends(person.api.person_sends(person.chat, "voice", tone("ogg"), mime_type="audio/ogg"))
    for _ in range(PATIENCE):
        address = await _line(bou, at)
        if sound := re.search(r'src="(/desk/media/\w+)"', bou.html):
            break
        await asyncio.sleep(0.05)
    assert sound
    await bou.get(address)
    line = bou.field("line")
    assert (await bou.post(f"{at}/complaint", line=line, about="wait", words=" ")).status_code == 409
    assert (await bou.post(f"{at}/complaint", line=line, about="wait", words="on me fait attendre")).status_code == 303
    assert (await bou.client.get(sound[1])).status_code == 404
    kinds = select(message.c.kind).where(message.c.id == line)
    assert await app.state.db.read(lambda conn: conn.execute(kinds).scalar_one()) == "private"
