"""Ending over somebody to whom nobody wrote asks a second time, says what happens, and keeps what was chosen."""

from __future__ import annotations

from tests.console.conftest import Desk, Person
from tests.console.test_drafts import _held

WORDS = "Je vous rappelle lundi."
UNWRITTEN = "Vous ne lui avez rien écrit, et personne de l’équipe."


async def test_a_danger_is_not_ended_in_two_touches(awa: Desk, person: Person, the_conversation) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    await person.says("je ne veux plus vivre")
    await awa.get(address)
    assert "Question répondue" not in awa.words
    assert (await awa.post(f"{address}/end", outcome="answered")).status_code == 409
    assert "Personne de l'équipe n'a répondu à ses derniers mots. Écrivez-lui" in awa.words
    assert (await awa.post(f"{address}/end", outcome="other")).status_code == 409
    assert f"P0 Danger. {UNWRITTEN}" in awa.words
    assert "plus personne ne la suit" in awa.words
    assert 'value="other" selected' in awa.html
    assert "par vous" in awa.words
    assert (await awa.post(f"{address}/end", outcome="other", sure="unwritten")).status_code == 303
    seen = await person.sees("ne suit plus cette discussion")
    assert "a fini" not in seen


async def test_words_that_are_thrown_away_are_no_answer(awa: Desk, person: Person, the_conversation) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    dropped = {"text": WORDS, "words": "drop"}
    assert (await awa.post(f"{address}/end", outcome="answered", **dropped)).status_code == 409
    assert "Écrivez-lui, ou choisissez une autre issue" in awa.words
    assert (await awa.post(f"{address}/end", outcome="other", **dropped)).status_code == 409
    assert UNWRITTEN in awa.words
    assert 'name="words" value="drop"' in awa.html, "what was decided of the words is not asked again"
    assert f">{WORDS}</textarea>" in awa.html


async def test_words_that_go_first_are_the_answer(awa: Desk, person: Person, the_conversation) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    answer = await awa.post(f"{address}/end", outcome="answered", text=WORDS, words="send")
    assert answer.status_code == 303
    assert "La personne de l'équipe a fini" in await person.sees("On continue ensemble")
