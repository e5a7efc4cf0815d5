"""Where somebody is outside Mali, by whatever place they name: « Un autre pays » and « Niger, autre endroit » are there for it."""

from __future__ import annotations

import pytest

from bot.engine.effects import Send
from bot.engine.events import Said
from bot.engine.moment import Moment
from bot.engine.places_named import abroad_written, place_written
from bot.engine.step import step
from bot.engine.turn import Turn
from content.places import atlas
from locales.text import Text
from tests.engine.test_turns_of_talk import AT, BOOK, talk

WHERE = ("bonjour", "1", "1", "1")
ELSEWHERE = (
    "alger, tamanrasset, libye, lybi, je suis en libye, france, en algerie, algeri, maroc, tunisie, Abidjan, sebha, sabha, tripolie,"
    " in guezam, espagne, n bɛ aljeri, europe, je vis en france depuis 5 ans"
)
NIGER = {
    "assamaka": "assamaka",
    "dirkou": "dirkou",
    "je sui a niamé": "niamey",
    "niamei": "niamey",
    "zinder": None,
    "au niger": None,
}


@pytest.mark.parametrize("typed", [one.strip() for one in ELSEWHERE.split(",")])
def test_another_country_is_understood_and_said_back(typed: str) -> None:
    done = step(BOOK, talk(*WHERE), Said(typed), Moment(at=AT + 120))
    said = [line for effect in done.effects if isinstance(effect, Send) for line in effect.lines]
    assert (done.session.facts, done.session.frames[-1].state) == ({"in": "elsewhere"}, "region")
    assert _facts(said[0]) == ["Un autre pays"]


@pytest.mark.parametrize(("typed", "centre"), NIGER.items())
def test_a_place_in_niger_is_niger_and_a_centre_is_kept(typed: str, centre: str | None) -> None:
    done = step(BOOK, talk(*WHERE), Said(typed), Moment(at=AT + 120))
    said = [line for effect in done.effects if isinstance(effect, Send) for line in effect.lines]
    facts = done.session.facts
    assert (facts["in"], facts.get("centre")) == ("niger", centre)
    assert _facts(said[0]) == [centre.capitalize() if centre else "Niger, autre endroit"]


@pytest.mark.parametrize("typed", ["gawo", "mopty", "kayi", "n bɛ kayi", "sikasso ville"])
def test_a_town_of_mali_in_any_spelling_is_its_region(typed: str) -> None:
    assert talk(*WHERE, typed).facts.keys() >= {"in", "region"}


@pytest.mark.parametrize("typed", ["chez moi", "au village", "n bɛ so"])
def test_at_home_is_mali_and_the_region_is_asked(typed: str) -> None:
    session = talk(*WHERE, typed)
    assert (session.facts, session.frames[-1].state) == ({"in": "mali"}, "region")


@pytest.mark.parametrize("typed", ["je suis en congé", "orange", "je suis rentré de France", "au centre", "bof"])
def test_what_names_no_place_is_asked_again(typed: str) -> None:
    assert "in" not in talk(*WHERE, typed).facts


def test_a_number_in_bambara_stays_the_number_of_an_answer() -> None:
    assert talk(*WHERE, "saba").facts == talk(*WHERE, "3").facts


def test_who_is_in_mali_is_not_moved_by_a_name() -> None:
    assert talk(*WHERE, "1", "niamey").facts == {"in": "mali"}


def test_no_name_abroad_is_a_place_of_mali_or_of_two_countries() -> None:
    turn = Turn(BOOK, talk(*WHERE), Moment(at=AT))
    for country, names in atlas().abroad.items():
        for name in names:
            assert place_written(turn, name) is None, name
            assert abroad_written(turn, name) == {"in": country}, name


def _facts(said: Text) -> list[str]:
    assert said.key == "phrase.heard_so"
    return [one.fr for one in said.values["facts"]]  # type: ignore[union-attr]
