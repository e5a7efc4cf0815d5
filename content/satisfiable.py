"""Conditions that contradict each other: nobody could pass them, or everybody does."""

from __future__ import annotations

from collections.abc import Iterator

from content.facts import Fact, registry
from content.parts import Rule
from content.rules import All, Clause, Leaf


def impossible(rules: tuple[Rule, ...]) -> Iterator[tuple[int, str]]:
    """The number of each rule at fault, with what to mend. Only facts that must all hold together are compared."""
    seen: dict[str, list[tuple[Leaf, str]]] = {}
    for number, rule in enumerate(rules):
        for leaf in _together(rule.clause):
            fact = registry().get(leaf.fact)
            if fact is None or not _written(leaf):
                continue
            if _always(leaf, fact):
                yield number, f"« {leaf.fact} » accepte toutes les valeurs ; mettez plutôt le fait dans no_condition"
            for before, src in seen.setdefault(leaf.fact, []):
                if not _meet(before, leaf, fact):
                    yield number, f"« {leaf.fact} » ne peut jamais être vrai avec l'autre condition du même fait"
                elif src == rule.src:
                    yield number, f"« {leaf.fact} » est demandé deux fois par la même source ; réunissez les conditions"
            seen[leaf.fact].append((leaf, rule.src))


def _together(clause: Clause) -> Iterator[Leaf]:
    """Leaves that must hold whatever else holds."""
    if isinstance(clause, Leaf):
        yield clause
    elif isinstance(clause, All):
        for part in clause.parts:
            yield from _together(part)


def _written(leaf: Leaf) -> bool:
    """Whether the source says which values; otherwise there is nothing to compare."""
    return leaf.values is not None or leaf.low is not None or leaf.high is not None


def _always(leaf: Leaf, fact: Fact) -> bool:
    if leaf.values is not None:
        return len(leaf.values) == len(fact.values) > 1
    return (leaf.low is None or leaf.low <= fact.low) and (leaf.high is None or leaf.high >= fact.high)


def _meet(one: Leaf, other: Leaf, fact: Fact) -> bool:
    if one.values is not None and other.values is not None:
        return fact.many or not one.values.isdisjoint(other.values)
    if one.values is None and other.values is None:
        low = max(_low(one), _low(other))
        return low <= min(_high(one), _high(other))
    return True


def _low(leaf: Leaf) -> float:
    return float("-inf") if leaf.low is None else leaf.low


def _high(leaf: Leaf) -> float:
    return float("inf") if leaf.high is None else leaf.high
