"""Who does not read hears the ages four at a time, and every digit that is said means what was said."""

from __future__ import annotations

from dataclasses import replace

from bot.engine.book import Book
from bot.engine.effects import Send, Step
from bot.engine.events import Said
from bot.engine.moment import Moment
from bot.engine.session import Frame, Session
from bot.engine.step import step
from bot.engine.voiced import voice_of
from bot.voices.naming import recordings_in

AT = 1_795_165_200


def _heard(book: Book, done: Step) -> list[str]:
    question = next(effect for effect in reversed(done.effects) if isinstance(effect, Send))
    return [key for _, key in recordings_in(voice_of(book, question, "bm"))]


def _ages(heard: list[str]) -> list[str]:
    return [key.rpartition(".")[2] for key in heard if ".choice." in key]


def _asked(book: Book, session: Session, text: str, at: int) -> Step:
    return step(book, session, Said(text), Moment(at=AT + at, ticket="ABC234", channel="whatsapp"))


def test_the_ages_are_heard_page_by_page_and_their_digits_are_understood(told: Book) -> None:
    frame = Frame("orientation", told.flows["orientation"].version, "region")
    session = Session(language="bm", consent="yes", frames=(frame,), facts={"in": "mali"}, voice=True, last_at=AT)
    first = _asked(told, session, "gao", 20)
    assert _ages(_heard(told, first)) == ["under_15", "15_17", "18_24", "25_30"]
    assert "phrase.button_further" in _heard(told, first)
    second = _asked(told, first.session, "10", 40)
    assert "age" not in second.session.facts
    assert _ages(_heard(told, second)) == ["31_35", "36_40", "41_59", "60_up"]
    assert "phrase.further_or_age~1" in _heard(told, second), "who is ten years old hears which answer that is"
    third = _asked(told, second.session, "10", 50)
    assert "phrase.further_or_age~1" in _heard(told, third)
    assert "age" not in third.session.facts
    child = _asked(told, third.session, "1", 60).session.facts
    assert (child["age"], child["age_to"]) == (5, 14)
    known = _asked(told, second.session, "7", 60).session.facts
    assert (known["age"], known["age_to"]) == (41, 59)
    assert _asked(told, second.session, "san 10", 60).session.facts["age"] == 10


def test_the_years_of_a_span_are_heard_too(told: Book) -> None:
    frame = Frame("refine", told.flows["refine"].version, "exact_age")
    facts = {"in": "mali", "age": 18, "age_to": 24}
    session = Session(language="bm", consent="yes", frames=(frame,), facts=facts, voice=True, last_at=AT)
    again = _asked(told, replace(session, seq=1), "répéter", 20)
    assert "refine.exact_age.ask" in _heard(told, again)
    assert _asked(told, again.session, "5", 40).session.facts["age"] == 22
