"""A worker's words on the page: never lost, never seen by another, never sent by themselves."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import httpx
from fastapi import FastAPI
from sqlalchemy import select, update

from bot.outgoing import UNSURE
from bot.records.clock import now
from bot.records.tables import outbox
from tests.console.conftest import Desk, Person, checked
from tests.desk.sounds import tone

SCRIPT = {"X-Sira-Desk": "1"}


async def _held(desk: Desk, person: Person, the_conversation) -> str:  # type: ignore[no-untyped-def]
    await person.asks_for_somebody()
    address = f"/desk/c/{await the_conversation()}"
    await desk.get(address)
    await desk.post(f"{address}/claim")
    await desk.get(address)
    return address


async def _keep(desk: Desk, address: str, text: str, **more: str) -> httpx.Response:
    form = {"csrf": desk.field("csrf"), "version": desk.field("version"), "seen": desk.field("seen"), "text": text}
    return checked(await desk.client.post(f"{address}/draft", data=form | more, headers=SCRIPT))


async def _with_file(desk: Desk, address: str, data: bytes, **fields: str) -> httpx.Response:
    form = {"csrf": desk.field("csrf"), "version": desk.field("version"), "seen": desk.field("seen")} | fields
    answer = checked(await desk.client.post(address, data=form, files={"voice": ("v", data, "audio/webm")}))
    if "<html" in answer.text:
        desk.html = answer.text
    return answer


async def test_what_is_typed_is_there_after_a_reload_and_for_nobody_else(
    awa: Desk, bou: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    answer = await _keep(awa, address, "Je cherche")
    assert (answer.status_code, answer.content) == (204, b"")
    assert ">Je cherche</textarea>" in (await awa.get(address)).text
    assert "Je cherche" not in (await bou.get(address)).text
    await awa.get(address)
    assert (await awa.post(f"{address}/reply", text="Je cherche pour vous.")).status_code == 303
    assert "Je cherche</textarea>" not in (await awa.get(address)).text


async def test_without_scripts_a_button_keeps_and_shows_the_page_again(
    awa: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    answer = await awa.post(f"{address}/draft", text="à finir")
    assert (answer.status_code, answer.headers["location"]) == (303, address)
    assert ">à finir</textarea>" in (await awa.get(address)).text


async def test_a_page_older_than_what_was_sent_is_told_so_and_brings_nothing_back(
    awa: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    old = awa.html
    await awa.post(f"{address}/reply", text="Bonjour.")
    awa.html = old
    assert (await _keep(awa, address, "Bonjour.")).status_code == 409
    assert "Bonjour.</textarea>" not in (await awa.get(address)).text


async def test_what_came_since_the_draft_stands_above_it(awa: Desk, person: Person, the_conversation) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    await _keep(awa, address, "Tout va bien ?")
    await awa.get(address)
    assert "Arrivé depuis votre brouillon" not in awa.words
    await person.says("je suis malade")
    await awa.get(address)
    came = awa.words.partition("Arrivé depuis votre brouillon")[2]
    assert came.split("Votre réponse")[0].strip().endswith("je suis malade")


async def test_a_stale_answer_shows_what_came_and_what_was_written(awa: Desk, person: Person, the_conversation) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    await person.says("je suis malade")
    answer = await _with_file(awa, f"{address}/reply", tone(), text="Tout va bien.")
    assert answer.status_code == 409
    assert "je suis malade" in awa.words.partition("Arrivé depuis votre brouillon")[2]
    assert ">Tout va bien.</textarea>" in answer.text
    assert "Envoyer cette voix" in awa.words
    sound = await awa.get(f"{address}/voice")
    assert sound.content.startswith(b"OggS")
    assert sound.headers["content-type"] == "audio/ogg"
    assert (await awa.post(f"{address}/reply", text="Allez au centre.", with_voice="1")).status_code == 303
    await person.sees("Allez au centre.")
    await awa.get(address)
    assert awa.html.count("<audio controls preload") == 1
    assert (await awa.get(f"{address}/voice")).status_code == 404


async def test_a_recorded_voice_reaches_the_phone_and_plays_on_the_page(
    awa: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    assert (await _with_file(awa, f"{address}/reply", tone("webm"), text="")).status_code == 303
    for _ in range(100):
        if voices := [shown for shown in person.api.seen(person.chat) if shown.kind == "voice"]:
            break
        await asyncio.sleep(0.05)
    assert len(voices) == 1
    await awa.get(address)
    sound = awa.html.partition('src="/desk/media/')[2].partition('"')[0]
    assert (await awa.get(f"/desk/media/{sound}")).content.startswith(b"OggS")


async def test_what_is_no_sound_is_refused_and_the_words_are_kept(awa: Desk, person: Person, the_conversation) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    for data in (b"<html>", b"MZ\x90" + bytes(400), b"OggS" + bytes(900), b"\x1aE\xdf\xa3" + bytes(500)):
        answer = await _with_file(awa, f"{address}/reply", data, text="Mes mots.")
        assert answer.status_code == 400
        assert "n'est pas un son" in awa.words
        assert ">Mes mots.</textarea>" in answer.text
    assert ">Mes mots.</textarea>" in (await awa.get(address)).text


async def test_a_voice_that_waits_is_heard_by_its_worker_alone_and_can_be_dropped(
    awa: Desk, bou: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    await person.says("encore un mot")
    await _with_file(awa, f"{address}/reply", tone(), text="mots")
    assert (await bou.get(f"{address}/voice")).status_code == 404
    assert (await awa.get(f"{address}/voice")).status_code == 200
    await awa.get(address)
    assert (await awa.post(f"{address}/draft", text="mots", drop="1")).status_code == 303
    assert (await awa.get(f"{address}/voice")).status_code == 404
    assert ">mots</textarea>" in (await awa.get(address)).text


async def test_words_that_did_not_arrive_say_so_and_are_taken_up_again(
    app: FastAPI, awa: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    await awa.post(f"{address}/reply", text="Venez à Gao.")
    await person.sees("Venez à Gao.")
    seen = (await awa.get(address)).text.partition('data-version="')[2].partition('"')[0]
    worker_row = outbox.c.kind == "worker"
    await app.state.db.write(lambda conn: conn.execute(update(outbox).where(worker_row).values(state="failed")))
    answer = await awa.get(f"{address}?part=1&v={seen}")
    assert answer.status_code == 200, "the next poll shows it"
    assert "⚠ non remis" in answer.text
    assert "Reprendre ces mots" in answer.text
    line = await app.state.db.read(lambda conn: conn.execute(select(outbox.c.id).where(worker_row)).scalar_one())
    await awa.post(f"{address}/again", line=line)
    assert ">Venez à Gao.</textarea>" in (await awa.get(address)).text
    for nothing in ("", "x", "0" * 32):
        assert (await awa.post(f"{address}/again", line=nothing)).status_code == 303
    assert ">Venez à Gao.</textarea>" in (await awa.get(address)).text, "nothing to take up changes nothing"


async def test_every_state_of_an_answer_has_its_words(
    app: FastAPI, awa: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    await awa.post(f"{address}/reply", text="Bonjour.")
    await person.sees("Bonjour.")
    for state, words in (
        ("delivered", "✓✓ remis"), ("read", "✓✓ lu"), ("failed", "⚠ non remis"), ("dropped", "retiré"),
        ("pending", "attend que la personne réponde"), ("sending", "… part"),
    ):  # fmt: skip
        change = update(outbox).where(outbox.c.kind == "worker").values(state=state, lease_until=2**40)
        await app.state.db.write(lambda conn, change=change: conn.execute(change))
        await awa.get(address)
        assert words in awa.words, state
    unsure = (
        update(outbox).where(outbox.c.kind == "worker").values(state="failed", error=f"{UNSURE}Telegram did not answer")
    )
    await app.state.db.write(lambda conn: conn.execute(unsure))
    await awa.get(address)
    assert "⚠ envoi incertain" in awa.words
    assert "Reprendre ces mots" in awa.words


async def test_words_out_of_silence_at_night_ask_for_one_more_touch(
    app: FastAPI, awa: Desk, person: Person, the_conversation, wait
) -> None:  # type: ignore[no-untyped-def]

    address = await _held(awa, person, the_conversation)
    await awa.post(f"{address}/reply", text="Un premier mot.")
    hour = datetime.fromtimestamp(await app.state.db.read(now), UTC).hour
    await wait((26 - hour) * 3600 + 3600)
    await awa.sign_in("awa")
    await awa.get(address)
    assert "C’est la nuit chez la personne" in awa.words
    answer = await awa.post(f"{address}/reply", text="Dormez-vous ?")
    assert answer.status_code == 409
    assert "Envoyer quand même" in awa.words
    assert ">Dormez-vous ?</textarea>" in answer.text
    assert (await awa.post(f"{address}/reply", text="Dormez-vous ?", anyway="1")).status_code == 303
