"""Invented people are shown what a careful counsellor would show, and together they are the people of the documents."""

from __future__ import annotations

from datetime import date

import pytest

from content.load import ContentProblem
from content.match import match, to_json
from content.places import atlas
from content.scenario import Scenario, differences, load_scenarios
from tests import once

TODAY = date(2026, 11, 21)
DIRECTORY = once.directory()
PEOPLE = load_scenarios(DIRECTORY)
EACH = pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
RETURN_REGIONS = {"bamako": 35, "kayes": 32, "koulikoro": 14, "sikasso": 5, "gao": 5}
"""Per cent (document 000, part 2.1)."""
RETURN_COUNTRIES = {"niger": 57, "libya": 27, "algeria": 9}
"""Per cent (document 000, part 2.1)."""
POINTS = 10


def shown(person):
    return to_json(match(DIRECTORY, person.facts, TODAY), lambda text, language: text.fr, languages=("fr",))


@EACH
def test_each_person_is_shown_what_a_careful_counsellor_would_show(person):
    assert differences(person.scenario, shown(person), DIRECTORY) == ()


def share(holds):
    total = sum(person.scenario.weight for person in PEOPLE)
    return 100 * sum(person.scenario.weight for person in PEOPLE if holds(person)) / total


def home(person):
    region = atlas().located(person.facts)["region"]
    return atlas().level("region")[region].was or region


def test_there_are_enough_people_and_no_two_are_the_same():
    assert len(PEOPLE) >= 45
    assert len({repr(sorted(person.facts.items())) for person in PEOPLE}) == len(PEOPLE)


@pytest.mark.parametrize(("region", "percent"), RETURN_REGIONS.items())
def test_they_live_where_people_return_to(region, percent):
    assert share(lambda person: home(person) == region) == pytest.approx(percent, abs=POINTS)


@pytest.mark.parametrize(("country", "percent"), RETURN_COUNTRIES.items())
def test_they_come_back_from_where_people_return_from(country, percent):
    assert share(lambda person: person.scenario.back_from == country) == pytest.approx(percent, abs=POINTS)


def test_their_median_age_is_about_25():
    ages = sorted(age for person in PEOPLE for age in [person.facts["age"]] * person.scenario.weight)
    assert 22 <= ages[len(ages) // 2] <= 28


def test_most_left_school_after_primary_or_never_went():
    assert share(lambda person: person.facts.get("schooling") in {None, "none", "primary"}) >= 65
    assert share(lambda person: person.facts.get("schooling") == "primary") >= 50


def test_almost_all_are_men():
    assert share(lambda person: person.facts.get("sex") == "f") <= 10


def test_every_way_of_returning_and_every_region_of_return_is_there():
    kinds = {person.facts.get("return_kind") for person in PEOPLE}
    assert kinds >= {"avrr", "ofii", "expelled", "own_means"}
    assert {person.facts.get("in") for person in PEOPLE} == {"niger", "mali"}
    assert {home(person) for person in PEOPLE} >= {*RETURN_REGIONS, "segou", "mopti", "tombouctou"}


def test_every_first_step_and_every_urgent_level_is_there():
    assert {person.scenario.first for person in PEOPLE} == {
        "training", "skills_check", "business_after_equipment_check", "job_matching", "quick_income", "pre_departure",
        "protection_first",
    }  # fmt: skip
    assert {person.scenario.level for person in PEOPLE} == {"none", "P2", "P1", "P0"}


GOOD = """about: Un homme.
back_from: niger
who: {age: 25, region: kayes}
weight: 1
offer: {first_three: [anpe]}
first: training
level: none
never: [{what: finance, among: first_three, because: Trop tôt.}]
ask: [reads]
"""


@pytest.mark.parametrize(
    ("wrong", "right", "line", "said"),
    [
        ("age: 25", "age: vieux", 3, "age : « vieux »"),
        ("age: 25", "colour: red", 3, "colour : ce fait n'existe pas"),
        ("[anpe]", "[nulle-part]", 5, "« nulle-part » n'est ni un service"),
        ("what: finance", "what: banque", 8, "« banque » n'est ni un service"),
        ("ask: [reads]", "ask: [shoes]", 9, "« shoes » n'est pas un fait"),
        ("first: training", "first: dancing", 6, "« dancing » n'est pas permis"),
        ("weight: 1\n", "", 1, "il manque"),
        ("ask: [reads]", "ask: [reads]\noutcomes: {nulle-part: confirm}", 10, "« nulle-part » n'existe pas"),
    ],
)
def test_a_fault_in_a_scenario_is_said_with_its_line(tmp_path, wrong, right, line, said):
    path = tmp_path / "homme.yaml"
    path.write_text(GOOD.replace(wrong, right), "utf-8")
    with pytest.raises(ContentProblem) as problem:
        load_scenarios(DIRECTORY, tmp_path)
    assert len(problem.value.problems) == 1
    assert f"homme.yaml:{line}: " in problem.value.problems[0]
    assert said in problem.value.problems[0]


def test_a_good_scenario_is_read(tmp_path):
    (tmp_path / "homme.yaml").write_text(GOOD, "utf-8")
    assert [person.name for person in load_scenarios(DIRECTORY, tmp_path)] == ["homme"]


def test_a_file_name_says_who_in_small_letters(tmp_path):
    (tmp_path / "Un Homme.yaml").write_text(GOOD, "utf-8")
    with pytest.raises(ContentProblem, match="en minuscules"):
        load_scenarios(DIRECTORY, tmp_path)


RESULT = {
    "services": [{"id": "anpe-accueil", "outcome": "eligible"}, {"id": "baobab-credit", "outcome": "confirm"}],
    "refused": [{"id": "ecica-retour", "outcome": "refused", "failed": ["return_kind"]}],
    "first_step": {"value": "training"},
    "level": {"value": "none"},
    "next_question": "reads",
}
HELD = {
    "about": "Un homme.", "back_from": "niger", "who": {}, "weight": 1, "offer": {"first_three": ["anpe"]},
    "first": "training", "level": "none", "ask": ["reads"],
    "never": [{"what": "ecica-retour", "because": "Pour d'autres retours.", "fact": "return_kind"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "value", "said"),
    [
        ("offer", {"first_three": [["apej", "job"]]}, "apej ou job : n'est pas dans les trois premiers"),
        ("offer", {"anywhere": ["training"]}, "training : n'est pas proposé"),
        ("never", [{"what": "finance", "because": "Trop tôt."}], "baobab-credit : proposé, mais « Trop tôt. »"),
        ("never", [{"what": "ecica-retour", "because": "x", "fact": "age"}], "refusé par return_kind, pas par age"),
        ("first", "skills_check", "première étape : training, attendue : skills_check"),
        ("level", "P1", "niveau : none, attendu : P1"),
        ("ask", ["none"], "question : reads, attendue : none"),
        ("outcomes", {"baobab-credit": "refused"}, "baobab-credit : confirm, attendu : refused"),
    ],
)
def test_every_way_to_do_otherwise_is_named(entry, value, said):
    assert differences(Scenario.model_validate(HELD), RESULT, DIRECTORY) == ()
    (line,) = differences(Scenario.model_validate({**HELD, entry: value}), RESULT, DIRECTORY)
    assert said in line


def test_credit_that_comes_later_is_not_credit_that_comes_first():
    later = {**HELD, "never": [{"what": "finance", "because": "Trop tôt.", "among": "first"}]}
    assert differences(Scenario.model_validate(later), RESULT, DIRECTORY) == ()
