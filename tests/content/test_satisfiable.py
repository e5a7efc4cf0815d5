"""A condition that nobody or everybody passes is seen, also through not, all and any."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.clauses import parse_clause
from content.parts import Rule
from content.rules import Truth
from content.satisfiable import impossible
from content.search import somebody_passes
from tests.content.people import FEW


def faults(*clauses, sources=None):
    sources = sources or [f"s{number}" for number in range(len(clauses))]
    rules = tuple(Rule(clause=parse_clause(raw), src=src) for raw, src in zip(clauses, sources, strict=True))
    return list(impossible(rules))


@pytest.mark.parametrize(
    "clauses",
    [
        [{"age": {"to": 17}}, {"age": {"from": 18}}],
        [{"all": [{"age": {"to": 17}}, {"age": {"from": 18}}]}],
        [{"sex": "f"}, {"not": {"sex": "f"}}],
        [{"not": {"any": [{"sex": "f"}, {"sex": "m"}]}}],
        [{"any": [{"age": {"to": 17}}, {"sex": "f"}]}, {"age": {"from": 18}}, {"sex": "m"}],
        [{"not": {"age": {"to": 40}}}, {"age": {"from": 18, "to": 40}}],
        [{"document": "nina"}, {"documents": {"nina": "no"}}],
        [{"not": {"need": ["trade"]}}, {"need": ["trade"]}],
        [{"firm": ["registered"]}, {"any": [{"firm": ["none"]}, {"firm": ["informal"]}]}],
        [{"age": {"from": 18, "to": 19}}, {"not": {"age": 18}}, {"not": {"age": 19}}],
    ],
)
def test_what_nobody_can_pass_is_told_at_the_last_clause(clauses):
    (fault,) = faults(*clauses)
    assert fault[0] == len(clauses) - 1
    assert "jamais" in fault[1]


@pytest.mark.parametrize(
    "clause",
    [
        {"age": {"from": 0}},
        {"sex": ["f", "m"]},
        {"any": [{"age": {"to": 17}}, {"age": {"from": 18}}]},
        {"any": [{"sex": "f"}, {"not": {"sex": "f"}}]},
        {"not": {"all": [{"age": {"to": 17}}, {"sex": "m"}, {"sex": "f"}]}},
    ],
)
def test_what_everybody_passes_is_told(clause):
    (fault,) = faults(clause)
    assert "no_condition" in fault[1]


def test_a_choice_that_nobody_can_take_is_told():
    (fault,) = faults({"any": [{"document": "nina"}, {"all": [{"age": {"to": 17}}, {"age": {"from": 18}}]}]})
    assert "any" in fault[1]


@pytest.mark.parametrize(
    "clauses",
    [
        [{"age": {"from": 18, "to": 40}}, {"any": [{"document": "nina"}, {"document": "passport"}]}],
        [{"need": ["trade"]}, {"need": ["job"]}],
        [{"not": {"age": {"to": 17}, "sign": "alone"}}, {"age": {"to": 17}}],
        [{"schooling": "unknown"}, {"not": {"schooling": ["none"]}}],
        [{"any": [{"sex": "f"}, {"age": {"to": 35}}]}, {"age": {"from": 30}}],
        [{"age": {"from": 18}}, {"age": {"to": 40}}],
    ],
)
def test_what_somebody_can_pass_is_no_fault(clauses):
    assert faults(*clauses) == []


def test_a_contradiction_is_told_once_and_the_others_still_are_compared():
    found = faults({"sex": "f"}, {"sex": "m"}, {"age": {"to": 17}}, {"age": {"from": 18}})
    assert [number for number, _ in found] == [1, 3]


def test_one_source_that_asks_twice_is_told():
    (fault,) = faults({"age": {"from": 18}}, {"age": {"to": 40}}, sources=["s1", "s1"])
    assert "deux fois" in fault[1]


def test_a_search_that_takes_too_long_gives_the_clauses_the_benefit_of_the_doubt(monkeypatch):
    never = [parse_clause({"sex": "f"}), parse_clause({"sex": "m"})]
    assert not somebody_passes(never)
    monkeypatch.setattr("content.search.TRIED_MAX", 1)
    assert somebody_passes(never)


LEAVES = st.sampled_from(
    [{"age": {"from": 16}}, {"age": {"to": 17}}, {"age": {"from": 18, "to": 20}}, {"sex": "f"}, {"sex": "m"}]
)
CLAUSES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda part: {"not": part}, inner),
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=8,
)


@FEW
@given(raw=CLAUSES)
def test_the_search_agrees_with_trying_everybody(raw):
    clause = parse_clause(raw)
    everybody = ({"age": age, "sex": sex} for age in range(10, 60) for sex in ("f", "m"))
    assert somebody_passes([clause]) == any(clause.truth(person) is Truth.TRUE for person in everybody)
