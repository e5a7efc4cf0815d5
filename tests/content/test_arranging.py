"""The first three for who must earn, far from the courses, or is helped first: a desk is there, what is near comes first."""

from __future__ import annotations

from datetime import date

import pytest

from content.arrange import ABROAD, SHOWN
from content.match import match
from content.needs import PUBLIC_DESKS
from content.places import Nearness, atlas
from content.rank import ASKED, PARTS
from content.scenario import load_scenarios
from tests import once

TODAY = date(2026, 11, 21)
MOTHER = {
    "in": "mali",
    "region": "gao",
    "age": 29,
    "sex": "f",
    "need": ["trade"],
    "trade": "tailoring",
    "return_kind": "own_means",
    "income": "no",
    "children": 1,
    "signs": {"alone": "yes"},
}
FAR = 2 * Nearness.NEIGHBOUR + 1
"""The rank's part for a place in another region where one cannot lodge."""


def beside_protection(found, count=SHOWN):
    """What the talk suggests: places of help are shown on their own."""
    return [one for one in found.services if one.service.kind != "protection"][:count]


def far(one):
    return one.rank[PARTS.index("place")] >= FAR


def test_a_mother_without_income_in_gao_is_shown_both_agencies_there_and_no_course_in_bamako(directory):
    shown = beside_protection(match(directory, MOTHER, TODAY))
    assert {one.service.org for one in shown} >= PUBLIC_DESKS
    assert not any(far(one) for one in shown)


@pytest.mark.parametrize("region", sorted(atlas().level("region")))
@pytest.mark.parametrize("sign", ["alone", "ill", "no_food", "threatened"])
def test_an_adult_who_is_helped_first_finds_a_public_desk_beside_it(directory, region, sign):
    found = match(directory, {**MOTHER, "region": region, "signs": {sign: "yes"}}, TODAY)
    assert PUBLIC_DESKS & {one.service.org for one in beside_protection(found)}


def test_needed_protection_stands_before_all_else(directory):
    kinds = [one.service.kind for one in match(directory, MOTHER, TODAY).services]
    assert kinds[0] == "protection"
    assert "protection" not in kinds[kinds.index("public_desk") :][:SHOWN]


@pytest.mark.parametrize("region", ["gao", "tombouctou", "kidal", "mopti", "segou", "sikasso", "kayes"])
@pytest.mark.parametrize("lives", [{"can_stop_earning": "no"}, {"income": "no"}])
def test_who_cannot_stop_earning_sees_what_is_near_before_far_courses(directory, region, lives):
    person = {"age": 29, "region": region, "need": ["trade"], "trade": "tailoring", **lives}
    shown = match(directory, person, TODAY).services[:SHOWN]
    assert not any(far(one) for one in shown)


@pytest.mark.parametrize("lives", [{"can_stop_earning": "yes"}, {"can_stop_earning": "no", "can_move": "yes"}])
def test_who_can_stop_earning_or_move_sees_the_wanted_trade_although_it_is_far(directory, lives):
    person = {"age": 29, "region": "gao", "need": ["trade"], "trade": "tailoring", **lives}
    shown = match(directory, person, TODAY).services[:SHOWN]
    assert any("tailoring" in one.prepared.trades for one in shown)


def test_paid_work_counts_for_who_must_earn_whatever_trade_they_wish(directory):
    person = {"age": 29, "region": "gao", "need": ["trade"], "trade": "tailoring", "income": "no"}
    works = match(directory, person, TODAY).of("apej-chantier")
    assert works.rank[PARTS.index("asked")] < match(directory, {**person, "income": "yes"}, TODAY).of(works.id).rank[0]


LONG = {"cpm-cap-bt", "cfp-missabougou", "enda-formation", "apej-stage", "anpe-stage", "apej-maroc", "famib-bourse-bts"}


@pytest.mark.parametrize("region", ["bamako", "kayes", "segou", "sikasso", "gao"])
@pytest.mark.parametrize("need", ["trade", "job", "skills"])
@pytest.mark.parametrize(
    "lives", [{"debts": "pressing"}, {"debts": "some", "income": "no"}, {"can_stop_earning": "no"}]
)
def test_who_must_earn_is_shown_no_long_course_no_scholarship_and_no_internship(directory, region, need, lives):
    person = {"in": "mali", "age": 22, "region": region, "need": [need], "trade": "car_mechanics", "schooling": "bac"}
    shown = match(directory, {**person, **lives}, TODAY).first()
    assert not [one.id for one in shown if one.prepared.traits.slow]


def test_long_courses_internships_and_scholarships_are_slow_and_short_ones_with_an_allowance_are_not(directory):
    slow = {one.service.id for one in directory.prepared if one.traits.slow}
    assert slow >= LONG
    assert not slow & {
        "ame-formation",
        "ecica-retour",
        "ifpi-kayes-court",
        "apej-chantier",
        "rmo-emploi",
        "donilab-incubation",
    }


def test_a_quick_trade_in_a_school_of_three_years_earns_nothing_soon(directory):
    soon = {one.service.id: one.traits.soon for one in directory.prepared}
    assert soon["cfap-kayes-eleve"] == soon["ecica-eleve"] == 3
    assert soon["cfap-kayes-court"] == 2


def test_a_mason_with_debts_has_his_trade_checked_and_is_not_taught_it_again(directory):
    mason = {"in": "mali", "region": "kayes", "age": 28, "need": ["job"], "skill": "masonry", "certificate": "no"}
    shown = [one.id for one in match(directory, {**mason, "debts": "some", "income": "no"}, TODAY).first()]
    assert shown == ["apej-chantier", "anpe-accueil", "ifpi-kayes-verification"]


def test_who_must_earn_in_a_town_without_their_course_is_shown_no_course_in_other_trades(directory):
    shown = beside_protection(match(directory, {**MOTHER, "can_stop_earning": "no"}, TODAY))
    assert not any(one.service.kind == "training" for one in shown)


def test_a_course_near_comes_before_one_far_away_that_teaches_reading(directory):
    farmer = {
        "in": "mali",
        "region": "koulikoro",
        "age": 22,
        "need": ["farm"],
        "land": "no",
        "reads": "little",
        "return_kind": "expelled",
    }
    found = match(directory, {**farmer, "can_move": "yes", "can_stop_earning": "yes"}, TODAY)
    places = [one.id for one in found.services]
    assert places.index("waeif-ferme") < places.index("aek-kayes")


@pytest.mark.parametrize(("region", "outcome"), [("bamako", "confirm"), ("sikasso", "refused")])
def test_nobody_changes_town_for_lessons_of_reading_alone(directory, region, outcome):
    person = {"age": 31, "region": region, "need": ["trade"], "trade": "tailoring", "reads": "no"}
    assert match(directory, person, TODAY).of("cfp-missabougou-lecture").outcome == outcome


def test_the_public_desk_of_an_adult_is_one_that_receives_them_for_sure(directory):
    seller = {"in": "mali", "region": "bamako", "age": 27, "need": ["business"], "trade": "cooking", "firm": "informal"}
    shown = [one.id for one in match(directory, {**seller, "income": "yes"}, TODAY).first()]
    assert "anpe-accueil" in shown
    assert "anpe-ofii" not in shown


@pytest.mark.parametrize("region", ["gao", "kidal", "mopti"])
def test_who_knows_a_trade_unproven_finds_the_employment_desk_before_internships(directory, region):
    person = {"age": 26, "region": region, "need": ["skills"], "skill": "building_electricity", "certificate": "no"}
    shown = [one.id for one in match(directory, {**person, "can_move": "no"}, TODAY).services]
    assert shown[0] == "anpe-accueil"


@pytest.mark.parametrize("region", ["gao", "kidal", "tombouctou", "mopti", "segou", "sikasso"])
@pytest.mark.parametrize("trade", ["building_electricity", "masonry", "car_mechanics"])
def test_of_courses_that_are_all_far_the_nearest_comes_first(directory, region, trade):
    """From the north and the south Kayes is farther than Bamako; both were « elsewhere », and turns chose."""
    found = match(directory, {"age": 24, "region": region, "need": ["trade"], "trade": trade}, TODAY)
    courses = [one for one in found.services if trade in one.prepared.trades and far(one)]
    for lodged in (True, False):
        regions = [
            site.region for one in courses if one.prepared.traits.lodging is lodged for site in one.service.sites
        ]
        assert regions == sorted(regions, key=["bamako", "kayes"].index)


@pytest.mark.parametrize("region", ["gao", "mopti", "sikasso"])
def test_a_check_far_away_waits_behind_what_is_near_until_the_person_can_leave(directory, region):
    electrician = {
        "age": 26,
        "region": region,
        "need": ["skills"],
        "skill": "building_electricity",
        "certificate": "no",
    }
    unsaid = match(directory, electrician, TODAY)
    assert unsaid.next_question == "can_move"
    desk, check, _ = unsaid.first()
    assert (desk.service.kind, check.service.kind) == ("public_desk", "skills_check")
    assert not far(desk)
    assert {site.region for site in check.service.sites} == {"bamako"}
    leaving = match(directory, {**electrician, "can_move": "yes"}, TODAY)
    assert leaving.first()[0].service.kind == "skills_check"
    assert unsaid.first_step.value == leaving.first_step.value == "skills_check"


def test_no_three_are_of_one_organisation_where_another_answers_too():
    directory, compared = once.directory(), 0
    for person in load_scenarios(directory):
        found = match(directory, person.facts, TODAY)
        asked = [one for one in found.services if one.rank[0] == ASKED]
        first = {one.service.org for one in asked[:SHOWN]}
        if len(asked) >= SHOWN and len({one.service.org for one in asked}) > 1:
            compared += 1
            assert len(first) > 1, (person.name, [one.id for one in asked[:SHOWN]])
    assert compared


def test_work_in_another_country_is_among_the_first_only_for_who_asked_for_it(directory):
    person = {"in": "mali", "region": "kayes", "age": 28, "need": ["job"], "skill": "welding", "certificate": "yes"}
    at_home, away = match(directory, person, TODAY), match(directory, {**person, ABROAD: "yes"}, TODAY)
    assert "anpe-etranger" not in [one.id for one in at_home.first()]
    assert "anpe-etranger" in [one.id for one in at_home.services]
    assert "anpe-etranger" in [one.id for one in away.first()]
