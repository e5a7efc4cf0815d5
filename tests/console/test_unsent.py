"""A case is not given away over words that were written and not sent: the worker says what becomes of them."""

from __future__ import annotations

import pytest

from tests.console.conftest import Desk, Person
from tests.console.test_drafts import _held

ASKS = "Vous avez des mots non envoyés : les envoyer, ou les jeter ?"
WORDS = "Je vous rappelle lundi."


async def _target(desk: Desk, act: str) -> dict[str, str]:
    return {"outcome": "other"} if act == "end" else {"to": "team:kayes"}


@pytest.mark.parametrize("act", ["end", "transfer"])
async def test_words_not_sent_are_asked_about_and_stay(act: str, awa: Desk, person: Person, the_conversation) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    answer = await awa.post(f"{address}/{act}", text=WORDS, **await _target(awa, act))
    assert answer.status_code == 409
    assert ASKS in awa.words
    assert f">{WORDS}</textarea>" in awa.html
    assert " selected>" in awa.html, "the choice stands too"
    await awa.get(address)
    assert f">{WORDS}</textarea>" in awa.html
    assert "par vous" in awa.words


@pytest.mark.parametrize("act", ["end", "transfer"])
@pytest.mark.parametrize("decided", ["send", "drop"])
async def test_they_go_or_are_thrown_away(act: str, decided: str, awa: Desk, person: Person, the_conversation) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    where = await _target(awa, act)
    await awa.post(f"{address}/{act}", text=WORDS, **where)
    sure = {"end": "unwritten" if decided == "drop" else "", "transfer": "no_member"}[act]
    answer = await awa.post(f"{address}/{act}", text=WORDS, words=decided, sure=sure, **where)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/queue")
    if decided == "send":
        await person.sees(WORDS)
    await awa.get(address)
    assert f"{WORDS}</textarea>" not in awa.html
    assert (WORDS in awa.words) is (decided == "send")
    assert "par vous" not in awa.words


async def test_without_an_outcome_or_put_back_the_words_stay_too(awa: Desk, person: Person, the_conversation) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    assert (await awa.post(f"{address}/end", text=WORDS)).status_code == 400
    assert f">{WORDS}</textarea>" in awa.html
    assert (await awa.post(f"{address}/release", text=WORDS)).status_code == 303
    await awa.get(address)
    assert (
        f"Pas envoyé : vous l’avez écrit ici avant. La personne ne l’a pas reçu. C’est gardé pour vous. {WORDS}"
        in awa.words
    )
    assert "<textarea" not in awa.html.split('id="answer"')[1].split('class="side"')[0], (
        "nothing looks like the answer's box"
    )


async def test_words_that_could_not_go_end_nothing(awa: Desk, person: Person, the_conversation) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    long = "x" * 3001
    for act in ("end", "transfer"):
        answer = await awa.post(f"{address}/{act}", text=long, words="send", **await _target(awa, act))
        assert answer.status_code == 409
        assert "trop long" in awa.words
        assert "par vous" in awa.words


async def test_the_words_travel_with_the_buttons_that_give_the_case_away(
    awa: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    for act in ("end", "transfer", "release"):
        assert f'form="reply" formaction="{address}/{act}"' in awa.html
