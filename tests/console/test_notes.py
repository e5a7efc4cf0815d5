"""Notes on the page: seen beside the card, gone nowhere, kept in the form when they cannot be kept."""

from __future__ import annotations

from fastapi import FastAPI

from tests.console.conftest import Desk, Person
from tests.console.test_text import NASTY

SECRET = "un mot pour la seule équipe"


async def test_a_note_stands_beside_the_card_and_the_person_never_sees_it(
    awa: Desk, bou: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    await person.asks_for_somebody()
    address = f"/desk/c/{await the_conversation()}"
    await awa.get(address)
    answer = await awa.post(f"{address}/note", note=SECRET)
    assert answer.headers["location"] == f"{address}#notes"
    await awa.post(f"{address}/claim")
    await awa.get(address)
    await awa.post(f"{address}/reply", text="Bonjour.")
    seen = await person.sees("Bonjour.")
    await bou.get(address)
    assert SECRET in bou.words
    assert "awa ·" in bou.words
    await person.says("merci")
    await awa.get(address)
    await awa.post(f"{address}/end", outcome="answered")
    seen = await person.sees("On continue ensemble")
    assert SECRET not in seen


async def test_words_that_are_no_note_stay_in_the_form(awa: Desk, person: Person, the_conversation) -> None:  # type: ignore[no-untyped-def]
    await person.asks_for_somebody()
    address = f"/desk/c/{await the_conversation()}"
    await awa.get(address)
    answer = await awa.post(f"{address}/note", note="")
    assert answer.status_code == 400
    answer = await awa.post(f"{address}/note", note="mot " * 501)
    assert answer.status_code == 400
    assert "2000 caractères" in awa.words
    assert f"{'mot ' * 501}</textarea>" in answer.text


async def test_a_note_is_text(awa: Desk, person: Person, the_conversation) -> None:  # type: ignore[no-untyped-def]
    await person.asks_for_somebody()
    address = f"/desk/c/{await the_conversation()}"
    await awa.get(address)
    for words in NASTY:
        await awa.post(f"{address}/note", note=words)
    page = await awa.client.get(address)  # a note may hold braces, so the page is looked at by hand
    older = await awa.client.get(f"{address}/notes")
    for answer in (page, older):
        for tag in ("<script>alert", "<img", "<svg", "<style>", "href='javascript"):
            assert tag not in answer.text


async def test_many_long_notes_leave_the_page_light_and_are_read_on_their_own(
    app: FastAPI, awa: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    await person.asks_for_somebody()
    await person.says(*["l'été à Gao " * 150 for _ in range(8)])
    address = f"/desk/c/{await the_conversation()}"
    await awa.get(address)
    for number in range(40):
        await awa.post(f"{address}/note", note=f"note {number} " + "<é>" * 300)
    assert len((await awa.get(address)).content) < 50_000
    assert "Notes plus anciennes" in awa.words
    assert "note 39 " in awa.words
    await awa.get(f"{address}/notes")
    assert "note 39 " in awa.words
    for nothing in ("x", "é" * 32, "0" * 31 + "'"):
        assert (await awa.get(f"{address}/notes?before={nothing}")).status_code == 200
