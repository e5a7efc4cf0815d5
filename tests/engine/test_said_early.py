"""What is said before it is asked is kept at every question, said back, and not asked again."""

from __future__ import annotations

from typing import Any

import pytest

from bot.engine.effects import Send
from bot.engine.events import Said
from bot.engine.moment import Moment
from bot.engine.session import Session
from bot.engine.step import step
from tests.engine.test_turns_of_talk import AT, BOOK, talk

GAO = "je suis à Gao j'ai 24 ans je veux travailler"
IN_GAO = {"in": "mali", "region": "gao", "age": 24}
LANGUAGE, CONSENT, WELL, WHERE, REGION = (
    (),
    ("bonjour", "1"),
    ("bonjour", "1", "1"),
    ("bonjour", *"111"),
    ("bonjour", *"1111"),
)


@pytest.mark.parametrize(
    ("before", "typed", "told"),
    [
        (WELL, GAO, {**IN_GAO, "need": ["job"]}),
        (WHERE, GAO, {**IN_GAO, "need": ["job"]}),
        (WHERE, "n bɛ gawo, n si ye san 24 ye", IN_GAO),
        (WELL, "n bɛ gawo, n si ye san 24 ye", IN_GAO),
        (WHERE, "n bɛ kayi", {"in": "mali", "region": "kayes"}),
        (
            WHERE,
            "je suis soudeur diplomé a kayes, 30 ans, rentré de france avec l'ofii",
            {"in": "mali", "region": "kayes", "age": 30, "skill": "welding", "return_kind": "ofii"},
        ),
        (
            WHERE,
            "soudeur diplômé à Kayes, 30 ans",
            {"in": "mali", "region": "kayes", "age": 30, "skill": "welding"},
        ),
        (WHERE, "dans un centre a assamaka", {"in": "niger", "centre": "assamaka"}),
        (REGION, "kayes 17 ans", {"in": "mali", "region": "kayes", "age": 17}),
        (REGION, "kayes, 17 ans", {"in": "mali", "region": "kayes", "age": 17}),
        (REGION, "kayes 10 ans de prison", {"in": "mali", "region": "kayes"}),
        (REGION, "kayes, mon fils a 12 ans", {"in": "mali", "region": "kayes"}),
        (WHERE, "10 ans en libye", {}),
        (WHERE, "n bɛ san 24 na", {"age": 24}),
        (WHERE, "n bɛ ka taa", {}),
        (WHERE, "je suis rentré de Libye", {}),
        (WELL, "je suis prêt à partir à Bamako", {}),
    ],
)
def test_what_a_sentence_tells_is_kept_wherever_it_is_said(
    before: tuple[str, ...], typed: str, told: dict[str, Any]
) -> None:
    assert talk(*before, typed).facts == told


def test_a_child_who_says_it_beside_the_town_is_asked_whom_they_are_with() -> None:
    assert talk(*REGION, "kayes 17 ans").frames[-1].state == "alone"


@pytest.mark.parametrize("before", [LANGUAGE, ("bonjour",)])
@pytest.mark.parametrize(
    ("typed", "language", "told"),
    [
        (GAO, "fr", {**IN_GAO, "need": ["job"]}),
        ("n bɛ gawo, n si ye san 24 ye", "bm", IN_GAO),
    ],
)
def test_a_whole_sentence_chooses_its_language_and_counts_after_the_yes(
    before: tuple[str, ...], typed: str, language: str, told: dict[str, Any]
) -> None:
    done = step(BOOK, talk(*before), Said(typed), Moment(at=AT + 60))
    assert (done.session.language, done.session.facts) == (language, {})
    assert next(line.key for e in done.effects if isinstance(e, Send) for line in e.lines).startswith("phrase.heard_so")
    assert talk("1", session=done.session, at=AT + 80).facts == told
    assert talk("2", session=done.session, at=AT + 80).facts == {}, "who says no is not kept"


def test_two_wishes_at_once_are_asked() -> None:
    assert "need" not in talk(*WELL, "je veux travailler. projet").facts


def test_words_in_one_language_only_decide_it() -> None:
    assert talk("bonjour", "je suis maçon").language == "fr"
    assert talk("bonjour", "kayes").language == ""


def test_retour_takes_back_what_was_told_before_the_yes() -> None:
    assert talk("bonjour", "1", "j'ai 24 ans", "retour", "1").facts == {}


def _after(session: Session, typed: str) -> list[str]:
    done = step(BOOK, session, Said(typed), Moment(at=AT + 200))
    return [line.key for effect in done.effects if isinstance(effect, Send) for line in effect.lines]


def test_a_centre_that_was_told_early_is_said_back() -> None:
    assert _after(talk(*WELL), "agadez")[0].startswith("phrase.heard_so")
