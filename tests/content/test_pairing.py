"""What the documents say goes together, comes first or never comes: for the invented people and for anybody."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from content.arrange import HELPERS, SHOWN
from content.card_details import details
from content.card_set import pair_lines
from content.match import match
from content.person import flat, parse_person
from content.places import Nearness
from content.rank import ASKED, PARTS, PROTECTION_FIRST
from content.scenario import load_scenarios
from content.trades import crafts
from tests import once
from tests.content.people import FEW, PEOPLE

TODAY = date(2026, 11, 21)
DIRECTORY = once.directory()
SCENARIOS = load_scenarios(DIRECTORY)
MANY = 5
NEAR = PARTS.index("place")
FAR = 2 * Nearness.NEIGHBOUR


def found_for(facts, **how):
    return match(DIRECTORY, parse_person(facts), TODAY, **how)


def ideas(found, count=SHOWN):
    """What the talk suggests; places of help are shown on their own."""
    return found.ideas(count, frozenset())


def kinds(shown):
    return [one.service.kind for one in shown]


def credit_comes_with_help(facts):
    found = found_for(facts)
    shown = kinds(ideas(found))
    assert shown[:1] != ["finance"]
    assert "finance" not in shown or set(shown) & {*HELPERS, "training"}
    if found.wish.presses and len([one for one in ideas(found, MANY) if one.service.kind != "finance"]) >= SHOWN:
        assert "finance" not in shown


def crops_need_land(facts):
    for one in found_for(facts).services:
        trades = [crafts()[trade] for trade in one.prepared.trades]
        if trades and all("land" in trade.needs for trade in trades) and facts.get("land") != "yes":
            assert facts.get("land") is None
            assert "land" in one.ask
        if facts.get("land") == "no":
            said = [text for text in one.reasons if text.key in {"match.trade.passed", "match.trade.near"}]
            named = {text.values["trade"].key.removeprefix("trade.") for text in said}
            assert not any("land" in crafts()[trade].needs for trade in named)


def a_claimed_trade_is_checked_first(facts):
    found = found_for(facts)
    if not found.wish.unproven or found.wish.presses or found.first_step.value != "skills_check":
        return
    checks = [one for one in found.services if one.service.kind == "skills_check" and one.rank[0] <= ASKED]
    if checks and (facts.get("can_move") == "yes" or min(one.rank[NEAR] for one in checks) < FAR):
        assert kinds(ideas(found))[0] == "skills_check"
    elif checks:  # far, and they did not say that they can leave: what is near stands before it
        assert "skills_check" in kinds(ideas(found))[:2]
    elif not found.wish.cannot_wait:  # whoever cannot stop earning is not sent far for it (R35)
        known = {trade for one in found.services if one.service.kind == "skills_check" for trade in one.prepared.trades}
        assert facts.get("skill") not in known


def no_job_before_the_check(facts):
    found = found_for(facts)
    if found.first_step.value == "skills_check" and "skills_check" in kinds(ideas(found)):
        shown = kinds(ideas(found))
        assert "job" not in shown[: shown.index("skills_check")]


def machines_are_tried_before_money(facts):
    found = found_for(facts)
    needs = flat(parse_person(facts)).get("need") or ("unsure",)
    if needs[0] == "business" and not found.wish.protection and not found.wish.presses and facts.get("in") != "niger":
        learnt = facts.get("can_use_machines") == "no"
        assert found.first_step.value in (
            {"skills_check"} if found.wish.unproven else {"training"} if learnt else {"business_after_equipment_check"}
        ) | ({"protection_first"} if found.level.value in {"P0", "P1"} else set())
    if facts.get("can_use_machines") == "no" and found.first_step.value == "training" and "business" in needs:
        assert "finance" not in kinds(ideas(found))


def an_adult_finds_a_public_agency(facts):
    known = flat(parse_person(facts))
    if known.get("age", 18) < 18 or known.get("signs.wants_to_die") == "yes":
        return
    assert {"anpe", "apej"} & {one.service.org for one in ideas(found_for(facts))}


def both_agencies_are_told_apart(facts):
    shown = ideas(found_for(facts))
    both = {"anpe", "apej"} <= {one.service.org for one in shown}
    assert ("card.anpe_apej" in {text.key for text in pair_lines(shown)}) is both


def a_trade_that_is_not_taught_here_is_said_not_to_be(facts):
    found = found_for(facts)
    shown = ideas(found)
    known = {text.key for text in pair_lines(shown, facts.get("trade"))}
    if facts.get("trade") and shown and "protection" not in kinds(shown):
        taught = any(facts["trade"] in one.prepared.trades for one in shown)
        learns = not {"business", "job"} & {*found.wish.needs[:1]}
        assert ("card.trade_elsewhere" in known) is (learns and not taught)


def test_who_sells_is_not_told_that_selling_is_not_taught():
    shown = ideas(found_for({"region": "bamako", "age": 25, "need": ["business"], "trade": "entrepreneurship"}))
    assert "card.trade_elsewhere" not in {text.key for text in pair_lines(shown, "entrepreneurship")}
    seller = ideas(found_for({"region": "bamako", "age": 25, "need": ["business"], "trade": "small_trade"}))
    assert "card.trade_elsewhere" not in {text.key for text in pair_lines(seller, "small_trade")}


def nobody_who_claims_no_trade_is_sent_to_have_it_checked(facts):
    needs = facts.get("need") or ()
    if facts.get("skill") or "skills" in needs or ("business" in needs and facts.get("can_use_machines") == "yes"):
        return
    found = found_for(facts)
    assert "skills_check" not in kinds(found.services)
    said = [text.fr for one in found.services for text in one.reasons]
    assert not any("votre métier" in line.lower() or "proche du vôtre" in line for line in said)


def a_course_says_what_comes_next(facts):
    for one in ideas(found_for(facts)):
        if one.service.kind == "training":
            own = {one.service.next_step.text.key} if one.service.next_step else {"card.next_step"}
            assert own <= {text.key for text in details(one, TODAY)}


def five_are_not_of_one_kind(facts):
    found = found_for(facts)
    wanted = {one.service.kind for one in found.services if one.rank[0] == ASKED and one.service.kind != "protection"}
    if len(wanted) > 1:
        assert len(set(kinds(ideas(found, MANY)))) > 1


RULES = [
    credit_comes_with_help,
    crops_need_land,
    a_claimed_trade_is_checked_first,
    no_job_before_the_check,
    machines_are_tried_before_money,
    an_adult_finds_a_public_agency,
    both_agencies_are_told_apart,
    a_trade_that_is_not_taught_here_is_said_not_to_be,
    nobody_who_claims_no_trade_is_sent_to_have_it_checked,
    a_course_says_what_comes_next,
    five_are_not_of_one_kind,
]
EACH_RULE = pytest.mark.parametrize("holds", RULES, ids=lambda rule: rule.__name__)


@EACH_RULE
def test_the_rule_holds_for_each_invented_person(holds):
    for person in SCENARIOS:
        holds(person.facts)


@EACH_RULE
@FEW
@given(person=PEOPLE)
@example(person={"in": "niger", "debts": "none", "trade": "welding", "need": ("papers",), "income": "no"})
def test_the_rule_holds_for_anybody(holds, person):
    holds(person)


@FEW
@given(person=PEOPLE)
def test_credit_is_held_back_from_whom_debts_press_without_income(person):
    credit_comes_with_help({**person, "debts": "pressing", "income": "no"})


@FEW
@given(person=PEOPLE)
def test_no_course_in_crops_alone_without_land(person):
    crops_need_land({**person, "land": "no", "need": ["farm"]})


@pytest.mark.parametrize("service", ["aek-kayes", "grdr-cours"])
def test_a_mixed_centre_is_no_place_to_learn_crops_without_land(service):
    wish = {"age": 25, "region": "kayes", "need": ["trade"], "trade": "crop_farming"}
    without, owner = found_for({**wish, "land": "no"}).of(service), found_for({**wish, "land": "yes"}).of(service)
    assert "match.trade.passed" in [text.key for text in owner.reasons]
    assert not {"match.trade.passed", "match.trade.near"} & {text.key for text in without.reasons}
    assert without.rank[PARTS.index("trade")] > owner.rank[PARTS.index("trade")]


@FEW
@given(person=PEOPLE, need=st.sampled_from(["skills", "job", "business", "unsure"]))
def test_a_trade_that_is_claimed_is_checked_first(person, need):
    claimed = {**person, "need": [need], "skill": "welding", "certificate": "no", "region": "kayes", "in": "mali"}
    a_claimed_trade_is_checked_first(claimed)
    no_job_before_the_check(claimed)


@FEW
@given(person=PEOPLE, draw=st.text(min_size=1, max_size=3))
def test_only_equals_change_places_when_turns_change(person, draw):
    found, turned = found_for(person), found_for(person, draw=draw)
    chosen = SHOWN + sum(one.rank[0] == PROTECTION_FIRST for one in turned.services)
    rest = [one.rank[:-1] for one in turned.services[chosen:]]
    assert rest == sorted(rest)
    assert {one.id: one.rank[:-1] for one in found.services} == {one.id: one.rank[:-1] for one in turned.services}


@pytest.mark.parametrize("person", SCENARIOS[::8], ids=lambda person: person.name)
def test_every_one_of_equal_partners_comes_first_among_them_in_some_turn(person):
    alike = {}
    for one in found_for(person.facts).services:
        alike.setdefault(one.rank[:-1], set()).add(one.id)
    leaders = {}
    for who in range(len(DIRECTORY.services)):
        firsts = {}
        for one in match(DIRECTORY, person.facts, TODAY, draw=f"{who}").services:
            kept = firsts.get(one.rank[:-1])
            if kept is None or one.rank[-1] < kept.rank[-1]:
                firsts[one.rank[:-1]] = one
        for rank, one in firsts.items():
            leaders.setdefault(rank, set()).add(one.id)
    assert leaders == alike


@FEW
@given(person=PEOPLE, data=st.data())
def test_an_idea_that_was_refused_stays_away(person, data):
    shown = [one.id for one in found_for(person).services]
    assume(shown)
    gone = frozenset(data.draw(st.lists(st.sampled_from(shown), min_size=1, max_size=4)))
    found = found_for(person, dismissed=gone)
    assert not gone & {one.id for one in (*found.services, *found.refused, *found.misses, *found.ideas(99, set()))}
    assert all(found.of(one) is None for one in gone)


def test_who_named_no_region_sees_offices_that_are_in_most_of_them_first():
    waiting = {"in": "niger", "centre": "agadez", "age": 25, "return_kind": "avrr", "need": ["job"]}
    lost = {"need": ["unsure"]}
    for facts in (waiting, lost, {}):
        shown = ideas(found_for(facts))
        assert len(shown) == SHOWN
        assert all(one.prepared.reach.wide for one in shown)


@pytest.mark.parametrize("region", ["bamako", "segou", "kayes", "gao"])
@pytest.mark.parametrize("more", [{}, {"debts": "pressing"}], ids=["must earn", "debts"])
def test_who_must_earn_sees_work_that_is_paid_before_advice(region, more):
    earns = {"in": "mali", "region": region, "age": 25, "need": ["trade"], "trade": "tailoring", "income": "no"}
    shown = ideas(found_for({**earns, "can_stop_earning": "no", **more}))
    assert shown[0].prepared.traits.soon == 0
    assert {"anpe", "apej"} & {one.service.org for one in shown}


def test_a_large_sum_waits_until_the_person_speaks_of_an_income():
    seller = {"in": "mali", "region": "kayes", "age": 25, "need": ["business"], "trade": "small_trade"}
    assert not any(one.prepared.traits.dear for one in ideas(found_for(seller)))
    assert any(one.prepared.traits.dear for one in ideas(found_for({**seller, "income": "yes"})))
