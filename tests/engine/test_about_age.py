"""An age that is said about is an answer where one span holds it, and else a question between the nearest; never a miss."""

from __future__ import annotations

from bot.rehearsal import Rehearsal
from locales.about_age import about_age
from locales.numbers import number_in

TO_THE_AGE = ("bonjour", "1", "1", "1", "2", "1")


def _said(text: str) -> tuple[str, object]:
    talk = Rehearsal.begin("web")
    for line in TO_THE_AGE:
        talk.say(line)
    return "\n".join(talk.say(text)), talk.session.facts.get("age")


def test_one_span_that_holds_it_all_is_taken_and_said_back() -> None:
    seen, age = _said("entre 20 et 23")
    assert age == 18
    assert "J'ai compris : De 18 à 24 ans" in seen


def test_what_lies_across_two_spans_is_asked_between_them_and_nobody_is_guessed_grown_up() -> None:
    for text, spans in {
        "j'ai une trentaine d'années": "De 25 à 30 ans, De 31 à 35 ans, De 36 à 40 ans",
        "entre vingt et vingt-cinq ans": "De 18 à 24 ans, De 25 à 30 ans",
        "17 ou 18": "De 15 à 17 ans, De 18 à 24 ans",
    }.items():
        seen, age = _said(text)
        assert age is None, text
        assert f"Il y a plusieurs réponses avec ce mot : {spans}." in seen, text
        assert "pas compris" not in seen


def test_ages_are_said_about_in_both_languages_and_of_nobody_else() -> None:
    assert about_age("n si bɛ san mugan ni san bi saba cɛ") == (20, 30)
    assert about_age("san 20 walima 21") == (20, 21)
    assert about_age("mon fils a entre 10 et 12 ans") is None
    assert about_age("mugan ni duuru") is None


def test_eighteen_is_understood_in_one_word_as_it_is_heard() -> None:
    heard = {"dizuit": 18, "dizneuf ans": 19, "j'ai dizset ans": 17, "soixante dizuit": 78}
    assert {text: number_in(text) for text in heard} == heard
