"""The page where a content editor reads translations: one sentence, one answer, and nothing changes by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from bot.desk.staff import add_worker
from bot.records.tables import wording_proposal
from bot.speakers.desk import reviewing
from bot.speakers.proposals import proposals
from locales.sheet.line import Proposal
from tests.console.conftest import PASSWORD, Desk

AGE = "orientation.age.ask"
HERE = f"/desk/wording?lang=bm&group=orientation&key={AGE}"


@pytest.fixture
async def editor(app: FastAPI, new_desk: Callable[[], Desk]) -> Desk:
    """Somebody who looks after the words, signed in."""
    await app.state.db.write(add_worker, "dia", "editor", "sira", PASSWORD)
    desk = new_desk()
    assert (await desk.sign_in("dia")).status_code == 303
    return desk


async def _answer(desk: Desk, **given: str) -> int:
    fields = {name: desk.field(name) for name in ("lang", "group", "key", "mark")}
    return (await desk.post("/desk/wording", **{**fields, "words": "", "remark": "", **given})).status_code


async def _kept(app: FastAPI, organisation: str = "sira") -> dict[str, Proposal]:
    entries = reviewing("bm").file.entries
    found: dict[str, Proposal] = await app.state.db.read(proposals, "bm", entries, organisation)
    return found


async def test_the_first_sentence_is_about_safety_and_stands_as_on_a_phone(editor: Desk) -> None:
    await editor.get("/desk/wording")
    assert "Sécurité, à faire d’abord (0/" in editor.words
    assert '<div class="phone" lang="bm" dir="ltr">' in editor.html
    assert '<p class="bubble">' in editor.html


async def test_a_sentence_shows_french_literal_meaning_and_limit(editor: Desk) -> None:
    await editor.get(HERE.replace("age.ask", "age.choice.skip"))
    assert "Je préfère passer" in editor.words
    assert "Mot à mot" in editor.words
    assert "24 signes au plus" in editor.words or "20 signes au plus" in editor.words
    assert 'class="tap this"' in editor.html


async def test_an_answer_is_kept_and_the_next_sentence_comes(app: FastAPI, editor: Desk) -> None:
    await editor.get(HERE)
    assert await _answer(editor, verdict="fine") == 303
    assert await _kept(app) == {AGE: Proposal(True)}
    await editor.get(HERE)
    assert "déjà répondu" in editor.words
    assert await _answer(editor, verdict="change", words="I si ye san joli ye dɛ?", remark="plus doux") == 303
    assert await _kept(app) == {AGE: Proposal(False, "I si ye san joli ye dɛ?", "plus doux")}
    await editor.get("/desk/wording?lang=bm&group=orientation")
    assert "Questions pour trouver un service (1/" in editor.words


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"verdict": "change"}, "Écrivez comment le dire"),
        ({"verdict": "change", "words": "I si {n}?"}, "aucun nom entre accolades"),
        ({"verdict": "change", "words": "x" * 2900}, "au plus ; dites-le plus court"),
        ({"verdict": "change", "remark": "x" * 600}, "la remarque 500"),
        ({"verdict": "fine", "mark": "old-old"}, "Cette phrase a changé"),
        ({"verdict": "fine", "key": "no.such.key"}, "Cette phrase a changé"),
    ],
)
async def test_what_cannot_be_taken_up_is_said_at_once(
    app: FastAPI, editor: Desk, given: dict[str, str], says: str
) -> None:
    await editor.get(HERE)
    assert await _answer(editor, **given) == 400
    assert says in editor.words
    assert not await _kept(app)


async def test_what_is_tried_stays_in_the_form_and_is_never_run(editor: Desk) -> None:
    await editor.get(HERE)
    assert await _answer(editor, verdict="change", words="<script>alert(1)</script> {n}") == 400
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {n}" in editor.html


async def test_another_organisation_has_answers_of_its_own(
    app: FastAPI, editor: Desk, new_desk: Callable[[], Desk]
) -> None:
    await editor.get(HERE)
    await _answer(editor, verdict="fine")
    await app.state.db.write(add_worker, "eli", "editor", "other", PASSWORD)
    other = new_desk()
    await other.sign_in("eli")
    await other.get(HERE)
    assert "déjà répondu" not in other.words
    await _answer(other, verdict="change", remark="non")
    assert await _kept(app) == {AGE: Proposal(True)}
    assert await _kept(app, "other") == {AGE: Proposal(False, "", "non")}


async def test_an_answer_about_older_words_is_left_out(app: FastAPI, editor: Desk) -> None:
    await editor.get(HERE)
    await _answer(editor, verdict="fine")
    await app.state.db.write(lambda conn: conn.execute(wording_proposal.update().values(mark="old-old")))
    assert not await _kept(app)
    assert await app.state.db.read(lambda conn: conn.execute(select(wording_proposal.c.key)).scalar_one()) == AGE


async def test_a_case_worker_finds_nothing_here(bou: Desk) -> None:
    assert (await bou.get(HERE)).status_code == 404


@pytest.mark.parametrize("address", ["?lang=fr", "?lang=xx", "?lang=bm&group=nope"])
async def test_a_language_or_group_that_is_not_there_is_no_page(editor: Desk, address: str) -> None:
    assert (await editor.get(f"/desk/wording{address}")).status_code == 404
