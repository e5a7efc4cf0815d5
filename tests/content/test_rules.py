"""The small grammar: bounds, sets, and what is true when not everything is known."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.clauses import ClauseProblem, parse_clause
from content.rules import Truth, evaluate

T, F, P, S = Truth.TRUE, Truth.FALSE, Truth.ASK_PERSON, Truth.ASK_SOURCE
LEAF_OF = {T: {"land": "yes"}, F: {"land": "no"}, P: {"water": "yes"}, S: {"schooling": "unknown"}}
FACTS = {"land": "yes"}

AND = {
    (T, T): T, (T, F): F, (T, P): P, (T, S): S, (F, F): F, (F, P): F, (F, S): F, (P, P): P, (P, S): P, (S, S): S,
}  # fmt: skip
OR = {
    (T, T): T, (T, F): T, (T, P): T, (T, S): T, (F, F): F, (F, P): P, (F, S): S, (P, P): P, (P, S): P, (S, S): S,
}  # fmt: skip


@pytest.mark.parametrize(("one", "other"), list(product((T, F, P, S), repeat=2)))
def test_and_and_or_follow_kleene_whatever_the_order(one, other):
    pair = (one, other) if (one, other) in AND else (other, one)
    parts = [LEAF_OF[one], LEAF_OF[other]]
    assert evaluate(parse_clause({"all": parts}), FACTS) is AND[pair]
    assert evaluate(parse_clause({"any": parts}), FACTS) is OR[pair]


@pytest.mark.parametrize(("inner", "outer"), [(T, F), (F, T), (P, P), (S, S)])
def test_not_turns_what_is_known_and_leaves_what_is_unknown(inner, outer):
    assert evaluate(parse_clause({"not": LEAF_OF[inner]}), FACTS) is outer


@pytest.mark.parametrize(
    ("clause", "age", "truth"),
    [
        ({"age": {"from": 16}}, 15, F),  # « avoir plus de 15 ans »
        ({"age": {"from": 16}}, 16, T),
        ({"age": {"from": 15}}, 15, T),  # « 15 ans au moins »
        ({"age": {"from": 15}}, 14, F),
        ({"age": {"to": 35}}, 35, T),
        ({"age": {"to": 35}}, 36, F),
        ({"age": {"to": 23}}, 24, F),  # « moins de 24 ans »
        ({"age": {"from": 18, "to": 40}}, 17, F),
        ({"age": {"from": 18, "to": 40}}, 41, F),
        ({"age": 20}, 20, T),
        ({"age": 20}, 21, F),
    ],
)
def test_bounds_are_inclusive_as_written(clause, age, truth):
    assert evaluate(parse_clause(clause), {"age": age}) is truth


def test_several_facts_in_one_mapping_must_all_hold():
    clause = parse_clause({"age": {"to": 17}, "in": ["niger"]})
    assert evaluate(clause, {"age": 16, "in": "niger"}) is T
    assert evaluate(clause, {"age": 16, "in": "mali"}) is F
    assert evaluate(clause, {"age": 16}) is P


def test_an_ordered_fact_can_be_bounded_by_its_values():
    clause = parse_clause({"schooling": {"from": "def"}})
    assert [evaluate(clause, {"schooling": level}) for level in ("none", "primary", "def", "higher")] == [F, F, T, T]


def test_one_of_several_languages_is_enough():
    clause = parse_clause({"languages": ["bm", "snk"]})
    assert evaluate(clause, {"languages": ("ff", "snk")}) is T
    assert evaluate(clause, {"languages": ["ff"]}) is F


def test_documents_and_signs_are_found_nested_or_flat():
    clause = parse_clause({"any": [{"document": "nina"}, {"sign": "ill"}]})
    assert evaluate(clause, {"documents": {"nina": "yes"}}) is T
    assert evaluate(clause, {"documents.nina": "yes"}) is T
    assert evaluate(clause, {"documents": {"nina": "no"}, "signs": {"ill": "no"}}) is F
    assert evaluate(clause, {"documents": {"nina": "no"}}) is P


def test_one_of_the_documents_in_a_list_is_enough():
    clause = parse_clause({"document": ["nina", "passport"]})
    assert evaluate(clause, {"documents": {"nina": "no", "passport": "yes"}}) is T


def test_what_a_talk_knows_of_itself_can_be_tested_too():
    assert evaluate(parse_clause({"talk_consent": ["yes"]}), {"talk_consent": "yes"}) is T


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ({"agee": 3}, "agee"),
        ({"age": "vieux"}, "vieux"),
        ({"age": {"from": 40, "to": 18}}, "40"),
        ({"age": {"min": 18}}, "age"),
        ({"age": {"from": "dix"}}, "dix"),
        ({"region": ["atlantis"]}, "atlantis"),
        ({"region": {"from": "kayes"}}, "region"),
        ({"schooling": {"from": "licence"}}, "licence"),
        ({"schooling": {"from": "bac", "to": "def"}}, "bac"),
        ({"region": []}, "region"),
        ({"any": {}}, "any"),
        ({}, "condition"),
        ("age", "age"),
        ({"land": True}, "« true »"),
        ({"document": "carte"}, "carte"),
    ],
)
def test_a_clause_that_cannot_be_understood_is_refused_by_name(data, named):
    with pytest.raises(ClauseProblem, match=named):
        parse_clause(data)


def test_clauses_are_values_that_can_be_compared_and_stored():
    data = {"any": [{"age": {"from": 18}}, {"not": {"region": ["kayes", "gao"]}}]}
    assert parse_clause(data) == parse_clause(data)
    assert len({parse_clause(data), parse_clause(data)}) == 1


NUMBERS = {"age": 110, "children": 30}
CHOICES = {"sex": ("f", "m"), "land": ("yes", "no"), "debts": ("none", "some", "pressing")}


def _bounds(fact: str) -> st.SearchStrategy:
    ends = st.tuples(st.integers(0, NUMBERS[fact]), st.integers(0, NUMBERS[fact])).map(sorted)
    return ends.map(lambda pair: {fact: {"from": pair[0], "to": pair[1]}})


LEAVES = st.one_of(
    *(_bounds(fact) for fact in NUMBERS),
    *(st.lists(st.sampled_from(v), min_size=1, unique=True).map(lambda v, f=f: {f: v}) for f, v in CHOICES.items()),
    st.sampled_from(sorted(CHOICES)).map(lambda fact: {fact: "unknown"}),
)
CLAUSES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=8,
)
SPANS = st.tuples(st.integers(0, 110), st.integers(1, 60)).map(lambda s: {"age": s[0], "age_to": s[0] + s[1]})
PEOPLE = st.builds(
    lambda facts, span: facts | span,
    st.fixed_dictionaries(
        {},
        optional={fact: st.integers(0, top) for fact, top in NUMBERS.items()}
        | {fact: st.sampled_from(values) for fact, values in CHOICES.items()},
    ),
    st.one_of(st.just({}), SPANS),
)


def twin(data: dict, facts: dict) -> str:
    """The grammar once more, naively: T, F, P (the person has not said) or S (the source does not say)."""
    truths = []
    for name, spec in data.items():
        if name in {"all", "any"}:
            parts = [twin(part, facts) for part in spec]
            order = "FPST" if name == "all" else "TPSF"
            truths.append(min(parts, key=order.index))
        elif name == "not":
            truths.append({"T": "F", "F": "T"}.get(twin(spec, facts), twin(spec, facts)))
        elif spec == "unknown":
            truths.append("S")
        elif name not in facts:
            truths.append("P")
        elif isinstance(spec, dict):
            ages = range(facts[name], facts.get(f"{name}_to", facts[name]) + 1)
            passing = sum(spec["from"] <= one <= spec["to"] for one in ages)
            truths.append("F" if not passing else "T" if passing == len(ages) else "P")
        else:
            truths.append("T" if facts[name] in spec else "F")
    return min(truths, key="FPST".index)


@given(CLAUSES, PEOPLE)
def test_any_clause_says_the_same_as_its_naive_twin(data, facts):
    assert evaluate(parse_clause(data), facts) is {"T": T, "F": F, "P": P, "S": S}[twin(data, facts)]
