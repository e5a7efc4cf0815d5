"""Whoever says late that they are under 18 is a minor from then on: asked whether they are alone, and no adult's request goes."""

from __future__ import annotations

import pytest

from bot.engine.effects import OpenHandover, Refer, Send
from bot.engine.events import Picked, Said
from bot.engine.moment import Moment
from bot.engine.session import Session
from bot.engine.step import step
from tests.engine.test_turns_of_talk import AT, BOOK, talk

TO_AGE = ("bonjour", "1", "1", "1", "1", "kayes")
TO_NEED = (*TO_AGE, "je préfère passer")
TO_IDEAS = (*TO_NEED, "1", "3", "couture", "1")
TO_CONTACT = (*TO_IDEAS, "contact", "1")
ASKED = ("orientation", "alone")


def _top(session: Session) -> tuple[str, str]:
    return session.frames[-1].flow, session.frames[-1].state


@pytest.mark.parametrize(
    ("before", "said", "facts"),
    [
        (TO_NEED, "16 ans", {"age": 16}),
        (TO_NEED, "j'ai 16 ans", {"age": 16}),
        (TO_NEED, "je suis mineure", {"age": 5, "age_to": 17}),
        (TO_IDEAS, "g 16 ans", {"age": 16}),
        (TO_IDEAS, "j'ai pas encore 18 ans", {"age": 5, "age_to": 17}),
        (TO_CONTACT, "oui j'ai 16 ans", {"age": 16}),
        ((*TO_IDEAS, "menu"), "j'ai 16 ans", {"age": 16}),
        ((*TO_IDEAS, "changer ou garder"), "j'ai 16 ans", {"age": 16}),
        ((*TO_AGE, "24"), "en fait j'ai 16 ans", {"age": 16}),
        ((*TO_AGE, "de 18 à 24 ans"), "j'ai 16 ans", {"age": 16}),
    ],
)
def test_a_minor_who_says_it_late_is_asked_whether_they_are_alone(
    before: tuple[str, ...], said: str, facts: dict[str, int]
) -> None:
    session = talk(*before, said)
    assert _top(session) == ASKED
    assert {name: session.facts.get(name) for name in ("age", "age_to")} == {"age_to": None, **facts}
    assert "need" not in session.facts or before != TO_NEED


@pytest.mark.parametrize(
    "said", ["mon fils a 16 ans", "j'ai 10 ans d'expérience", "16", "il y a 16 ans", "j'ai 30 ans", "depuis 12 ans"]
)
def test_a_number_that_is_no_minors_age_asks_nothing(said: str) -> None:
    assert _top(talk(*TO_NEED, said)) != ASKED
    assert _top(talk(*TO_IDEAS, said)) != ASKED


@pytest.mark.parametrize("before", [TO_NEED, TO_IDEAS, TO_CONTACT])
def test_alone_they_are_led_to_where_children_are_received_and_nothing_is_sent_for_them(
    before: tuple[str, ...],
) -> None:
    session = talk(*before, "j'ai 16 ans")
    done = step(BOOK, session, Picked("no", session.seq), Moment(at=AT + 300))
    assert OpenHandover("P0", "child_alone", "protection") in done.effects
    for said in ("continuer", "chercher un service", "pas maintenant", "chercher un service", "oui"):
        done = step(BOOK, done.session, Said(said), Moment(at=AT + 310))
        assert not any(isinstance(effect, Refer) for effect in done.effects)
        assert _top(done.session)[0] not in {"suggestions", "referral", "refine"}


def test_with_family_the_request_is_looked_at_anew_for_their_age() -> None:
    session = talk(*TO_CONTACT)
    assert _top(session) == ("referral", "share")
    session = talk("oui j'ai 16 ans", session=session, at=AT + 200)
    done = step(BOOK, session, Picked("yes", session.seq), Moment(at=AT + 300))
    assert _top(done.session)[0] == "suggestions", "this service is for adults"
    said = [line.key for effect in done.effects if isinstance(effect, Send) for line in effect.lines]
    assert "phrase.why_not_line" in said


def test_who_would_not_say_it_is_not_asked_again() -> None:
    session = talk(*TO_NEED, "j'ai 16 ans", "je ne dis pas")
    assert _top(session) == ("orientation", "need")
    assert _top(talk("1", session=session, at=AT + 200)) != ASKED


@pytest.mark.parametrize("family", ["1", "3"])
@pytest.mark.parametrize("before", [TO_AGE, TO_NEED, TO_IDEAS, TO_CONTACT])
def test_of_school_age_they_are_led_to_school_and_not_back_to_what_was_open(
    before: tuple[str, ...], family: str
) -> None:
    session = talk(*before, "j'ai 12 ans", family)
    assert _top(session) == ("young", "choose")
    assert _top(talk(*before, "j'ai 12 ans", family, "menu", "1")) == ("young", "choose")


@pytest.mark.parametrize("said", ["15 ans", "je suis mineur"])
def test_who_may_be_fifteen_goes_the_way_of_the_others(said: str) -> None:
    assert _top(talk(*TO_AGE, said, "1")) == ("orientation", "need")


@pytest.mark.parametrize(
    ("said", "top", "age"),
    [
        (("non je me sui trompé",), ("orientation", "age"), None),
        (("1", "non j'ai 25 ans"), ("orientation", "need"), 25),
        (("1", "j'ai 16 ans"), ("orientation", "alone"), 16),
        (("non j'ai 25 ans",), ("orientation", "need"), 25),
        (("j'ai 25 ans",), ("orientation", "need"), 25),
        (("22", "moi en fait j'ai 25 ans"), ("orientation", "need"), 25),
        (("22", "j'ai 5 ans d'expérience"), ("orientation", "need"), 22),
        (("1", "older"), ("orientation", "age"), None),
        (("1", "ma soeur a 25 ans"), ("menu", "choose"), 5),
    ],
)
def test_a_finger_that_slipped_on_the_youngest_closes_no_road(
    said: tuple[str, ...], top: object, age: int | None
) -> None:
    session = talk(*TO_AGE, *(("1",) if said[0] != "22" else ()), *said)
    assert (_top(session), session.facts.get("age")) == (top, age)
