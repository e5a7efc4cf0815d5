"""Is there somebody for whom clauses hold together? A small exact search over the answers to the facts they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations
from math import ceil, floor
from typing import Any

from content.facts import registry
from content.rules import Clause, Leaf, Truth

TRIED_MAX = 50_000
"""People tried before the search gives up and calls the clauses possible; those of a record need less than a hundred."""
OTHER = "other"
"""Any value that no clause names."""


def somebody_passes(clauses: Sequence[Clause]) -> bool:
    """Whether some answers make none of the clauses false. What a source does not write may be true or false."""
    answers = _answers(chain.from_iterable(clause.leaves() for clause in clauses))
    people = _people(clauses, tuple(answers.items()), {})
    return any(passes or tried == TRIED_MAX for tried, passes in enumerate(people))


def _people(
    clauses: Sequence[Clause], asked: tuple[tuple[str, tuple[Any, ...]], ...], known: dict[str, Any]
) -> Iterator[bool]:
    """One verdict for each way in which answers end: refused as soon as a clause is false, or passed."""
    if any(clause.truth(known) is Truth.FALSE for clause in clauses):
        yield False
    elif not asked:
        yield True
    else:
        (fact, answers), *later = asked
        for answer in answers:
            yield from _people(clauses, tuple(later), {**known, fact: answer})


def _answers(leaves: Iterable[Leaf]) -> Mapping[str, tuple[Any, ...]]:
    """By fact, one answer for each way in which its leaves can tell people apart."""
    by_fact: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        if leaf.written:
            by_fact.setdefault(leaf.fact, []).append(leaf)
    return {fact: _telling(fact, found) for fact, found in by_fact.items()}


def _telling(name: str, leaves: list[Leaf]) -> tuple[Any, ...]:
    fact = registry().get(name)
    if fact is not None and fact.kind == "number":
        return tuple(
            sorted(number for number in _numbers(leaves, fact.low, fact.high) if fact.low <= number <= fact.high)
        )
    named = frozenset().union(*(leaf.values or () for leaf in leaves))
    values = fact.values if fact is not None else (*sorted(named), OTHER)
    apart = {tuple(value in (leaf.values or ()) for leaf in leaves): value for value in values}
    alike = tuple(apart.values())
    if fact is None or not fact.many:
        return alike
    return tuple(chain.from_iterable(combinations(alike, size) for size in range(1, len(alike) + 1)))


def _numbers(leaves: list[Leaf], low: int, high: int) -> set[int]:
    """The ends, and the whole numbers on both sides of each bound."""
    lows = {ceil(leaf.low) for leaf in leaves if leaf.low is not None}
    highs = {floor(leaf.high) for leaf in leaves if leaf.high is not None}
    return {low, high, *lows, *highs, *(bound - 1 for bound in lows), *(bound + 1 for bound in highs)}
