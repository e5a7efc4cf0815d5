"""Equal partners come first about as often, wherever they stand in the alphabet, and for one person on one day always so."""

from __future__ import annotations

from collections import Counter
from datetime import date

from content.match import match
from content.turns import Turns
from tests import once

PEOPLE = 4000
COUNT = 90
EQUALS = (3, 4, 5, 40, 89)
"""Three beside each other and one after a long gap: by places in the alphabet, the last would come first for half."""


def test_each_equal_comes_first_for_about_as_many_people():
    among = sum(1 << place for place in EQUALS)
    led = Counter(Turns(f"person-{who} 20261122", COUNT).first(among).bit_length() - 1 for who in range(PEOPLE))
    fair = PEOPLE / len(EQUALS)
    assert set(led) == set(EQUALS)
    assert all(abs(times - fair) < fair / 10 for times in led.values()), led


def test_in_the_directory_too_the_equals_of_a_rank_lead_it_about_as_often():
    directory = once.directory()
    person = {"age": 25, "region": "bamako", "need": ["business"], "firm": "none"}
    alike = {}
    for one in match(directory, person, date(2026, 11, 22)).services:
        alike.setdefault(one.rank[:-1], []).append(one.position)
    group = max(alike.values(), key=len)
    assert len(group) > 2
    among = sum(1 << position for position in group)
    led = Counter(Turns(f"{who}", len(directory.prepared)).first(among).bit_length() - 1 for who in range(PEOPLE))
    fair = PEOPLE / len(group)
    assert all(abs(led[position] - fair) < fair / 5 for position in group), led


def test_the_order_is_that_of_the_places_and_the_same_whenever_one_asks():
    among = (1 << COUNT) - 1
    for draw in ("", "a", "b 20261122"):
        turns = Turns(draw, COUNT)
        ordered = list(turns.ordered(among))
        assert ordered == sorted(range(COUNT), key=turns.place) == list(Turns(draw, COUNT).ordered(among))
        assert turns.first(among) == 1 << ordered[0]
    assert Turns("a", COUNT).first(0) == 0
