"""What is said to each who is not safe fits them: nobody who wants to die is sent to the police."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from content.emergency import emergency_block
from content.emergency_plan import EmergencyPlan
from content.near import teams_near
from content.plights import OF_SIGN, plights_of, told_apart

TODAY = date(2026, 11, 21)


def said(directory, facts, *plights):
    block = emergency_block(directory, facts, TODAY, frozenset(plights), written=True)
    return [text.key.removeprefix("emergency.") for text in block]


@pytest.mark.parametrize(
    ("signs", "facts", "plights"),
    [
        ({"wants_to_die"}, {}, {"dark"}),
        ({"danger", "ill_treated"}, {}, {"violence"}),
        ({"very_ill", "ill"}, {}, {"ill"}),
        ({"wants_to_die", "very_ill"}, {}, {"dark", "ill"}),
        ({"missing"}, {}, {"missing"}),
        ({"no_food"}, {"age": 16, "signs": {"alone": "yes"}}, {"tonight", "child"}),
        ({"no_food"}, {"age": 30, "signs": {"alone": "yes"}}, {"tonight"}),
        ({"alone", "child_alone"}, {}, {"child"}),
        ({"alone_with_children"}, {}, {"any"}),
        (set(), {}, {"any"}),
    ],
)
def test_the_plight_is_what_was_said(signs, facts, plights):
    assert plights_of(signs, facts) == plights


@pytest.mark.parametrize(
    ("plight", "lines"),
    [
        ("dark", ["opening_hard", "stay", "human", "no_number"]),
        ("distress", ["opening_said", "stay", "human", "no_number"]),
        ("violence", ["opening_said", "not_alone", "law", "hurt", "human", "safe_point_to_check", "no_number"]),
        ("tonight", ["opening_said", "tonight", "near", "human", "no_number"]),
        ("child", ["opening_said", "adult", "near", "human", "no_number"]),
        ("law", ["opening_said", "not_alone", "hurt", "human", "safe_point_to_check", "no_number"]),
        ("past", ["opening_said", "hurt", "still", "human", "no_number"]),
        ("missing", ["opening_said", "search", "human", "no_number"]),
        ("ill", ["opening_said", "health", "human", "no_number"]),
    ],
)
def test_each_plight_has_its_own_lines(directory, plight, lines):
    assert said(directory, {"region": "kayes"}, plight) == lines


def test_who_bleeds_or_has_swallowed_something_reads_the_health_centre_first(directory):
    assert said(directory, {}, "ill", "violence")[1:4] == ["health", "not_alone", "law"]
    assert said(directory, {}, "ill", "dark")[:3] == ["opening_hard", "health", "company"]


def test_no_number_is_spoken_of_only_for_a_place_that_is_known_and_last(directory):
    assert "no_number" not in said(directory, {}, "dark")
    assert said(directory, {"in": "niger"}, "dark")[-2:] == ["human", "no_number"]


def test_who_has_not_said_that_they_are_ill_reads_if_you_are_ill(directory):
    assert "if_ill" in said(directory, {}, "any")
    assert "health" not in said(directory, {}, "any")
    assert "if_ill" not in said(directory, {}, "any", "ill")


@pytest.mark.parametrize(
    ("plights", "around", "signs", "told"),
    [
        ({"violence"}, {"law"}, {"danger"}, {"law"}),
        ({"any"}, {"law"}, set(), {"law"}),
        ({"ill"}, {"law"}, {"ill"}, {"ill"}),
        ({"violence", "ill"}, {"past"}, {"danger", "ill"}, {"past", "ill"}),
        ({"violence"}, {"past"}, {"danger", "threatened"}, {"violence"}),
        ({"violence"}, set(), {"danger"}, {"violence"}),
    ],
)
def test_violence_is_told_apart_by_whom_and_when(plights, around, signs, told):
    assert told_apart(plights, around, signs) == told


def test_in_niger_the_centre_comes_first_and_nobody_is_sent_to_the_police_or_a_town_hall(directory):
    for plight in set(OF_SIGN.values()):
        found = said(directory, {"in": "niger", "centre": "agadez", "region": "kayes"}, plight)
        assert found[1] == "centre"
        assert not {"law", "tonight", "near", "safe_point_to_check"}.intersection(found)


def test_the_police_number_is_for_violence_and_never_for_who_wants_to_die(directory):
    number = {"id": "p", "name": {"fr": "Police"}, "where": ["mali"], "phone": "00", "source": "essai",
              "plights": ["any", "violence"], "verified_on": TODAY.isoformat()}  # fmt: skip
    changed = replace(directory, emergency=EmergencyPlan.model_validate({"numbers": [number]}))
    assert "number" in said(changed, {}, "violence")
    assert "number" in said(changed, {}, "any")
    assert "number" not in said(changed, {}, "dark")
    assert "number" not in said(changed, {}, "law")


def test_a_child_alone_is_named_only_those_who_receive_minors(directory):
    child = {"region": "kayes", "age": 16, "signs": {"alone": "yes"}}
    assert [text.fr for text in teams_near(directory, child, "danger", TODAY, child=True)] == [
        "COOPI", "UNICEF", "ENDA Mali",
    ]  # fmt: skip
