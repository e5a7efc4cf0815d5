"""The complaints inbox as its readers use it: grave first, one holder, words that are never lost, text as text."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from bot.desk.sessions import IDLE_SECONDS, SESSION_SECONDS
from bot.desk.staff import add_worker
from bot.records.tables import complaint, worker
from tests.console.conftest import PASSWORD, Desk, Person

WORDS = "le gardien demande un cadeau <script>alert(1)</script>"
CALM = "personne ne repond jamais"


async def _files(person: Person, words: str, name: str = "1") -> None:
    await person.says("bonjour", "1", "1", "1", "plainte", "3", words, name)
    await person.sees("Votre numéro est")


async def _taken(desk: Desk, person: Person) -> str:
    """A calm complaint, taken by ``desk`` and open on its page."""
    await _files(person, CALM)
    await desk.get("/desk/complaints")
    address = _first(desk)
    await desk.get(address)
    await desk.post(f"{address}/take", held_by="")
    await desk.get(address)
    return address


def _first(desk: Desk) -> str:
    found = re.search(r'href="(/desk/complaints/\w{32})"', desk.html)
    assert found
    return found[1]


async def test_it_is_taken_answered_and_told(awa: Desk, person: Person) -> None:
    await _files(person, WORDS)
    await awa.get("/desk/complaints")
    assert "Grave" in awa.words
    assert "gardien" not in awa.words, "the list shows no words"
    address = _first(awa)
    await awa.get(address)
    assert WORDS in awa.words.replace("< ", "<") or "&lt;script&gt;" in awa.html
    assert (await awa.post(f"{address}/answer", outcome="mended", text="trop tôt")).status_code == 409
    assert "trop tôt" in awa.html
    await awa.get(address)
    assert (await awa.post(f"{address}/take", held_by="")).status_code == 303
    await awa.get(address)
    assert (await awa.post(f"{address}/answer", outcome="", text="des mots gardés")).status_code == 400
    assert "des mots gardés" in awa.html
    assert "Choisissez une issue" in awa.words
    assert (await awa.post(f"{address}/answer", outcome="mended", text="C'est changé.")).status_code == 303
    await awa.get("/desk/complaints")
    assert "Aucune plainte n’attend" in awa.words
    assert "C'est réparé" in awa.words
    seen = await person.sees("C'est changé.")
    assert "Voici la réponse pour votre numéro" in seen


async def test_a_half_written_answer_is_there_again_after_leaving_for_who_wrote_it_only(
    app: FastAPI, new_desk: Callable[[], Desk], awa: Desk, bou: Desk, person: Person
) -> None:
    await _files(person, CALM)
    await awa.get("/desk/complaints")
    address = _first(awa)
    await awa.get(address)
    assert (await awa.post(f"{address}/draft", text="trop tôt", outcome="")).status_code == 409, (
        "nobody's to answer yet"
    )
    await awa.post(f"{address}/take", held_by="")
    await awa.get(address)
    assert 'formaction="' + f'{address}/draft"' in awa.html, "kept without a script too"
    assert (await awa.post(f"{address}/draft", text="Nous avons <parlé>", outcome="mended")).status_code == 303
    await bou.get("/desk/queue")
    assert (await bou.post(f"{address}/draft", text="à moi", outcome="")).status_code == 404
    await awa.post("/desk/logout")
    await awa.sign_in("awa")
    await awa.get(address)
    assert "Nous avons &lt;parlé&gt;</textarea>" in awa.html
    assert 'value="mended" selected' in awa.html
    sealed = await app.state.db.read(lambda conn: conn.execute(select(complaint.c.draft)).scalar_one())
    assert sealed
    assert "parlé".encode() not in bytes(sealed)
    await app.state.db.write(add_worker, "eve", "auditor", "sira", PASSWORD)
    eve = new_desk()
    await eve.sign_in("eve")
    await eve.get(address)
    assert "parlé" not in eve.html
    holder = eve.field("held_by")
    assert (await eve.post(f"{address}/take", held_by=holder)).status_code == 303
    await eve.get(address)
    assert "parlé" not in eve.html
    assert (await eve.post(f"{address}/answer", outcome="", text="des mots gardés")).status_code == 400
    await eve.get(address)
    assert "des mots gardés</textarea>" in eve.html, "refused words are kept too"
    assert (await eve.post(f"{address}/answer", outcome="mended", text="C'est dit.")).status_code == 303
    assert await app.state.db.read(lambda conn: conn.execute(select(complaint.c.draft)).scalar_one()) == b""


@pytest.mark.parametrize(("seconds", "door"), [(IDLE_SECONDS + 1, "locked"), (SESSION_SECONDS + 1, "login")])
@pytest.mark.parametrize("way", ["answer", "draft"])
async def test_an_answer_posted_when_the_page_has_closed_waits_in_its_complaint(
    way: str, seconds: int, door: str, awa: Desk, person: Person, wait: Callable[[int], Awaitable[None]]
) -> None:
    address = await _taken(awa, person)
    await wait(seconds)
    answer = await awa.post(f"{address}/{way}", outcome="mended", text="Nous avons parlé.")
    where = answer.headers["location"]
    assert (answer.status_code, where.partition("?")[0]) == (303, f"/desk/{door}")
    await awa.get(where)
    assert "Vos mots ne sont pas partis" in awa.words
    await awa.post(f"/desk/{door}", login="awa", password=PASSWORD, code="", to=awa.field("to"), kept="1")
    await awa.get(address)
    assert "Nous avons parlé.</textarea>" in awa.html
    assert 'value="mended" selected' in awa.html
    await awa.get("/desk/complaints")
    assert _first(awa) == address, "nothing was answered"


async def test_who_leaves_the_screen_finds_the_answer_again(awa: Desk, person: Person) -> None:
    address = await _taken(awa, person)
    left = f"{address}/draft?lock=1"
    assert f'form="reply" formaction="{left}" formnovalidate' in awa.html
    answer = await awa.post(left, outcome="", text="Nous avons parlé.")
    assert answer.headers["location"].startswith("/desk/locked?")
    await awa.get(answer.headers["location"])
    assert "Vos mots ne sont pas partis" in awa.words
    await awa.post("/desk/locked", login="awa", password=PASSWORD, code="", to=awa.field("to"), kept="1")
    await awa.get(address)
    assert "Nous avons parlé.</textarea>" in awa.html


@pytest.mark.parametrize("why", ["not hers", "no words", "another page"])
async def test_a_closed_page_keeps_no_answer_that_is_nobody_s_to_keep(
    why: str, app: FastAPI, awa: Desk, person: Person, wait: Callable[[int], Awaitable[None]]
) -> None:
    await _files(person, CALM)
    await awa.get("/desk/complaints")
    address = _first(awa)
    await awa.get(address)
    if why != "not hers":
        await awa.post(f"{address}/take", held_by="")
        await awa.get(address)
    await wait(IDLE_SECONDS + 1)
    form = {"text": " " if why == "no words" else "Nous avons parlé.", "outcome": "mended"}
    answer = await awa.post(f"{address}/answer", **form, **({"csrf": "x"} if why == "another page" else {}))
    assert "kept" not in answer.headers["location"]
    assert await app.state.db.read(lambda conn: conn.execute(select(complaint.c.draft)).scalar_one()) == b""


async def test_of_two_who_take_it_the_second_is_told(
    app: FastAPI, new_desk: Callable[[], Desk], awa: Desk, person: Person
) -> None:
    await _files(person, CALM)
    await app.state.db.write(add_worker, "eve", "auditor", "sira", PASSWORD)
    eve = new_desk()
    await eve.sign_in("eve")
    await eve.get("/desk/complaints")
    address = _first(eve)
    await eve.get(address)
    await awa.get(address)
    assert (await awa.post(f"{address}/take", held_by="")).status_code == 303
    answer = await eve.post(f"{address}/take", held_by="")
    assert answer.status_code == 409
    assert "Une autre personne vient de la prendre." in eve.words
    assert "La reprendre" in eve.words
    await awa.get(address)
    await eve.post(f"{address}/take", held_by=re.search(r'name="held_by" value="(\w+)"', eve.html)[1])  # type: ignore[index]
    answer = await awa.post(f"{address}/answer", text="Nous avons parlé.", outcome="mended")
    assert answer.status_code == 409
    assert "eve l'a prise pendant que vous écriviez. Rien n'est parti" in awa.words
    assert "Nous avons parlé." in awa.words


async def test_case_workers_and_other_organisations_find_nothing(
    awa: Desk, bou: Desk, cis: Desk, person: Person
) -> None:
    await _files(person, WORDS)
    await awa.get("/desk/complaints")
    address = _first(awa)
    assert (await bou.get("/desk/complaints")).status_code == 404
    await cis.get("/desk/complaints")
    assert "/desk/complaints/" not in cis.html
    for desk in (bou, cis):
        await desk.get("/desk/password")
        missing = f"/desk/complaints/{'0' * 32}"
        for method, path in (("get", ""), ("post", "/take"), ("post", "/answer")):
            theirs = await getattr(desk, method)(f"{address}{path}")
            nobodys = await getattr(desk, method)(f"{missing}{path}")
            assert theirs.status_code == nobodys.status_code == 404
            assert theirs.content == nobodys.content


async def test_one_that_is_late_is_said_so(awa: Desk, person: Person, wait: Callable[[int], object]) -> None:
    await _files(person, CALM)
    await wait(15 * 86_400)  # type: ignore[misc]
    await awa.sign_in("awa")
    await awa.get("/desk/complaints")
    assert "en retard de" in awa.words


async def test_a_supervisor_reads_how_many_nobody_can_read_and_nothing_of_them(
    app: FastAPI, awa: Desk, person: Person
) -> None:
    await _files(person, CALM)
    await awa.get("/desk/complaints")
    assert "personne ne peut lire" not in awa.words
    both = select(worker.c.id).where(worker.c.login == "awa").scalar_subquery()
    await app.state.db.write(lambda conn: conn.execute(update(complaint).values(worker_id=both)))
    await awa.get("/desk/complaints")
    assert "Plaintes que personne ne peut lire ici : 1" in awa.words
    assert "/desk/complaints/" not in awa.html


async def test_a_question_leaves_it_open_and_the_reply_is_read_there(awa: Desk, person: Person) -> None:
    address = await _taken(awa, person)
    assert (await awa.post(f"{address}/write", text="")).status_code == 400
    done = await awa.post(f"{address}/write", text="Quel jour était-ce ?")
    assert (done.status_code, done.headers["location"]) == (303, address)
    await awa.get(address)
    assert "Quel jour était-ce ?" in awa.words
    assert "La personne peut répondre avec son numéro" in awa.words
    await awa.get("/desk/complaints")
    assert "on attend la personne" in awa.words
    await person.says("plainte", "6", "1", "Jeudi <b>matin</b>.")
    await person.sees("Ce sera lu avec ce que vous avez déjà dit")
    await awa.get("/desk/complaints")
    assert "la personne a répondu" in awa.words
    assert "Jeudi" not in awa.words, "the list shows no words"
    await awa.get(address)
    assert "&lt;b&gt;matin" in awa.html
    assert (await awa.post(f"{address}/answer", outcome="explained", text="C'est vu.")).status_code == 303
