"""Conditions that contradict each other: nobody could pass them, or everybody does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from content.facts import registry
from content.parts import Rule
from content.rules import All, AnyOf, Clause, Leaf, Not
from content.search import somebody_passes


def impossible(rules: tuple[Rule, ...]) -> Iterator[tuple[int, str]]:
    """The number of each rule at fault, with what to mend; only what the source writes is compared."""
    before: list[Rule] = []
    for number, rule in enumerate(rules):
        alone = list(_alone(rule.clause))
        yield from ((number, sentence) for sentence in alone)
        if alone:
            continue
        related = list(_related(rule, before))
        if not somebody_passes([rule.clause, *(one.clause for one in related)]):
            yield (
                number,
                f"{_named(rule.clause)} ne peut jamais être vrai avec l'autre condition du même fait ; corrigez l'une d'elles",
            )
            continue
        yield from ((number, sentence) for sentence in _twice(rule, related))
        before.append(rule)


def _alone(clause: Clause) -> Iterator[str]:
    """What is wrong with one clause by itself: it, or a choice in it, passes nobody; or a part of it stops nobody."""
    if not somebody_passes([clause]):
        yield f"{_named(clause)} ne peut jamais être vrai ; corrigez la condition"
        return
    for part in _choices(clause):
        if not somebody_passes([part]):
            yield f"{_named(part)} ne peut jamais être vrai dans « any » ; retirez ce choix ou corrigez-le"
    for part in _together(clause):
        if not somebody_passes([Not(part)]):
            yield f"{_named(part)} accepte toutes les valeurs ; mettez plutôt le fait dans no_condition"


def _twice(rule: Rule, related: Iterable[Rule]) -> Iterator[str]:
    """One source that asks the same fact twice was read twice."""
    asked = {leaf.fact for one in related if one.src == rule.src for leaf in _leaves(one.clause)}
    for leaf in _leaves(rule.clause):
        if leaf.fact in asked and leaf.fact in registry():
            yield f"« {leaf.fact} » est demandé deux fois par la même source ; réunissez les conditions"
        asked.add(leaf.fact)


def _related(rule: Rule, others: Iterable[Rule]) -> Iterator[Rule]:
    """The rules that share a fact with this one, or with one that does; the others cannot contradict it."""
    facts, left = set(_facts(rule.clause)), list(others)
    while met := [one for one in left if facts.intersection(_facts(one.clause))]:
        yield from met
        left = [one for one in left if one not in met]
        facts.update(fact for one in met for fact in _facts(one.clause))


def _together(clause: Clause) -> Iterator[Clause]:
    """The parts that must hold whatever else holds."""
    if isinstance(clause, All):
        for part in clause.parts:
            yield from _together(part)
    else:
        yield clause


def _choices(clause: Clause) -> Iterator[Clause]:
    """The parts of which one is enough."""
    if isinstance(clause, AnyOf):
        yield from clause.parts
    if isinstance(clause, AnyOf | All):
        for part in clause.parts:
            yield from _choices(part)


def _leaves(clause: Clause) -> Iterator[Leaf]:
    """Of the parts that must hold together, those that are one fact whose values are written."""
    return (part for part in _together(clause) if isinstance(part, Leaf) and part.written)


def _facts(clause: Clause) -> tuple[str, ...]:
    return tuple(dict.fromkeys(leaf.fact for leaf in clause.leaves()))


def _named(clause: Clause) -> str:
    return " + ".join(f"« {name} »" for name in _facts(clause))
