"""The page where a content editor reads translations: one sentence, one answer, and nothing changes by itself."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from bot.desk.staff import add_worker
from bot.desk.words import words
from bot.engine.values import placeholders
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


async def test_the_page_opens_on_what_people_hear_today_and_names_it(
    editor: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.speakers.desk.languages", lambda: ("ar", "bm", "snk"))
    await editor.get("/desk/wording")
    assert editor.field("lang") == "bm"
    assert "<summary><b>Bamanankan</b>" in editor.html


async def test_a_sentence_shows_french_literal_meaning_and_limit(editor: Desk) -> None:
    await editor.get(HERE.replace("age.ask", "age.choice.skip"))
    assert "Je préfère passer" in editor.words
    assert "Mot à mot" in editor.words
    assert "24 signes au plus" in editor.words or "20 signes au plus" in editor.words
    assert 'class="tap this"' in editor.html


async def test_the_box_holds_the_words_of_today_and_left_as_they_are_they_are_no_new_ones(
    app: FastAPI, editor: Desk
) -> None:
    await editor.get(HERE)
    today = reviewing("bm").file.entries[AGE].words
    assert f">{today}</textarea>" in html.unescape(editor.html)
    assert await _answer(editor, verdict="change", words=today) == 400
    assert await _kept(app) == {}
    await editor.get(HERE)
    assert await _answer(editor, verdict="fine", words=today) == 303
    assert await _kept(app) == {AGE: Proposal(True)}
    await editor.get(HERE)
    assert await _answer(editor, verdict="change", words=today, remark="plus doux") == 303
    assert await _kept(app) == {AGE: Proposal(False, "", "plus doux")}


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
        ({"verdict": "change", "words": "I si {n}?"}, "rien entre accolades"),
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


def _pairs(key: str) -> set[str]:
    """By brute force: who else says the same on a button, outside what is about safety."""
    lines = {line.entry.key: (shown, line) for shown in reviewing("bm").shown for line in shown.lines}
    mine = lines[key][1]
    return {
        other
        for other, (shown, line) in lines.items()
        if (line.entry.french, line.entry.words, line.part) == (mine.entry.french, mine.entry.words, mine.part)
        and not shown.safety
    } - {key}


def _in_bulk() -> str:
    """The key of a sentence that stands in most places, safety aside."""
    keys = (line.entry.key for shown in reviewing("bm").shown if not shown.safety for line in shown.lines)
    return max(keys, key=lambda key: len(_pairs(key)) if ".choice." in key else 0)


async def test_the_same_words_elsewhere_are_answered_with_it_only_when_asked(app: FastAPI, editor: Desk) -> None:
    key = _in_bulk()
    group, others = key.partition(".")[0], _pairs(key)
    assert len(others) > 1
    await editor.get(f"/desk/wording?lang=bm&group={group}&key={key}")
    assert f"et les {len(others)} autres pareilles" in editor.words
    assert await _answer(editor, verdict="fine") == 303
    assert set(await _kept(app)) == {key}
    assert await _answer(editor, verdict="fine", alike="1") == 303
    assert await _kept(app) == dict.fromkeys({key, *others}, Proposal(True))
    await editor.get(f"/desk/wording?lang=bm&group={group}&key={key}")
    assert "autres pareilles" not in editor.words


async def test_what_does_not_fit_one_of_them_is_kept_for_none(app: FastAPI, editor: Desk) -> None:
    key = _in_bulk()
    await editor.get(f"/desk/wording?lang=bm&group={key.partition('.')[0]}&key={key}")
    assert await _answer(editor, verdict="change", words="x" * 60, alike="1") == 400
    assert "au plus ; dites-le plus court" in editor.words
    assert not await _kept(app)


async def test_what_is_about_safety_is_answered_one_by_one(app: FastAPI, editor: Desk) -> None:
    safe = [line for shown in reviewing("bm").shown if shown.safety for line in shown.lines]
    twice = next(one.entry.key for one in safe for other in reviewing("bm").file.entries.values()
                 if other.key != one.entry.key and (other.french, other.words) == (one.entry.french, one.entry.words))  # fmt: skip
    await editor.get(f"/desk/wording?lang=bm&group=safety-first&key={twice}")
    assert editor.field("key") == twice
    assert "pareille" not in editor.words
    assert await _answer(editor, verdict="fine", alike="1") == 303
    assert set(await _kept(app)) == {twice}


async def test_the_next_page_opens_at_the_phrase_and_there_is_a_way_back(editor: Desk) -> None:
    await editor.get(HERE)
    fields = {name: editor.field(name) for name in ("lang", "group", "key", "mark")}
    answer = await editor.post("/desk/wording", **fields, verdict="fine", words="", remark="")
    assert answer.headers["location"].endswith("#phrase")
    await editor.get(answer.headers["location"])
    assert f"key={AGE}#phrase" in editor.html
    assert editor.html.index('class="words said"') < editor.html.index('class="phone"')


@pytest.mark.parametrize("asked", ["quel age avez", "si ye san joli", AGE])
async def test_a_sentence_is_found_by_words_of_either_language_or_its_key(editor: Desk, asked: str) -> None:
    await editor.get(f"/desk/wording?lang=bm&q={asked}")
    assert f"key={AGE}#phrase" in editor.html


async def test_words_that_nobody_says_find_nothing_and_are_never_run(editor: Desk) -> None:
    await editor.get("/desk/wording?lang=bm&q=<script>qqq</script>")
    assert "Aucune phrase ne dit cela" in editor.words
    assert "<script>qqq" not in editor.html


async def test_a_case_worker_finds_nothing_here(bou: Desk) -> None:
    assert (await bou.get(HERE)).status_code == 404


@pytest.mark.parametrize("address", ["?lang=fr", "?lang=xx", "?lang=bm&group=nope"])
async def test_a_language_or_group_that_is_not_there_is_no_page(editor: Desk, address: str) -> None:
    assert (await editor.get(f"/desk/wording{address}")).status_code == 404


def test_every_hole_of_a_sentence_is_explained_by_an_example() -> None:
    entries = reviewing("bm").file.entries
    holes = {
        hole for key, one in entries.items() if not key.startswith("console.") for hole in placeholders(one.french)
    }
    assert "copies" in holes
    assert holes <= set(words("hole"))
