"""A talk that a worker had open and that is there no more: their page empties itself, and says what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from bot.records.tables import conversation, draft
from content.leads import Lead
from tests.console.conftest import Desk, Person

WORDS: Final = "ma question tres a moi"
NOTHING: Final = "Il n’y a rien à cette adresse."
LOST: Final = "Ce que vous étiez en train d’écrire n’est pas parti, et n’a pas été gardé."


@pytest.fixture
async def address(awa: Desk, bou: Desk, person: Person, the_conversation: Callable[[], Any]) -> str:
    """A talk that bou holds and awa looks on."""
    await person.asks_for_somebody(WORDS)
    found = f"/desk/c/{await the_conversation()}"
    await bou.get(found)
    await bou.post(f"{found}/claim")
    await bou.get(found)
    await awa.get(found)
    assert WORDS in awa.html
    return found


async def _erased(app: FastAPI, person: Person) -> None:
    await person.says("effacer", "1")
    await person.sees("C'est fait.")
    assert await app.state.db.read(lambda conn: conn.execute(select(conversation.c.id)).all()) == []


async def test_what_the_person_has_erased_goes_from_every_page_that_shows_it(
    app: FastAPI, awa: Desk, bou: Desk, person: Person, address: str
) -> None:
    await _erased(app, person)
    for desk in (awa, bou):
        fresh = await desk.client.get(f"{address}?part=1&v=old")
        assert (fresh.status_code, fresh.headers["location"]) == (303, address), "the page goes to where it is said"
        assert (await desk.get(f"{address}?unsent=gone")).status_code == 404
        assert "Cette personne a tout effacé" in desk.words
        assert LOST in desk.words
        await desk.get(address)
        assert LOST not in desk.words, "nothing was being written"
        assert WORDS not in desk.html


@pytest.mark.parametrize(
    ("way", "field"), [("reply", "text"), ("draft", "text"), ("note", "note"), ("note/draft", "note")]
)
async def test_words_to_who_has_erased_everything_are_said_not_to_have_gone(
    way: str, field: str, app: FastAPI, bou: Desk, person: Person, address: str
) -> None:
    await _erased(app, person)
    answer = await bou.post(f"{address}/{way}", **{field: "J'arrive."})
    assert answer.status_code == 404
    assert "Cette personne a tout effacé" in bou.words
    assert (LOST in bou.words) == (not way.endswith("draft"))


async def test_who_looks_on_while_a_colleague_ends_it_reads_who_did(awa: Desk, bou: Desk, address: str) -> None:
    await bou.get(address)
    assert (await bou.ends(address)).status_code == 303
    assert (await awa.client.get(f"{address}?part=1&v=old")).status_code == 303
    assert (await awa.get(address)).status_code == 404
    assert "Cette demande est terminée bou l’a terminée à" in awa.words
    assert WORDS not in awa.html


async def test_what_has_gone_to_another_organisation_is_said_to_have(
    app: FastAPI, awa: Desk, bou: Desk, address: str
) -> None:
    house = app.state.house
    leads = house.book.directory.leads
    more = leads.model_copy(update={"regions": {**leads.regions, "gao": Lead(organisation="other", team="gao")}})
    app.state.house = replace(house, book=replace(house.book, directory=replace(house.book.directory, leads=more)))
    await awa.post(f"{address}/transfer", to="house:other:gao", reason="il vit à Gao", sure="nobody_here")
    for desk in (awa, bou):
        assert (await desk.get(address)).status_code == 404
        assert "Cette demande est passée à une autre organisation" in desk.words
        assert "Gao" not in desk.words


async def test_who_never_had_it_open_reads_what_anybody_reads(
    app: FastAPI, cis: Desk, person: Person, address: str
) -> None:
    await cis.get(address)
    assert NOTHING in cis.words
    await _erased(app, person)
    await cis.get(address)
    assert NOTHING in cis.words
    assert (await cis.client.get(f"{address}?part=1&v=old")).status_code == 404


async def test_a_danger_that_a_colleague_has_raised_is_said_with_who_did_and_the_words_wait(
    app: FastAPI, awa: Desk, bou: Desk, address: str
) -> None:
    await bou.post(f"{address}/draft", text="J'arrive")
    await bou.get(address)
    await bou.post(f"{address}/note/draft", note="Son frère")
    await awa.get(address)
    assert (await awa.post(f"{address}/level", level="P0", reason="elle est menacée")).status_code == 303
    assert (await bou.get(address)).status_code == 403
    assert "awa l’a passée en P0 à" in bou.words
    assert "Vos mots ne sont pas partis. Ils sont gardés pour vous." in bou.words
    await bou.post(f"{address}/note/draft", note="Son frère aussi")
    await awa.get(address)
    await awa.post(f"{address}/level", level="P1", reason="c'était une erreur de ma part", sure="1")
    await bou.get(address)
    for words in ("J&#39;arrive", "Son frère aussi</textarea>"):
        assert words in bou.html
    assert len(await app.state.db.read(lambda conn: conn.execute(select(draft.c.worker_id)).all())) == 1


async def test_a_note_is_kept_while_it_is_typed_until_it_is_written(bou: Desk, address: str) -> None:
    assert (await bou.post(f"{address}/note/draft", note="Son frère ne doit rien savoir.")).status_code == 204
    await bou.get(address)
    assert ">Son frère ne doit rien savoir.</textarea>" in bou.html
    assert (await bou.post(f"{address}/note/draft", note="")).status_code == 204
    await bou.get(address)
    assert "Son frère" not in bou.html
