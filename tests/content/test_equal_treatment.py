"""How somebody came back, and whether they are a woman or a man, closes a service only where a source says so.

The services concerned and their sources are worked out from the conditions, so that a new record cannot slip in a
difference that nobody wrote.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from content.facts import registry
from content.house import HOUSE
from content.match import match
from content.person import parse_person
from content.rules import Truth, evaluate
from content.scenario import load_scenarios
from tests import once
from tests.content.people import FEW, PEOPLE

TODAY = date(2026, 11, 21)
DIRECTORY = once.directory()
EQUAL = ("return_kind", "sex")
EACH_FACT = pytest.mark.parametrize("fact", EQUAL)
SCENARIOS = load_scenarios(DIRECTORY)


def closing(service, fact, value):
    """The sources that say in so many words that the service is not for people with this value of the fact."""
    return [
        source
        for rule in service.must
        if fact in {leaf.fact for leaf in rule.clause.leaves()}
        and evaluate(rule.clause, {fact: value}) is Truth.FALSE
        and (source := service.sources[rule.src]).how != "inferred"
    ]


def reserved(fact):
    """By service, the values it is closed to with the document and sheet of each source."""
    return {
        service.id: {
            value: [(source.document, source.sheet or source.note) for source in found]
            for value in registry()[fact].values
            if (found := closing(service, fact, value))
        }
        for service in DIRECTORY.services.values()
        if any(closing(service, fact, value) for value in registry()[fact].values)
    }


def reachable(person, fact, value):
    return {one.id for one in match(DIRECTORY, parse_person({**person, fact: value}), TODAY).services}


def check_equal(person, fact):
    values = registry()[fact].values
    open_to = {value: reachable(person, fact, value) for value in values}
    anywhere = set().union(*open_to.values())
    for value in values:
        missing = anywhere - open_to[value]
        unexplained = {one for one in missing if not closing(DIRECTORY.services[one], fact, value)}
        assert not unexplained, f"{fact} {value} : {unexplained}, and no source says so; sources: {reserved(fact)}"
        explained = {one for one, closed in reserved(fact).items() if value in closed}
        assert len(open_to[value]) >= len(anywhere) - len(explained)


@EACH_FACT
@pytest.mark.parametrize("person", SCENARIOS, ids=lambda person: person.name)
def test_only_a_source_closes_a_service_to_an_invented_person(person, fact):
    check_equal(person.facts, fact)


@EACH_FACT
@FEW
@given(person=PEOPLE)
def test_only_a_source_closes_a_service_to_anybody(fact, person):
    check_equal(person, fact)


@EACH_FACT
@FEW
@given(person=PEOPLE)
def test_what_to_begin_with_and_how_urgently_is_the_same_for_all(fact, person):
    found = [match(DIRECTORY, parse_person({**person, fact: value}), TODAY) for value in registry()[fact].values]
    assert len({(one.first_step.value, one.level.value) for one in found}) == 1


@EACH_FACT
def test_every_service_that_is_not_for_all_names_a_document(fact):
    found = reserved(fact)
    assert found
    for closed in found.values():
        for sources in closed.values():
            assert all(document and where for document, where in sources)


@EACH_FACT
def test_none_of_our_own_rules_looks_at_it(fact):
    assert all(fact not in {leaf.fact for leaf in rule.clause.leaves()} for rule in HOUSE)


@EACH_FACT
def test_no_value_is_closed_out_of_more_than_a_few_services(fact):
    """R65: whoever came back without help reaches as much as the others, but for what is reserved in writing."""
    total = len(DIRECTORY.services)
    for value in registry()[fact].values:
        assert sum(value in closed for closed in reserved(fact).values()) <= total // 20


@pytest.mark.parametrize("value", ["expelled", "own_means"])
def test_outside_assisted_return_nobody_is_shown_less_than_three_ideas(value):
    for person in SCENARIOS:
        assisted = match(DIRECTORY, {**person.facts, "return_kind": "avrr"}, TODAY).first()
        outside = match(DIRECTORY, {**person.facts, "return_kind": value}, TODAY).first()
        assert len(outside) >= len(assisted)
