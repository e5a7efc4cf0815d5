"""The page of ready answers, and how one gets into an answer."""

from __future__ import annotations

import re

import httpx
from fastapi import FastAPI

from bot.desk.staff import add_worker
from tests.console.conftest import PASSWORD, Desk, Person, checked
from tests.console.test_text import NASTY
from tests.desk.sounds import tone


async def _save(
    desk: Desk, address: str = "/desk/canned", files: dict[str, bytes] | None = None, **fields: str
) -> httpx.Response:
    given = {"csrf": desk.field("csrf"), "title": "Saluer", "fr": "Bonjour.", "bm": "I ni ce."} | fields
    sent = {name: ("v", data, "audio/webm") for name, data in (files or {}).items()}
    answer = checked(await desk.client.post(address, data=given, files=sent or None))
    if "<html" in answer.text:
        desk.html = answer.text
    return answer


async def _one(desk: Desk) -> str:
    await desk.get("/desk/canned")
    found = re.search(r'href="(/desk/canned/[0-9a-f]{32})"', desk.html)
    assert found
    return found[1]


async def test_one_is_added_heard_changed_and_removed(awa: Desk) -> None:
    await awa.get("/desk/canned")
    assert "Aucune réponse prête" in awa.words
    assert (await _save(awa, files={"voice_bm": tone("webm")})).status_code == 303
    address = await _one(awa)
    assert "I ni ce." in awa.words
    assert "🔊 en bambara" in awa.words
    await awa.get(address)
    sound = await awa.get(f"{address}/voice/bm")
    assert sound.content.startswith(b"OggS")
    assert (await awa.get(f"{address}/voice/fr")).status_code == 404
    await awa.get(address)
    assert (await _save(awa, address, title="Dire bonjour", without_bm="1")).status_code == 303
    await awa.get("/desk/canned")
    assert "Dire bonjour" in awa.words
    assert "🔊" not in awa.words
    assert (await awa.post(f"{address}/remove")).status_code == 303
    await awa.get("/desk/canned")
    assert "Aucune réponse prête" in awa.words
    assert (await awa.get(address)).status_code == 404


async def test_what_cannot_be_kept_stays_in_the_form_with_one_sentence(awa: Desk) -> None:
    await awa.get("/desk/canned")
    await _save(awa, title="Déjà là")
    for fields, says in (
        ({"title": ""}, "Donnez un titre"),
        ({"title": " \n"}, "Donnez un titre"),
        ({"fr": ""}, "Écrivez la réponse en français"),
        ({"title": "t" * 61}, "60 caractères"),
        ({"bm": "k" * 3001}, "60 caractères"),
        ({"title": "Déjà là"}, "porte déjà ce titre"),
        ({"fr": "Vous recevrez un kit."}, "Enlevez « Vous recevrez » : c'est une promesse"),
        ({"fr": "Demandez Awa."}, "Enlevez « awa » : une réponse prête ne nomme personne"),
    ):
        await awa.get("/desk/canned")
        answer = await _save(awa, **fields)
        assert answer.status_code == 400
        assert says in awa.words
        assert f">{fields.get('fr', 'Bonjour.')}</textarea>" in answer.text


async def test_a_voice_that_is_none_is_refused_and_the_words_stay(awa: Desk) -> None:
    await awa.get("/desk/canned")
    for data in (b"<html>", b"\x89PNG\r\n\x1a\n" + bytes(99), b"OggS" + bytes(999)):
        answer = await _save(awa, files={"voice_fr": data})
        assert answer.status_code == 400
        assert "n'est pas un son" in awa.words
        assert ">Bonjour.</textarea>" in answer.text


async def test_a_file_that_is_too_large_is_refused(awa: Desk) -> None:
    await awa.get("/desk/canned")
    answer = await _save(awa, files={"voice_fr": b"OggS" + bytes(17 * 1024 * 1024)})
    assert answer.status_code == 413


async def test_who_only_answers_uses_them_and_changes_none(app: FastAPI, awa: Desk, bou: Desk, new_desk) -> None:  # type: ignore[no-untyped-def]
    await awa.get("/desk/canned")
    await _save(awa, files={"voice_fr": tone("mp3")})
    address = await _one(awa)
    await bou.get("/desk/password")
    for answer in (await bou.get("/desk/canned"), await bou.get(address), await bou.post(address, title="x", fr="x"),
                   await bou.post("/desk/canned", title="x", fr="x"), await bou.post(f"{address}/remove")):  # fmt: skip
        assert answer.status_code == 404
    assert (await bou.get(f"{address}/voice/fr")).status_code == 200
    ready = (await bou.get(f"{address}/words?lang=bm")).json()
    assert (ready["text"], ready["voice"]) == ("I ni ce.", "")
    assert (await bou.get(f"{address}/words?lang=xx")).json()["text"] == "Bonjour."
    for role, status in (("editor", 200), ("admin", 200), ("auditor", 404), ("operator", 404)):
        await app.state.db.write(add_worker, role, role, "sira", PASSWORD)
        desk = new_desk()
        await desk.sign_in(role)
        assert (await desk.get("/desk/canned")).status_code == status, role


async def test_it_is_put_into_the_answer_behind_what_is_written_and_goes_with_its_voice(
    awa: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    await awa.get("/desk/canned")
    await _save(awa, files={"voice_fr": tone("ogg")})
    ready = (await _one(awa)).rpartition("/")[2]
    await person.asks_for_somebody()
    address = f"/desk/c/{await the_conversation()}"
    await awa.get(address)
    await awa.post(f"{address}/claim")
    await awa.get(address)
    assert (await awa.post(f"{address}/canned", text="Un mot", canned=ready)).status_code == 303
    await awa.get(address)
    assert ">Un mot\n\nBonjour.</textarea>" in awa.html
    assert f'name="voice_of" value="{ready}"' in awa.html
    for nothing in ("", "x", "0" * 32):
        await awa.post(f"{address}/canned", text="Un mot", canned=nothing)
        assert ">Un mot</textarea>" in (await awa.get(address)).text
    assert (await awa.post(f"{address}/reply", text="Bonjour.", voice_of=ready)).status_code == 303
    await person.sees("Bonjour.")
    await awa.get(address)
    assert awa.html.count('src="/desk/media/') == 1


async def test_its_words_are_text(awa: Desk) -> None:
    await awa.get("/desk/canned")
    for number, words in enumerate(NASTY):
        await awa.client.post(
            "/desk/canned", data={"csrf": awa.field("csrf"), "title": f"{number}{words}"[:60], "fr": words}
        )
    answer = await awa.client.get("/desk/canned")
    taken = [words for words in NASTY if not set("{}") & set(words)]
    assert answer.text.count("<li>") == len(taken) < len(NASTY), "braces are refused, nothing is filled in"
    for tag in ("<script>alert", "<img", "<svg", "<style>", "href='javascript"):
        assert tag not in answer.text
