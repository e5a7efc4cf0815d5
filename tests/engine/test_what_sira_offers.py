"""What Sira itself offers in words is understood when it is typed: no « je n'ai pas compris » for an invitation."""

from __future__ import annotations

import pytest

from bot.engine.effects import Send, Step
from bot.engine.events import Said
from bot.engine.moment import Moment
from bot.engine.session import Session
from bot.engine.step import step
from tests.engine.test_turns_of_talk import AT, BOOK, ORIENTED, talk

HEALTH = (
    "je veux me soigner",
    "je veux voir un docteur",
    "où est l'hôpital",
    "je cherche un centre de santé",
    "n b'a fɛ ka dɔgɔtɔrɔ ye",
    "n b'a fe ka dogotoro ye",
    "n b'a fɛ ka n yɛrɛ furakɛ",
)
PAPERS = ("je n'ai pas de papiers", "sans papiers", "j'ai perdu mes papiers", "papiyew tɛ n bolo", "papiye te n bolo")


def _say(session: Session, words: str) -> Step:
    return step(BOOK, session, Said(words), Moment(at=AT + 300, ticket="ABC234"))


def _said(done: Step) -> list[str]:
    return [line.key for effect in done.effects if isinstance(effect, Send) for line in effect.lines]


def _where(done: Step) -> str:
    top = done.session.frames[-1]
    return f"{top.flow}.{top.state}"


@pytest.fixture(scope="module")
def ideas() -> Session:
    session = talk(*ORIENTED)
    assert session.frames[-1].flow == "suggestions"
    return session


@pytest.mark.parametrize("words", [*HEALTH, *PAPERS])
def test_care_and_papers_are_understood_under_the_ideas_and_not_chosen_twice(ideas: Session, words: str) -> None:
    asked = _say(ideas, words)
    assert _said(asked)[-1] == "protection.moment.ask"
    after = _say(asked.session, "oui")
    if words in HEALTH:
        assert _where(after) == "protection.health"
    else:
        assert "protection.need.ask" not in _said(after)
    again = _say(_say(after.session, "menu").session, "santé")
    assert "care_said" not in again.session.notes


@pytest.mark.parametrize("words", [*HEALTH, *PAPERS])
def test_at_the_question_of_needs_they_are_its_answer(ideas: Session, words: str) -> None:
    session = _say(_say(_say(ideas, "menu").session, "4").session, "oui").session
    assert (session.frames[-1].flow, session.frames[-1].state) == ("protection", "need")
    done = _say(session, words)
    assert _where(done).startswith("protection.")
    assert "protection.need.ask" not in _said(done)
    assert "protection.moment.ask" not in _said(done)


@pytest.mark.parametrize(
    "words",
    [
        "j'ai quitté l'école à dix ans",
        "je suis allé à l'école jusqu'en sixième",
        "n ye lakɔli dabila",
        "j'ai arrêté au primaire",
    ],
)
def test_school_told_in_a_sentence_asks_for_the_level_and_finds_anew(ideas: Session, words: str) -> None:
    asked = _say(ideas, words)
    assert _where(asked) == "refine.schooling"
    done = _say(asked.session, "école primaire")
    assert done.session.facts["schooling"] == "primary"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("je veux apprendre à lire", {"need": ["trade"], "trade": "literacy"}),
        ("la maçonnerie", {"need": ["trade"], "trade": "masonry"}),
        ("je voudrais faire du commerce", {"need": ["business"], "trade": "small_trade"}),
        ("je suis maçon", {"skill": "masonry"}),
    ],
)
def test_a_trade_named_among_the_ideas_is_the_wish_from_now_on(
    ideas: Session, words: str, told: dict[str, object]
) -> None:
    done = _say(ideas, words)
    assert done.session.facts == {**ideas.facts, **told}
    assert _where(done) == "suggestions.choose"
    assert {"phrase.heard_so", "phrase.heard_so_tap"} & set(_said(done))


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("c'est trop loin", "suggestions.which_refuse"),
        ("c'est trop cher", "suggestions.which_refuse"),
        ("a ka jan", "suggestions.which_refuse"),
        ("où c'est", "suggestions.which_details"),
        ("c'est où ?", "suggestions.which_details"),
        ("a bɛ min", "suggestions.which_details"),
        ("je veux gagner de l'argent", "orientation.need"),
        ("n b'a fɛ ka wari sɔrɔ", "orientation.need"),
    ],
)
def test_what_is_wrong_with_the_ideas_or_wished_instead_has_its_way(ideas: Session, words: str, where: str) -> None:
    assert _where(_say(ideas, words)) == where
