"""A complaint that is written at once, where it is asked what it is about, is not asked for a second time."""

from __future__ import annotations

import pytest

from bot.engine.complaint_effects import AddToComplaint, AnswerHere, Complain
from bot.engine.effects import ForTheTeam, OpenHandover
from bot.engine.events import Said
from bot.engine.session import Moment
from bot.engine.step import step
from tests.engine.test_turns_of_talk import AT, BOOK, ORIENTED, talk


@pytest.mark.parametrize(
    ("typed", "about", "level"),
    [
        ("l'agent m'a demandé de l'argent", "worker", "P0"),
        ("la nourriture est mauvaise ici", "other", "P3"),
    ],
)
def test_the_words_are_the_complaint(typed: str, about: str, level: str) -> None:
    told = talk(*ORIENTED[:5], "plainte", typed)
    assert (told.frames[-1].state, told.tries) == ("name", 0)
    done = step(BOOK, told, Said("1"), Moment(at=AT + 300, ticket="ABC234"))
    filed = next(effect for effect in done.effects if isinstance(effect, Complain))
    assert (filed.text, filed.about, filed.level) == (typed, about, level)
    assert not any(isinstance(effect, OpenHandover) for effect in done.effects)


@pytest.mark.parametrize("typed", ["bof", "je sais pas"])
def test_what_is_no_sentence_is_asked_again(typed: str) -> None:
    assert talk(*ORIENTED[:5], "plainte", typed).frames[-1].state == "about"


PLAIN = "L'agent binta m'a demandé de l'argent et je veux me plaindre"
WAITING = (*ORIENTED[:5], "je veux parler à quelqu'un", "une question")


def test_what_nobody_asked_for_is_filed_at_once_without_a_name_and_is_no_answer() -> None:
    before = talk(*WAITING)
    done = step(BOOK, before, Said(PLAIN), Moment(at=AT + 300, ticket="ABC234", mode="queued", waiting=True))
    filed = next(effect for effect in done.effects if isinstance(effect, Complain))
    assert (filed.number, filed.text, filed.about, filed.level) == ("ABC234", PLAIN, "worker", "P0")
    assert filed.anonymous
    assert (done.session.frames[-1].flow, done.session.frames[-1].state) == ("complaint", "answer_here")
    assert done.session.frames[:-1] == before.frames, "the open question is not answered"
    assert not any(isinstance(effect, OpenHandover | ForTheTeam) for effect in done.effects)


@pytest.mark.parametrize("mode", ["human", "queued"])
def test_beside_a_human_it_is_not_for_them(mode: str) -> None:
    now = Moment(at=AT + 300, ticket="ABC234", mode=mode, waiting=True, spoken=True)
    done = step(BOOK, talk(*WAITING), Said(PLAIN), now)
    assert any(isinstance(effect, Complain) for effect in done.effects)
    assert not any(isinstance(effect, OpenHandover | ForTheTeam) for effect in done.effects)


def test_the_answer_comes_here_for_who_says_so_and_more_words_are_added() -> None:
    told = talk(*WAITING, PLAIN)
    number = str(told.notes["complaint_number"])
    more = step(BOOK, told, Said("il crie aussi sur moi"), Moment(at=AT + 300))
    assert AddToComplaint(number, "il crie aussi sur moi") in more.effects
    here = step(BOOK, more.session, Said("1"), Moment(at=AT + 300))
    assert AnswerHere(number) in here.effects
    assert here.session.notes["complaints"] == [number]
    unknown = step(BOOK, told, Said("2"), Moment(at=AT + 300))
    assert not any(isinstance(effect, AnswerHere) for effect in unknown.effects)


def test_one_that_is_asked_for_afterwards_asks_no_second_time_where_to_answer() -> None:
    told = talk(*WAITING, PLAIN)
    done = talk(*WAITING, PLAIN, "plainte", "3", "on me fait attendre", "1")
    assert told.frames[-1].state == "answer_here"
    assert "complaint_unasked" not in done.notes
