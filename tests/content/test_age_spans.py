"""An age known as a span: it decides only where every age in it decides alike, and a child by a span is a child."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.card import card
from content.clauses import ClauseProblem, parse_clause
from content.levels import level_of
from content.match import match, useful
from content.near import places_of_help
from content.rules import Truth, evaluate, is_settled, settled
from tests import once
from tests.content.people import PEOPLE

TODAY = date(2026, 11, 21)
DIRECTORY = once.directory()
SPANS = st.tuples(st.integers(5, 60), st.integers(1, 12)).map(lambda s: {"age": s[0], "age_to": s[0] + s[1]})
BANDS = ((5, 14), (15, 17), (18, 24), (25, 30), (31, 35), (36, 40), (41, 59), (60, 99))
CHILD = {"age": 15, "age_to": 17}


@pytest.mark.parametrize(
    ("bounds", "truth"),
    [
        ({"from": 18}, Truth.TRUE),
        ({"from": 18, "to": 24}, Truth.TRUE),
        ({"to": 17}, Truth.FALSE),
        ({"from": 25}, Truth.FALSE),
        ({"to": 23}, Truth.ASK_PERSON),
        ({"from": 19}, Truth.ASK_PERSON),
        ({"from": 20, "to": 22}, Truth.ASK_PERSON),
        ("unknown", Truth.ASK_SOURCE),
    ],
)
def test_a_span_passes_whole_fails_whole_or_leaves_it_open(bounds, truth):
    assert evaluate(parse_clause({"age": bounds}), {"age": 18, "age_to": 24}) is truth


def test_a_condition_on_the_end_of_a_span_is_refused():
    with pytest.raises(ClauseProblem, match="age_to"):
        parse_clause({"age_to": {"to": 24}})


@settings(max_examples=40)
@given(person=PEOPLE, span=SPANS)
def test_what_a_span_decides_holds_for_every_age_in_it(person, span):
    whole = match(DIRECTORY, {**person, **span}, TODAY)
    refused = {one.id for one in whole.refused}
    entered = {one.id for one in whole.services if one.outcome == "eligible"}
    for age in range(span["age"], span["age_to"] + 1):
        exact = match(DIRECTORY, settled({**person, **span}, "age", age), TODAY)
        assert refused <= {one.id for one in exact.refused}
        assert entered <= {one.id for one in exact.services if one.outcome == "eligible"}


def test_the_year_is_asked_where_it_still_decides_and_nowhere_else():
    learner = {"region": "kayes", "need": ["trade"], "trade": "tailoring", "schooling": "def"}
    asked = {low: useful(DIRECTORY, {**learner, "age": low, "age_to": high}, "age") for low, high in BANDS}
    assert asked == {5: False, 15: True, 18: False, 25: False, 31: False, 36: False, 41: False, 60: False}
    assert not useful(DIRECTORY, {**learner, "age": 22}, "age")


def test_who_is_between_15_and_17_is_a_child_wherever_a_child_of_16_is():
    for person in ({"need": ["trade"], "region": "kayes"}, {"need": ["trade"], "signs": {"alone": "yes"}}):
        spanned, exact = (match(DIRECTORY, {**person, **age}, TODAY) for age in (CHILD, {"age": 16}))
        assert not spanned.wish.adult
        assert level_of({**person, **CHILD}) == level_of({**person, "age": 16})
        lent = {one.id for one in spanned.services if one.service.kind == "finance"}
        assert lent == {one.id for one in exact.services if one.service.kind == "finance"} == set()


@pytest.mark.parametrize("age", [CHILD, {"age": 5, "age_to": 14}, {"age": 25, "age_to": 30}, {}])
def test_help_for_a_child_is_for_children_whatever_was_said_of_the_age(age):
    near = places_of_help(DIRECTORY, {"region": "bamako", **age}, "danger", TODAY, child=True)
    exact = places_of_help(DIRECTORY, {"region": "bamako", "age": 16}, "danger", TODAY, child=True)
    assert [one.id for one in near] == [one.id for one in exact] != []


def test_an_exact_answer_takes_the_place_of_the_span():
    assert settled({"age": 18, "age_to": 24, "in": "mali"}, "age", 22) == {"age": 22, "in": "mali"}
    assert [is_settled(facts, "age") for facts in ({}, CHILD, {"age": 16})] == [False, False, True]


def test_the_card_says_which_age_is_asked_where_the_span_leaves_it_open():
    person = {"region": "kayes", "need": ["trade"], "trade": "tailoring", "age": 18, "age_to": 24}
    course = next(one for one in match(DIRECTORY, person, TODAY).services if "age" in one.ask)
    said = {line.key for line in card(course, TODAY)}
    assert "match.age.ask_them" in said
    assert "match.age.ask_them" not in {line.key for line in _card_without_age(course.id, person)}


def _card_without_age(service, person):
    unknown = {name: value for name, value in person.items() if name not in {"age", "age_to"}}
    return card(match(DIRECTORY, unknown, TODAY).of(service), TODAY)
