"""An age that is touched: what it means beside what is typed, told later, taken back, shared and seen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.desk.card import card
from bot.engine.effects import Send, Step
from bot.engine.events import Picked, Said
from bot.engine.moment import Moment
from bot.engine.session import Frame, Session
from bot.engine.sharing import shared_facts
from bot.engine.step import step
from bot.engine.turn import Turn
from content.bands import band_of
from content.phrases import phrase
from locales.text import Text
from tests.engine.test_turns_of_talk import AT, BOOK, ORIENTED, talk

ASKED = ORIENTED[:6]
"""The lines that lead to the question of the age."""
SPANS = [
    (option.value, option.set["age_to"])
    for option in BOOK.node("orientation", "age").options
    if "age_to" in option.set and not option.typed  # all but « Je préfère passer »
]


def _known(session: Session) -> tuple[Any, Any]:
    return session.facts.get("age"), session.facts.get("age_to")


def _say(session: Session, text: str, **moment: Any) -> Step:
    return step(BOOK, session, Said(text), Moment(at=AT + 300, ticket="ABC234", **moment))


def _said(done: Step) -> list[str]:
    return [line.key for effect in done.effects if isinstance(effect, Send) for line in effect.lines]


def test_the_spans_cover_every_age_once_and_none_lies_across_a_band_that_is_shown() -> None:
    ages = [age for low, high in SPANS for age in range(low, high + 1)]
    assert ages == list(range(5, 100))
    assert all(band_of(low) == band_of(high) for low, high in SPANS)


def test_both_questions_of_the_age_have_the_same_spans() -> None:
    first, again = (BOOK.node(flow, "age").options for flow in ("orientation", "refine"))
    assert [(one.id, one.value, one.set, one.label.fr) for one in first] == [
        (one.id, one.value, one.set, one.label.fr) for one in again
    ]


@pytest.mark.parametrize("typed", ["31", "31 ans", "né en 1995"])
def test_an_exact_age_leaves_no_end_of_a_span(typed: str) -> None:
    touched = talk(*ASKED, "De 25 à 30 ans")
    assert _known(touched) == (25, 30)
    asked = replace(touched, frames=(Frame("refine", BOOK.flows["refine"].version, "age"),))
    assert _known(talk(typed, session=asked, at=AT + 300)) == (31, None)


def test_back_gives_the_span_again_and_passing_forgets_it() -> None:
    touched = talk(*ASKED, "De 25 à 30 ans")
    asked = replace(touched, frames=(Frame("refine", BOOK.flows["refine"].version, "age"),))
    assert _known(talk("40", "retour", session=asked, at=AT + 300)) == (25, 30)
    assert _known(talk("De 36 à 40 ans", "retour", session=asked, at=AT + 300)) == (25, 30)
    passed = talk("Je préfère passer", session=asked, at=AT + 300)
    assert _known(passed) == (None, None)
    assert "age" in passed.unknown
    assert _known(talk("retour", session=passed, at=AT + 400)) == (25, 30)


def test_an_age_told_later_makes_its_own_span_exact_and_no_other() -> None:
    touched = talk(*ASKED, "De 25 à 30 ans")
    assert _known(_say(touched, "j'ai 27 ans et je veux apprendre la couture").session) == (27, None)
    assert _known(_say(touched, "j'ai 25 ans et je veux apprendre la couture").session) == (25, None)
    assert _known(_say(touched, "j'ai 40 ans et je veux apprendre la couture").session) == (25, 30)
    assert _known(_say(talk(*ASKED, "26"), "j'ai 27 ans et je veux apprendre la couture").session) == (26, None)


def test_a_number_shown_behind_the_answers_means_what_stands_there_and_with_years_it_is_an_age() -> None:
    lost = talk(*ASKED, "zzzz", "zzzz")
    human = _say(lost, "10")
    assert _known(human.session) == (None, None)
    assert human.session.frames[-1].flow == "person"
    assert _known(_say(lost, "10 ans").session) == (10, None)
    assert _known(_say(talk(*ASKED), "10").session) == (10, None)


def test_what_is_not_understood_is_told_how_to_touch_or_write_an_age() -> None:
    assert "orientation.age.retry" in _said(_say(talk(*ASKED), "zzzz", numbered=False))
    exact = replace(
        talk(*ASKED, "De 18 à 24 ans"), frames=(Frame("refine", BOOK.flows["refine"].version, "exact_age"),)
    )
    assert "refine.exact_age.retry" in _said(_say(exact, "zzzz", numbered=False))


def test_who_would_not_say_the_year_keeps_the_span_and_is_not_asked_for_it_again() -> None:
    touched = talk(*ASKED, "De 18 à 24 ans")
    exact = replace(touched, frames=(Frame("refine", BOOK.flows["refine"].version, "exact_age"),))
    done = step(BOOK, exact, Picked("skip", exact.seq), Moment(at=AT + 300, ticket="ABC234")).session
    assert _known(done) == (18, 24)
    assert "age" in done.unknown
    assert "Âge" not in card(BOOK, done, AT).unknown


@pytest.mark.parametrize(("label", "shown"), [("De 15 à 17 ans", "moins de 18 ans"), ("De 25 à 30 ans", "de 25 à 30 ans"), ("De 36 à 40 ans", "de 36 à 40 ans"), ("60 ans et plus", "60 ans et plus")])  # fmt: skip
def test_a_file_and_a_card_show_the_band_and_nothing_finer(label: str, shown: str) -> None:
    session = talk(*ASKED, label)
    shared = shared_facts(Turn(BOOK, session, Moment(at=AT + 300)))
    assert BOOK.catalogues.say(_band(str(shared["age"])), "fr") == shown
    assert "age_to" not in shared
    rows = [value for name, value in card(BOOK, session, AT).rows if name == "Âge"]
    assert rows == [shown]


def test_years_that_no_list_can_hold_are_written() -> None:
    session = talk(*ASKED, "De 41 à 59 ans")
    exact = replace(session, frames=(Frame("refine", BOOK.flows["refine"].version, "exact_age"),))
    assert _known(_say(exact, "45").session) == (45, None)


def _band(name: str) -> Text:
    return phrase(f"band.{name}")
