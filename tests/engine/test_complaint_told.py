"""A complaint that is written at once, where it is asked what it is about, is not asked for a second time."""

from __future__ import annotations

import pytest

from bot.engine.complaint_effects import AddToComplaint, AnswerHere, Complain
from bot.engine.effects import ForTheTeam, OpenHandover
from bot.engine.events import Said
from bot.engine.moment import Moment
from bot.engine.step import step
from tests.engine.test_turns_of_talk import AT, BOOK, ORIENTED, talk


@pytest.mark.parametrize(
    ("typed", "about", "level"),
    [
        ("l'agent m'a demandé de l'argent", "worker", "P0"),
        ("la nourriture est mauvaise ici", "other", "P3"),
        ("l'agent du centre m'a demandé 50 mille pour m'inscrire", "worker", "P0"),
        ("le centre m'a demandé de l'argent", "service", "P0"),
        ("le centre ne donne rien", "service", "P3"),
        ("la machine ne comprend pas mes mots", "sira", "P3"),
        ("j'attends depuis 3 mois, cette attente est trop longue", "wait", "P3"),
        ("nourriture mauvaise", "other", "P3"),
    ],
)
def test_the_words_are_the_complaint(typed: str, about: str, level: str) -> None:
    told = talk(*ORIENTED[:5], "plainte", typed)
    assert (told.frames[-1].state, told.tries) == ("name", 0)
    done = step(BOOK, told, Said("1"), Moment(at=AT + 300, ticket="ABC234"))
    filed = next(effect for effect in done.effects if isinstance(effect, Complain))
    assert (filed.text, filed.about, filed.level) == (typed, about, level)
    assert not any(isinstance(effect, OpenHandover) for effect in done.effects)


@pytest.mark.parametrize("typed", ["le gardien m'a frappé", "viol"])
def test_words_of_danger_are_the_complaint_too_and_call_somebody(typed: str) -> None:
    before = talk(*ORIENTED[:5], "plainte")
    told = step(BOOK, before, Said(typed), Moment(at=AT + 200, ticket="ABC234"))
    assert any(isinstance(effect, OpenHandover) and effect.level in {"P0", "P1"} for effect in told.effects)
    assert told.session.frames[-1].state == "name"
    done = step(BOOK, told.session, Said("1"), Moment(at=AT + 300, ticket="ABC234"))
    assert next(effect.text for effect in done.effects if isinstance(effect, Complain)) == typed


def test_who_wants_to_die_is_stayed_with_and_not_asked_for_a_name() -> None:
    assert talk(*ORIENTED[:5], "plainte", "je veux mourir").frames[-1].flow == "understood"


@pytest.mark.parametrize("typed", ["c'est un centre", "d'une personne", "c'est une personne du centre", "centre"])
def test_who_only_names_what_it_is_about_is_asked_for_words(typed: str) -> None:
    assert talk(*ORIENTED[:5], "plainte", typed).frames[-1].state == "words"


def test_a_complaint_left_half_way_is_not_asked_again_by_force_and_not_lost() -> None:
    typed = "le centre m'a demandé de l'argent"
    for choice in ("1", "2", "3", "4", "5", "7", "8"):
        left = talk(*ORIENTED[:5], "plainte", typed, "menu", choice)
        assert all(frame.flow != "complaint" for frame in left.frames), choice
    left = talk(*ORIENTED[:5], "plainte", typed, "menu", "7", "1")
    assert left.frames == talk(*ORIENTED[:5]).frames
    again = talk("menu", "6", session=left, at=AT + 300)
    assert again.frames[-1].state == "begun"
    done = step(BOOK, talk("1", session=again, at=AT + 400), Said("1"), Moment(at=AT + 500, ticket="ABC234"))
    assert [effect.text for effect in done.effects if isinstance(effect, Complain)] == [typed]


def test_the_menu_leads_back_to_the_complaint_for_who_wants_it() -> None:
    assert talk(*ORIENTED[:5], "plainte", "menu", "10").frames[-1].state == "about"


def test_a_complaint_begun_can_be_said_otherwise_and_so_after_back() -> None:
    begun = talk(*ORIENTED[:5], "plainte", "le centre m'a demandé de l'argent")
    otherwise = talk("menu", "7", "1", "plainte", "2", "3", session=begun, at=AT + 300)
    assert otherwise.frames[-1].state == "words"
    assert talk("retour", "2", session=begun, at=AT + 300).frames[-1].state == "words"


@pytest.mark.parametrize("typed", ["bof", "je sais pas", "je comprends pas", "c'est quoi ça"])
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
