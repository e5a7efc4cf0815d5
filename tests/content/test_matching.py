"""From a person to services: outcomes, order, the first step, the level, the next question."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.arrange import SHOWN
from content.facts import registry
from content.match import match, to_json, useful
from content.person import parse_person
from content.places import atlas
from content.rank import PARTS
from content.rules import Leaf
from content.trades import crafts
from tests import once
from tests.content.people import settled
from tests.content.twin import outcome_twin

TODAY = date(2026, 11, 21)
DIRECTORY = once.directory()
REGIONS = sorted(atlas().level("region"))
TAUGHT = ("welding", "building_electricity", "tailoring", "poultry", "market_gardening", "car_mechanics")

PEOPLE = st.fixed_dictionaries(
    {},
    optional={
        "in": st.sampled_from(["niger", "mali"]),
        "region": st.sampled_from(REGIONS),
        "age": st.integers(10, 60),
        "age_to": st.integers(14, 70),
        "sex": st.sampled_from(["f", "m"]),
        "return_kind": st.sampled_from(["avrr", "ofii", "expelled", "own_means"]),
        "schooling": st.sampled_from(["none", "primary", "def", "cap", "bac", "higher"]),
        "french": st.sampled_from(["no", "little", "yes"]),
        "reads": st.sampled_from(["no", "little", "yes"]),
        "need": st.lists(st.sampled_from(registry()["need"].values), min_size=1, max_size=2, unique=True),
        "trade": st.sampled_from(TAUGHT),
        "skill": st.sampled_from(TAUGHT),
        "certificate": st.sampled_from(["yes", "no"]),
        "land": st.sampled_from(["yes", "no"]),
        "can_move": st.sampled_from(["yes", "no"]),
        "can_stop_earning": st.sampled_from(["yes", "no"]),
        "income": st.sampled_from(["yes", "no"]),
        "group": st.sampled_from(["yes", "no"]),
        "firm": st.sampled_from(["none", "informal", "registered"]),
        "firm_years": st.integers(0, 6),
        "turnover": st.sampled_from([0, 5_000_000, 100_000_000, 200_000_000]),
        "debts": st.sampled_from(["none", "some", "pressing"]),
        "documents": st.dictionaries(
            st.sampled_from(["birth_certificate", "nina", "nationality", "diploma"]), st.sampled_from(["yes", "no"])
        ),
        "signs": st.dictionaries(st.sampled_from(["alone", "ill", "wants_to_die"]), st.sampled_from(["yes", "no"])),
    },
).map(settled)
FEW = settings(max_examples=60)


def ids(found, count=SHOWN):
    return [one.id for one in found.services[:count]]


@FEW
@given(person=PEOPLE)
def test_every_outcome_is_what_the_naive_twin_says(person):
    facts = parse_person(person)
    found = match(DIRECTORY, facts, TODAY)
    outcomes = {one.id: one.outcome for one in (*found.services, *found.refused)}
    usable = [service for service in DIRECTORY.services.values() if not service.do_not_use]
    assert outcomes == {service.id: outcome_twin(service, facts) for service in usable}


@FEW
@given(person=PEOPLE)
def test_every_result_names_why_and_says_it_in_words(person):
    found = match(DIRECTORY, parse_person(person), TODAY)
    for one in found.services:
        assert not one.failed
        assert one.reasons
        assert bool(one.ask) == (one.outcome == "depends")
        assert one.outcome != "confirm" or one.unsaid
    for one in found.refused:
        assert one.failed
        assert one.blocking


@FEW
@given(person=PEOPLE, kind=st.sampled_from(["avrr", "ofii", "expelled", "own_means"]))
def test_the_kind_of_return_closes_a_service_only_where_a_source_says_so(person, kind):
    before = {one.id for one in match(DIRECTORY, parse_person({**person, "return_kind": "avrr"}), TODAY).services}
    after = {one.id for one in match(DIRECTORY, parse_person({**person, "return_kind": kind}), TODAY).services}
    for id_ in before ^ after:
        rules = DIRECTORY.services[id_].must
        written = [r for r in rules if any(leaf.fact == "return_kind" for leaf in r.clause.leaves())]
        assert written
        assert all(DIRECTORY.services[id_].sources[rule.src].how != "inferred" for rule in written)


@pytest.mark.parametrize("kind", ["avrr", "ofii", "expelled", "own_means"])
@pytest.mark.parametrize("region", ["bamako", "kayes", "koulikoro", "sikasso", "gao"])
@pytest.mark.parametrize("need", ["trade", "skills", "business", "job", "farm", "unsure"])
def test_three_ideas_come_whatever_the_kind_of_return(directory, kind, region, need):
    person = {"age": 25, "region": region, "need": [need], "return_kind": kind, "can_move": "yes"}
    assert len(match(directory, person, TODAY).services) >= SHOWN


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("need", ["trade", "skills", "business", "job", "farm", "unsure"])
def test_every_adult_sees_a_public_employment_desk_among_the_first_three(directory, region, need):
    found = match(directory, {"age": 25, "region": region, "need": [need]}, TODAY)
    assert {"anpe", "apej"} & {one.service.org for one in found.services[:SHOWN]}


@FEW
@given(person=PEOPLE)
def test_credit_is_never_the_first_idea(person):
    found = match(DIRECTORY, parse_person(person), TODAY)
    assert not found.services or found.services[0].service.kind != "finance"


@FEW
@given(person=PEOPLE)
def test_somebody_whom_debts_press_without_income_is_shown_no_credit_first_three(person):
    found = match(DIRECTORY, parse_person({**person, "debts": "pressing", "income": "no"}), TODAY)
    others = [one for one in found.services if one.service.kind != "finance"]
    if len(others) >= SHOWN:
        assert all(one.service.kind != "finance" for one in found.services[:SHOWN])


@FEW
@given(person=PEOPLE, firm=st.sampled_from([None, "none"]))
def test_no_investor_unless_a_running_firm_is_known(person, firm):
    found = match(DIRECTORY, parse_person({**person, "firm": firm}), TODAY)
    assert all(one.service.instrument != "equity" for one in (*found.services, *found.misses))


def test_an_investor_is_named_with_what_is_missing_and_comes_once_a_firm_runs(directory):
    person = {"age": 30, "region": "bamako", "need": ["business"]}
    unknown = match(directory, person, TODAY).of("mali-angel-capital")
    assert [text.key for text in unknown.blocking] == ["match.investor.failed"]
    assert match(directory, {**person, "firm": "registered"}, TODAY).of("mali-angel-capital").outcome == "confirm"


@FEW
@given(person=PEOPLE, age=st.sampled_from([(16, None), (15, 17), (5, 14)]))
def test_a_child_alone_gets_no_course_job_or_loan(person, age):
    alone = {**person, "age": age[0], "age_to": age[1], "signs": {"alone": "yes"}}
    found = match(DIRECTORY, parse_person(alone), TODAY)
    assert found.first_step.value == "protection_first"
    assert found.level.value == "P0"
    assert {one.service.kind for one in found.services} <= {"protection"}


@FEW
@given(person=PEOPLE)
def test_no_course_in_crops_only_for_somebody_without_land(person):
    found = match(DIRECTORY, parse_person({**person, "land": "no"}), TODAY)
    for one in found.services:
        trades = [crafts()[trade] for trade in one.prepared.trades]
        assert not trades or any("land" not in trade.needs for trade in trades)


def test_who_claims_a_trade_is_first_sent_to_a_check_at_a_centre_that_knows_it(directory):
    person = {"age": 30, "region": "bamako", "need": ["skills"], "skill": "building_electricity", "certificate": "no"}
    found = match(directory, person, TODAY)
    assert found.first_step.value == "skills_check"
    assert found.services[0].service.kind == "skills_check"
    assert "building_electricity" in found.services[0].prepared.trades


@pytest.mark.parametrize(
    ("region", "trade"), [("kayes", "market_gardening"), ("kayes", "welding"), ("bamako", "tailoring")]
)
def test_who_cannot_read_sees_first_a_course_that_teaches_it_or_is_held_in_bambara(directory, region, trade):
    person = {"age": 22, "region": region, "need": ["trade"], "trade": trade, "reads": "no"}
    first = match(directory, person, TODAY).services[0]
    assert first.service.kind == "training"
    assert first.prepared.traits.literacy or "bm" in first.prepared.traits.languages


def test_a_business_wish_brings_somebody_who_helps_with_the_project(directory):
    for region in ("bamako", "kayes", "sikasso", "segou", "mopti"):
        found = match(directory, {"age": 27, "region": region, "need": ["business"], "firm": "none"}, TODAY)
        assert {"incubator", "public_desk"} & {one.service.kind for one in found.services[:SHOWN]}


def test_sixty_people_are_offered_at_least_five_kinds_of_service(directory):
    kinds = set()
    for region in REGIONS[:10]:
        for need in ("trade", "skills", "business", "job", "farm", "unsure"):
            found = match(directory, {"age": 25, "region": region, "need": [need]}, TODAY)
            kinds |= {one.service.kind for one in found.services[:SHOWN]}
    assert len(kinds) >= 5


def test_never_three_of_one_kind_when_another_answers_the_wish(directory):
    for need in ("trade", "skills", "business", "job"):
        found = match(directory, {"age": 25, "region": "bamako", "need": [need]}, TODAY)
        assert len({one.service.kind for one in found.services[:SHOWN]}) > 1


def test_what_somebody_refused_does_not_come_back(directory):
    person = {"age": 25, "region": "kayes", "need": ["trade"]}
    first = ids(match(directory, person, TODAY))[0]
    found = match(directory, person, TODAY, dismissed=frozenset({first}))
    assert first not in {one.id for one in (*found.services, *found.refused)}


def test_equal_partners_take_turns_and_the_rest_keeps_its_order(directory):
    person = {"age": 25, "region": "bamako", "need": ["business"], "firm": "none"}
    orders = {tuple(ids(match(directory, person, TODAY, draw=f"{who}"), 20)) for who in range(len(directory.services))}
    assert len(orders) > 1
    for who in (0, 7, 31):
        found = match(directory, person, TODAY, draw=f"{who}")
        rest = [one.rank for one in found.services[SHOWN:]]
        assert rest == sorted(rest)


def test_the_same_person_gets_the_same_answer_in_niger_and_in_mali(directory):
    person = {"age": 25, "region": "kayes", "need": ["trade"], "trade": "welding"}
    there = match(directory, {**person, "in": "niger", "centre": "agadez"}, TODAY)
    here = match(directory, {**person, "in": "mali"}, TODAY)
    assert ids(there, 20) == ids(here, 20)
    assert there.services[0].reasons == here.services[0].reasons


def test_a_region_cut_from_a_served_one_is_for_the_organisation_to_confirm(directory):
    old = match(directory, {"region": "kayes", "need": ["trade"]}, TODAY).of("aek-kayes")
    new = match(directory, {"region": "nioro", "need": ["trade"]}, TODAY).of("aek-kayes")
    assert "region" in old.passed
    assert new.outcome == "confirm"
    assert "region" in new.unsaid


def test_a_course_elsewhere_depends_on_whether_one_can_move(directory):
    person = {"age": 20, "region": "gao", "need": ["trade"]}
    assert "can_move" in match(directory, person, TODAY).of("aek-kayes").ask
    assert match(directory, {**person, "can_move": "no"}, TODAY).of("aek-kayes").failed == ("region",)
    assert "region" in match(directory, {**person, "can_move": "yes"}, TODAY).of("aek-kayes").passed


def test_the_nearest_misses_answer_the_wish_and_fail_in_one_thing(directory):
    found = match(directory, {"age": 50, "region": "bamako", "need": ["trade"]}, TODAY)
    assert found.misses
    assert all(len(one.failed) == 1 for one in found.misses)


@pytest.mark.parametrize(
    ("person", "step"),
    [
        ({"need": ["trade"]}, "training"),
        ({"need": ["farm"]}, "training"),
        ({"need": ["skills"], "skill": "welding"}, "skills_check"),
        ({"need": ["job"], "skill": "welding", "certificate": "no"}, "skills_check"),
        ({"need": ["skills"], "skill": "welding", "certificate": "yes"}, "job_matching"),
        ({"need": ["job"]}, "job_matching"),
        ({"need": ["business"]}, "business_after_equipment_check"),
        ({"need": ["business"], "can_use_machines": "no"}, "training"),
        ({"need": ["trade"], "debts": "pressing", "income": "no"}, "quick_income"),
        ({"need": ["trade"], "debts": "some", "income": "no"}, "quick_income"),
        ({"need": ["trade"], "debts": "some", "income": "yes"}, "training"),
        ({"need": ["trade"], "in": "niger", "centre": "agadez"}, "pre_departure"),
        ({"need": ["health"]}, "protection_first"),
        ({"need": ["trade"], "signs": {"ill": "yes"}}, "protection_first"),
        ({"need": ["trade"], "in": "niger", "signs": {"no_food": "yes"}}, "protection_first"),
        ({}, "training"),
    ],
)
def test_the_first_step_follows_good_practice(directory, person, step):
    found = match(directory, person, TODAY)
    assert found.first_step.value == step
    assert found.first_step.reasons


def test_the_json_has_the_documented_shape(directory):
    found = match(directory, {"age": 25, "region": "kayes", "need": ["trade"]}, TODAY)
    shown = to_json(found, lambda text, language: f"{language}:{text.key}")
    assert set(shown) == {"services", "refused", "first_step", "level", "next_question"}
    for entry in (*shown["services"], *shown["refused"]):
        assert set(entry) == {"id", "org", "sheets", "outcome", "passed", "failed", "open", "reasons"}
        assert all(sheet[:2] in {"FP", "FA"} for sheet in entry["sheets"])
        assert set(entry["reasons"]) == {"fr", "bm"}
    assert {entry["outcome"] for entry in shown["refused"]} <= {"refused"}
    assert {entry["outcome"] for entry in shown["services"]} <= {"eligible", "confirm", "depends"}
    assert shown["next_question"] in {None, *(fact.asked_as for fact in registry().values())}
    assert shown["level"] == {"value": "none", "reasons": []}
    assert shown["first_step"] == {"value": "training", "reasons": ["fr:first_step.training"]}


def test_every_partner_sheet_has_its_services(directory):
    sheets = {sheet for service in directory.services.values() for sheet in service.sheets}
    assert {f"FP{number}" for number in range(1, 38)} <= sheets


@pytest.mark.parametrize(
    "fact", ["land", "can_move", "age", "certificate", "documents", "schooling", "region", "tools"]
)
def test_a_question_is_useful_exactly_if_some_answer_changes_the_first_three(directory, fact):
    person = {"age": 25, "region": "kayes", "need": ["trade"]}
    person.pop(fact, None)
    assert useful(directory, person, fact) is _useful_by_force(directory, person, fact)


def _useful_by_force(directory, person, fact):
    def first_three(extra):
        found = match(directory, {**person, **extra}, TODAY)
        return [(one.id, one.outcome) for one in found.services[:SHOWN]]

    if fact == "documents":
        extras = [{"documents": {name.partition(".")[2]: value}} for name in registry()
                  if name.startswith("documents.") for value in ("yes", "no")]  # fmt: skip
    elif registry()[fact].kind == "number":
        extras = [{fact: value} for value in range(registry()[fact].low, registry()[fact].high + 1)]
    else:
        extras = [{fact: value} for value in registry()[fact].values]
    return any(first_three(extra) != first_three({}) for extra in extras)


def test_a_known_fact_is_not_asked_again(directory):
    assert not useful(directory, {"age": 25}, "age")


def test_a_closed_full_or_forbidden_service_is_never_offered(directory):
    for one in match(directory, {"age": 25, "region": "bamako", "can_move": "yes"}, TODAY).services:
        service = one.service
        assert service.state != "closed"
        assert not service.do_not_use
        assert service.places is None or not service.places.full


def test_finance_thresholds_hold_at_their_bounds(directory):
    for service in directory.services.values():
        bounds = [leaf for rule in service.must for leaf in rule.clause.leaves() if leaf.fact == "turnover"]
        for leaf in bounds:
            assert isinstance(leaf, Leaf)
            below = {
                "age": 30,
                "region": "bamako",
                "firm": "registered",
                "firm_years": 5,
                "turnover": int(leaf.low) - 1,
            }
            assert "turnover" in match(directory, below, TODAY).of(service.id).failed
            assert "turnover" in match(directory, {**below, "turnover": int(leaf.low)}, TODAY).of(service.id).passed


def test_who_claims_a_trade_and_wants_a_job_is_checked_before_any_job(directory):
    person = {"age": 30, "region": "bamako", "need": ["job"], "skill": "building_electricity", "certificate": "no"}
    found = match(directory, person, TODAY)
    assert found.services[0].service.kind == "skills_check"
    proven = match(directory, {**person, "certificate": "yes"}, TODAY)
    assert proven.first_step.value == "job_matching"
    assert proven.services[0].service.kind in {"public_desk", "job"}


def test_whom_debts_press_sees_first_what_may_earn_soon(directory):
    person = {"age": 26, "region": "kayes", "need": ["trade"], "trade": "welding", "debts": "pressing", "income": "no"}
    found = match(directory, person, TODAY)
    assert found.first_step.value == "quick_income"
    assert found.services[0].prepared.traits.soon == 0


def test_a_rank_prints_as_plain_numbers_with_a_name_each(directory):
    for one in match(directory, {"age": 25, "region": "kayes", "need": ["trade"], "trade": "welding"}, TODAY).services:
        assert len(one.rank) == len(PARTS)
        assert all(type(part) is int for part in one.rank)


def test_what_asks_for_more_than_primary_school_waits_until_school_is_told():
    def before(first, then, **told):
        facts = {"in": "mali", "region": "bamako", "need": ["trade"], **told}
        places = {one.id: number for number, one in enumerate(match(DIRECTORY, facts, TODAY).services)}
        return places[first] < places[then]

    assert before("ame-formation", "apej-maroc")
    assert before("ame-formation", "apej-maroc", reads="no")
    assert before("apej-maroc", "ame-formation", schooling="bac")


def test_so_does_what_asks_for_a_diploma_until_one_is_told_or_a_paper_for_the_trade():
    def waits(**told):
        found = match(DIRECTORY, {"in": "mali", "region": "bamako", "need": ["job"], **told}, TODAY)
        return found.of("apej-stage").rank[PARTS.index("schooling")] == 1

    assert waits()
    assert waits(certificate="no", schooling="primary")
    assert not waits(schooling="cap")
    assert not waits(certificate="yes")
    assert not waits(documents={"diploma": "yes"})
