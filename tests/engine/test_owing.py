"""A debt named at the question of money is its answer, and is said back once."""

from __future__ import annotations

import pytest

from bot.engine.effects import Send
from bot.engine.events import Said
from bot.engine.moment import Moment
from bot.engine.step import step
from locales.text import Text
from tests.engine.test_turns_of_talk import AT, BOOK, ORIENTED, talk

HEARD = "phrase.heard_so"


def _keys(text: Text) -> list[str]:
    facts = text.values.get("facts", ())
    return (
        [text.key, *(fact.key for fact in facts if isinstance(fact, Text))] if isinstance(facts, tuple) else [text.key]
    )


@pytest.mark.parametrize(
    "typed",
    [
        "je dois de l'argent au passeur",
        "je dois de l'argent à mon frère",
        "j'ai des dettes",
        "je n'ai pas fini de payer le passeur",
        "non je dois de l'argent",
        "n ye juru ta passeri fɛ",
        "n ye juru ta",
    ],
)
def test_a_debt_is_the_answer_and_is_said_back_once(typed: str) -> None:
    before = talk(*ORIENTED[:-1])
    assert before.frames[-1].state == "earning"
    done = step(BOOK, before, Said(typed), Moment(at=AT + 300, ticket="ABC234"))
    said = [key for effect in done.effects if isinstance(effect, Send) for text in effect.lines for key in _keys(text)]
    assert said == ["owes.now.ask"]
    assert (done.session.facts["debts"], done.session.facts["can_stop_earning"]) == ("pressing", "no")
    after = talk("non", session=done.session, at=AT + 400)
    assert after.frames[-1].flow == "suggestions"


def test_who_can_wait_all_the_same_is_asked_again_whether_they_can() -> None:
    told = talk(*ORIENTED[:-1], "oui mais je dois de l'argent au passeur")
    assert [frame.state for frame in told.frames] == ["earning", "now"]


def test_what_else_was_understood_is_still_said_back() -> None:
    before = talk(*ORIENTED[:5])
    done = step(BOOK, before, Said("j'ai 24 ans et je dois de l'argent au passeur"), Moment(at=AT + 300))
    said = [key for effect in done.effects if isinstance(effect, Send) for text in effect.lines for key in _keys(text)]
    assert said == [HEARD, "phrase.heard_age", "owes.now.ask"]
