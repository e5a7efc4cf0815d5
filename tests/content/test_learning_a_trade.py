"""Who wants to learn a trade: no check of a trade that they do not have, no far kin, and the truth where nothing fits."""

from __future__ import annotations

from datetime import date

import pytest

from content.card import card
from content.card_set import pair_lines
from content.match import match
from content.person import parse_person
from content.trades import Kinship, crafts
from tests import once

TODAY = date(2026, 11, 21)
DIRECTORY = once.directory()
MOTORCYCLES = {
    "in": "mali", "region": "nioro", "age": 22, "return_kind": "expelled", "need": ["trade"],
    "trade": "motorcycle_repair", "debts": "some", "income": "no",
}  # fmt: skip
COOK = {"in": "niger", "centre": "agadez", "age": 16, "need": ["trade"], "trade": "cooking"}


def found_for(facts):
    return match(DIRECTORY, parse_person(facts), TODAY)


def ids(facts):
    return [one.id for one in found_for(facts).services]


def test_who_wants_to_repair_motorcycles_is_offered_the_course_and_no_check_of_a_trade():
    found = ids(MOTORCYCLES)
    assert "ifpi-kayes-court" in found
    assert not [one for one in found if one.endswith("verification")]


def test_who_knows_the_trade_is_offered_the_check():
    assert "ifpi-kayes-verification" in ids({**MOTORCYCLES, "skill": "motorcycle_repair"})


def test_who_can_use_the_machines_of_their_own_workshop_is_offered_the_check():
    person = {"in": "mali", "region": "kayes", "age": 30, "need": ["business"], "trade": "welding"}
    assert "aek-verification" not in ids(person)
    assert "aek-verification" in ids({**person, "can_use_machines": "yes"})


@pytest.mark.parametrize("other", ["car_mechanics", "motorcycle_repair"])
def test_pumps_are_no_kin_of_engines_on_wheels_from_either_side(other):
    assert crafts().kinship("pumps", other) is Kinship.NONE
    assert crafts().kinship(other, "pumps") is Kinship.NONE


def test_who_wants_to_cook_sees_what_is_near_and_that_no_idea_teaches_cooking():
    shown = found_for(COOK).ideas(3, frozenset())
    assert shown[0].id == "ifpt-kayes-court"
    assert "match.trade.family" in [line.key for line in card(shown[0], TODAY)]
    (said,) = [line for line in pair_lines(shown, "cooking") if line.key == "card.trade_elsewhere"]
    assert said.values["trade"].key == "trade.cooking"


def test_who_wants_to_cook_is_not_shown_a_reading_course_or_a_farm_that_is_not_open():
    shown = {one.id for one in found_for(COOK).ideas(3, frozenset())}
    assert not shown & {"cfp-missabougou-lecture", "cfp-markala", "swisscontact-sifa"}


def test_a_reading_course_comes_once_somebody_says_that_they_do_not_read():
    person = {"in": "mali", "region": "bamako", "age": 20, "need": ["trade"]}
    assert "cfp-missabougou-lecture" not in ids(person)
    assert "cfp-missabougou-lecture" in ids({**person, "reads": "no"})


def test_a_place_that_was_not_open_begins_by_what_to_check():
    person = {"in": "mali", "region": "segou", "age": 20, "need": ["trade"], "trade": "meat_processing"}
    lines = card(found_for(person).of("cfp-markala"), TODAY)
    assert "pas encore ouvert" in lines[2].fr
    assert "match.trade.planned" in [line.key for line in lines]
    assert "match.trade.passed" not in [line.key for line in lines]


WELDER = {
    "in": "niger", "region": "kita", "age": 22, "debts": "pressing", "need": ["trade"], "trade": "welding",
}  # fmt: skip


@pytest.mark.parametrize("told", [{}, {"reads": "no"}, {"debts": "none"}, {"debts": "some", "income": "no"}])
def test_the_course_in_the_very_trade_stands_among_the_first_three_whatever_is_answered_next(told):
    shown = [one.id for one in found_for({**WELDER, **told}).ideas(3, frozenset())]
    assert "aek-kayes" in shown
    assert not [one for one in shown[: shown.index("aek-kayes")] if one.startswith("ifpi")]


def test_who_must_earn_and_names_masonry_sees_paid_work_and_then_the_course_that_teaches_it():
    mason = {"in": "mali", "region": "kayes", "age": 22, "need": ["trade"], "trade": "masonry", "income": "no"}
    shown = [one.id for one in found_for(mason).ideas(3, frozenset())]
    assert shown == ["apej-chantier", "anpe-accueil", "ifpi-kayes-court"]


def test_that_no_idea_teaches_the_trade_is_never_said_while_a_later_one_does():
    found = found_for(WELDER)
    shown = found.ideas(3, frozenset({"aek-kayes"}))
    assert found.teaches("welding", {"aek-kayes"})
    assert not found.teaches("welding", {one.id for one in found.services})
    assert next(line.key for line in pair_lines(shown, "welding", later=True)) == "card.trade_later"
    assert not [line for line in pair_lines(shown, "welding", seen=True) if line.key.startswith("card.trade_")]


READER = {"in": "mali", "age": 24, "need": ["trade"], "trade": "literacy"}


@pytest.mark.parametrize(
    ("region", "first"),
    [("bamako", "cfp-missabougou-lecture"), ("kayes", "aek-kayes"), ("koulikoro", "caritas-formations")],
)
def test_who_wishes_to_read_sees_first_where_it_is_taught_near_them(region, first):
    found = found_for({**READER, "region": region})
    shown = found.ideas(3, frozenset())
    assert shown[0].id == first
    assert "match.literacy.passed" in {text.key for text in card(shown[0], TODAY)}
    assert "card.trade_elsewhere" not in {text.key for text in pair_lines(shown, "literacy")}


def test_where_no_course_teaches_reading_within_reach_that_is_said():
    shown = found_for({**READER, "region": "gao", "can_move": "no"}).ideas(3, frozenset())
    assert not any(one.service.teaches_reading for one in shown)
    assert "card.trade_elsewhere" in {text.key for text in pair_lines(shown, "literacy")}


def test_reading_is_like_no_trade_and_a_diploma_after_the_def_teaches_it_to_nobody():
    assert {crafts().kinship("literacy", other) for other in crafts().trades if other != "literacy"} == {Kinship.NONE}
    assert not DIRECTORY.services["cpm-cap-bt"].teaches_reading
