"""How urgently a human is needed, and what is said at once when somebody is not safe."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from content.bands import age_band, band_of
from content.emergency import block_without_us, emergency_block, places_without_number
from content.emergency_plan import EmergencyPlan
from content.levels import level_of, level_of_signs

TODAY = date(2026, 11, 21)
NOTIFICATION = 80
"""Characters that a locked screen shows (protection A3)."""


@pytest.mark.parametrize(
    ("person", "level"),
    [
        ({}, "none"),
        ({"need": ["trade"], "age": 25}, "none"),
        ({"signs": {"ill": "no"}}, "none"),
        ({"signs": {"wants_to_die": "yes"}}, "P0"),
        ({"need": ["danger"]}, "P0"),
        ({"signs": {"alone": "yes"}, "age": 17}, "P0"),
        ({"signs": {"alone": "yes"}, "age": 18}, "none"),
        ({"signs": {"alone": "yes"}, "children": 2}, "P1"),
        ({"signs": {"alone": "yes"}, "children": 0}, "none"),
        ({"signs": {"ill": "yes"}}, "P1"),
        ({"signs": {"pregnant": "yes"}}, "P1"),
        ({"signs": {"exploited": "yes"}}, "P1"),
        ({"signs": {"ill_treated": "yes"}}, "P1"),
        ({"signs": {"threatened": "yes"}}, "P1"),
        ({"signs": {"no_shelter": "yes"}}, "P1"),
        ({"signs": {"no_food": "yes"}}, "P1"),
        ({"signs": {"distress": "yes"}}, "P1"),
        ({"need": ["shelter"]}, "P1"),
        ({"need": ["health"]}, "P2"),
        ({"need": ["papers"]}, "P2"),
        ({"signs": {"disabled": "yes"}}, "P2"),
        ({"age": 16}, "P2"),
        ({"signs": {"ill": "yes", "wants_to_die": "yes"}}, "P0"),
    ],
)
def test_the_level_is_set_by_what_the_person_said(person, level):
    found = level_of(person)
    assert found.value == level
    assert bool(found.reasons) == (level != "none")


def test_words_just_written_count_with_what_is_known():
    assert level_of_signs(frozenset({"danger"}), {}) == "P0"
    assert level_of_signs(frozenset({"alone"}), {"age": 15}) == "P0"
    assert level_of_signs(frozenset({"ill"}), {"signs": {"wants_to_die": "yes"}}) == "P0"
    assert level_of_signs(frozenset({"no_food"}), {}) == "P1"


def keys(directory, facts, today=TODAY):
    return [text.key for text in emergency_block(directory, facts, today)]


def with_number(directory, verified_on, where="kayes"):
    number = {"id": "n", "name": {"fr": "Accueil"}, "where": [where], "phone": "00", "source": "essai"}
    if verified_on:
        number["verified_on"] = verified_on.isoformat()
    plan = EmergencyPlan.model_validate(
        {"numbers": [number], "safe_points": [p.model_dump() for p in directory.emergency.safe_points]}
    )
    return replace(directory, emergency=plan)


@pytest.mark.parametrize("facts", [{}, {"region": "kayes"}, {"in": "niger", "centre": "arlit"}, {"place": "gao"}])
def test_the_first_line_fills_the_notification_with_neutral_words(directory, facts):
    first = emergency_block(directory, facts, TODAY)[0].fr
    assert len(first) >= NOTIFICATION
    assert not any(word in first.lower() for word in ("urgence", "danger", "mour", "viol", "police", "aide"))


def test_without_a_verified_number_the_block_says_what_to_do_first_and_then_that_there_is_none(directory):
    found = keys(directory, {"region": "kayes"})
    assert found == [
        "emergency.opening",
        "emergency.not_alone",
        "emergency.law",
        "emergency.if_ill",
        "emergency.human",
        "emergency.safe_point_to_check",
        "emergency.no_number",
    ]


def test_the_documents_give_no_number_so_none_is_shown_anywhere(directory):
    for facts in ({}, *({"region": slug} for slug in directory.places.level("region"))):
        assert "emergency.number" not in keys(directory, facts)
    assert len(places_without_number(directory, TODAY)) == 25


@pytest.mark.parametrize(("days", "shown"), [(0, True), (90, True), (91, False), (-1, False), (None, False)])
def test_a_number_is_shown_only_while_its_check_is_fresh(directory, days, shown):
    verified = None if days is None else TODAY - timedelta(days=days)
    changed = with_number(directory, verified)
    assert ("emergency.number" in keys(changed, {"region": "kayes"})) is shown
    assert ("kayes" not in places_without_number(changed, TODAY)) is shown


def test_a_number_is_shown_where_the_person_is_and_not_where_they_will_return(directory):
    changed = with_number(directory, TODAY)
    assert "emergency.number" not in keys(changed, {"region": "gao"})
    assert "emergency.number" not in keys(changed, {"in": "niger", "centre": "agadez", "region": "kayes"})


def test_somebody_in_a_centre_is_told_to_speak_to_its_staff(directory):
    found = keys(directory, {"in": "niger", "centre": "agadez", "region": "gao"})
    assert "emergency.centre" in found
    assert not any("safe_point" in key or key == "emergency.law" for key in found)


@pytest.mark.parametrize(
    ("facts", "key", "town"),
    [
        ({"region": "gao"}, "emergency.safe_point", "Gao"),
        ({"place": "kita"}, "emergency.nearest_safe_point", "Kayes"),
        ({"region": "koulikoro"}, "emergency.nearest_safe_point", "Bamako"),
    ],
)
@pytest.mark.parametrize(("days", "told"), [(None, "_to_check"), (181, "_to_check"), (-1, "_to_check"), (180, "")])
def test_the_nearest_safe_point_is_named_by_its_town_and_is_sure_only_while_its_check_is_fresh(
    directory, facts, key, town, days, told
):
    checked = {} if days is None else {"verified_on": (TODAY - timedelta(days=days)).isoformat()}
    points = [{**point.model_dump(), **checked} for point in directory.emergency.safe_points]
    changed = replace(directory, emergency=EmergencyPlan.model_validate({"safe_points": points}))
    line = next(text for text in emergency_block(changed, facts, TODAY) if "safe_point" in text.key)
    assert line.key == key + told
    assert line.values["place"].fr == town


def test_a_place_whose_project_may_be_over_is_told_with_its_year_and_never_as_open(directory):
    line = next(text for text in emergency_block(directory, {"region": "kayes"}, TODAY) if "safe_point" in text.key)
    assert line.fr.startswith("À vérifier")
    assert line.values["year"] == "2022"
    assert "avant d'y aller" in line.fr


def test_no_far_safe_point_is_named_where_none_is_near(directory):
    found = keys(directory, {"region": "sikasso"})
    assert not any("safe_point" in key for key in found)
    assert "emergency.if_ill" in found


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (17, "under_18"),
        (18, "18_24"),
        (24, "18_24"),
        (25, "25_30"),
        (30, "25_30"),
        (31, "31_35"),
        (36, "36_40"),
        (41, "41_59"),
        (60, "60_up"),
    ],
)
def test_people_see_the_band_and_never_the_age(age, band):
    assert band_of(age) == band
    assert age_band(age).key == f"band.{band}"


def test_a_conversation_belongs_to_its_centre_then_its_region_and_a_centre_has_a_second_team(directory):
    leads = directory.leads
    waiting = {"in": "niger", "centre": "agadez", "region": "gao"}
    assert leads.first(waiting).team == "agadez"
    assert leads.second(waiting).team == "gao"
    assert leads.first({"region": "nioro"}).team == "kayes"
    assert leads.second({"region": "nioro"}) is None
    assert leads.first({}) == leads.default
    assert leads.first({"region": "gao"}, entry="niamey").team == "niamey"


def test_without_us_nobody_is_told_to_write_to_us(directory):
    for facts in ({}, {"in": "niger", "centre": "arlit"}, {"in": "mali", "region": "kayes"}):
        lines = [text.key for text in block_without_us(directory, facts, TODAY)]
        assert "emergency.human" not in lines
        assert lines[0] == "emergency.opening"
        assert ("emergency.no_number" in lines) == bool(facts), "no number has been checked yet"


def test_without_us_who_may_be_in_either_country_reads_the_numbers_of_both(directory):
    here = with_number(directory, TODAY, "niger")
    lines = [text.fr for text in block_without_us(here, {}, TODAY)]
    assert lines[1:3] == ["Au Niger", "{name} : {phone}"]
    assert "Au Mali" not in lines
    there = [text.key for text in block_without_us(here, {"in": "niger", "centre": "arlit"}, TODAY)]
    assert "emergency.number" in there
    late = TODAY + timedelta(days=91)
    assert "emergency.number" not in [text.key for text in block_without_us(here, {}, late)]
