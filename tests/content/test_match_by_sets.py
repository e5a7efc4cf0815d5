"""Matching by sets of services says what walking over every service says."""

from __future__ import annotations

from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from content.arrange import SHOWN
from content.facts import registry
from content.match import match, useful
from content.person import flat, parse_person
from content.scored import OUTCOME_OF
from tests import once
from tests.content.asking_twin import next_question_twin, useful_twin
from tests.content.people import settled
from tests.content.sorting_twin import sorted_twin

TODAY = date(2026, 11, 21)
DIRECTORY = once.directory()
SOME = settings(max_examples=150)
FEW = settings(max_examples=60)
ASKED_AS = sorted({fact.asked_as for fact in registry().values() if fact.cost})


def _answers(fact):
    if fact.kind == "number":
        return st.integers(fact.low, fact.high)
    if fact.many:
        return st.lists(st.sampled_from(fact.values), min_size=1, max_size=3, unique=True)
    return st.sampled_from(fact.values)


GROUPS = sorted({fact.parent for fact in registry().values() if fact.parent})
PEOPLE = st.fixed_dictionaries(
    {},
    optional={
        **{fact.name: _answers(fact) for fact in registry().values() if not fact.parent},
        **{
            group: st.dictionaries(
                st.sampled_from([fact.name.partition(".")[2] for fact in registry().values() if fact.parent == group]),
                st.sampled_from(["yes", "no"]),
            )
            for group in GROUPS
        },
    },
).map(settled)
DISMISSED = st.frozensets(st.sampled_from(sorted(DIRECTORY.services)), max_size=6)
SILENT = st.frozensets(st.sampled_from(sorted({one.org for one in DIRECTORY.services.values()})), max_size=4)


def _located(person):
    return DIRECTORY.places.located(flat(parse_person(person)))


def _told(scored):
    return [(one.id, one.outcome, one.rank) for one in scored]


@SOME
@given(person=PEOPLE, dismissed=DISMISSED, draw=st.text(max_size=3), silent=SILENT)
def test_outcomes_ranking_and_the_first_three_are_those_of_the_twin(person, dismissed, draw, silent):
    found = match(DIRECTORY, parse_person(person), TODAY, dismissed=dismissed, draw=draw, silent=silent)
    shown, refused = (
        [(id_, OUTCOME_OF[truth], order) for id_, truth, order in rows]
        for rows in sorted_twin(DIRECTORY, _located(person), dismissed, draw, silent)
    )
    assert _told(found.services) == shown
    assert _told(found.refused) == refused
    assert _told(found.first()) == shown[:SHOWN]


@SOME
@given(person=PEOPLE, seen=DISMISSED)
def test_the_ideas_to_show_are_the_services_in_their_order_without_protection_and_what_was_seen(person, seen):
    found = match(DIRECTORY, parse_person(person), TODAY)
    fresh = [one for one in found.services if one.service.kind != "protection" and one.id not in seen]
    assert _told(found.ideas(SHOWN, seen)) == _told(fresh[:SHOWN])


@FEW
@given(person=PEOPLE, skip=st.frozensets(st.sampled_from(ASKED_AS), max_size=8), dismissed=DISMISSED)
@example(person={"in": "niger", "debts": "pressing"}, skip=frozenset(), dismissed=frozenset({"anpe-accueil"}))
def test_the_next_question_is_the_first_useful_one_of_who_tries_every_answer(person, skip, dismissed):
    found = match(DIRECTORY, parse_person(person), TODAY, dismissed=dismissed)
    assert found.ask(skip) == next_question_twin(DIRECTORY, found.services, _located(person), skip, dismissed)


@FEW
@given(person=PEOPLE, fact=st.sampled_from(ASKED_AS))
def test_a_fact_is_useful_when_some_answer_changes_what_is_shown(person, fact):
    assert useful(DIRECTORY, parse_person(person), fact) == useful_twin(DIRECTORY, _located(person), fact)


@SOME
@given(person=PEOPLE)
def test_the_nearest_misses_are_the_first_refused_that_answer_the_wish_and_fail_in_one_thing(person):
    found = match(DIRECTORY, parse_person(person), TODAY)
    near = [
        one
        for one in found.refused
        if one.prepared.needs & set(found.wish.needs) and one.service.instrument != "equity" and len(one.failed) == 1
    ]
    assert _told(found.misses) == _told(near[:3])


def test_one_service_is_found_whatever_its_outcome_and_a_dismissed_one_is_not():
    found = match(DIRECTORY, {"age": 50, "region": "gao"}, TODAY, dismissed=frozenset({"aek-kayes"}))
    assert _told([found.of(one.id) for one in found.services]) == _told(found.services)
    assert _told([found.of(one.id) for one in found.refused]) == _told(found.refused)
    assert found.of("aek-kayes") is None
    assert found.of("nothing") is None
