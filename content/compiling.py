"""Writes a directory as sets of bits, once, before the first person comes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any

from content.bitsets import Bits, Bitsets, FactBits, refusing
from content.conditions import Fixed, Reach
from content.directory import Directory, Prepared, Spot
from content.facts import registry
from content.filling import HOLDS, Filling
from content.needs import PUBLIC_DESKS, kind_order
from content.places import Nearness, Place
from content.rank import suits_who_cannot_read
from content.rules import Clause, Leaf, Truth

KEPT_DIRECTORIES = 2
"""The one in use, and the next while a new release takes over."""


@lru_cache(maxsize=KEPT_DIRECTORIES)
def bitsets_of(directory: Directory) -> Bitsets:
    """The bitsets of a directory, compiled at its first use."""
    return compile_bitsets(directory)


def compile_bitsets(directory: Directory) -> Bitsets:
    """One walk over the prepared services."""
    sets, towns = Filling(len(directory.prepared)), directory.places.level("place")
    positions: dict[str, int] = {}
    for position, prepared in enumerate(directory.prepared):
        positions[prepared.service.id] = position
        sets.go_to(position)
        _enter(sets, prepared, towns)
    simple: dict[str, list[tuple[Leaf, Bits]]] = defaultdict(list)
    composite: list[tuple[Clause, Bits]] = []
    asking, guarding, proving = sets.of("asking"), sets.of("guarding"), sets.of("proving")
    for test, bits in asking.items():
        if isinstance(test, Leaf) and test.written:
            simple[test.fact].append((test, bits))
        else:
            composite.append((test, bits))
    spots = tuple(sets.of("spots").items())
    needs, kinds = sets.of("needs"), sets.of("kinds")
    return Bitsets(
        everything=(1 << len(directory.prepared)) - 1,
        positions=positions,
        fixed=sets.of("fixed"),
        facts={fact: _fact_bits(fact, tuple(leaves)) for fact, leaves in simple.items()},
        asking=tuple(composite),
        tests=tuple(dict.fromkeys((*asking, *guarding, *proving))),
        guarding=tuple(guarding.items()),
        proving=tuple(proving.items()),
        everywhere=sets.true("everywhere"),
        wide=sets.true("wide"),
        served=sets.of("served"),
        perhaps=sets.of("perhaps"),
        travel=sets.true("travel"),
        spots=spots,
        in_town=sets.of("towns"),
        in_cercle=sets.of("cercles"),
        nearness={
            home: nearness(directory, spots, {"region": home}) for home in (None, *directory.places.level("region"))
        },
        kinds=kinds,
        desks=sets.true("desks") & kinds.get("public_desk", 0),
        of_desks=sets.true("desks"),
        needs=needs,
        answering={need: _best_kinds_first(need, bits, kinds) for need, bits in needs.items()},
        trades=sets.of("trades"),
        teaching=sets.true("teaching"),
        soon=sets.of("soon"),
        wait=tuple(sorted(sets.of("wait").items())),
        price=sets.of("price"),
        freshness=tuple(sorted(sets.of("freshness").items())),
        languages=sets.of("languages"),
        any_language=sets.true("spoken"),
        lodging=sets.true("lodging"),
        dear=sets.true("dear"),
        suits_who_cannot_read=sets.true("suits"),
        prefers=tuple((clause, bits) for (clause, _), bits in sets.of("prefers").items()),
    )


def _enter(sets: Filling, prepared: Prepared, towns: Mapping[str, Place]) -> None:
    service, reach, traits = prepared.service, prepared.reach, prepared.traits
    for name, holds in (
        ("everywhere", reach.everywhere),
        ("wide", reach.wide),
        ("travel", reach.travel),
        ("desks", service.org in PUBLIC_DESKS),
        ("teaching", prepared.trades),
        ("spoken", traits.languages),
        ("lodging", traits.lodging),
        ("dear", traits.dear),
        ("suits", suits_who_cannot_read(prepared)),
    ):
        if holds:
            sets.add(name, HOLDS)
    sets.add("kinds", service.kind)
    sets.add("soon", traits.soon)
    sets.add("wait", traits.wait)
    sets.add("price", traits.price)
    sets.add("freshness", traits.freshness)
    sets.each("served", reach.served)
    sets.each("perhaps", reach.perhaps)
    sets.each("needs", prepared.needs)
    sets.each("trades", prepared.trades)
    sets.each("languages", traits.languages)
    for spot in prepared.spots:
        sets.add("spots", spot)
        if spot[1]:
            sets.add("towns", spot[1])
            sets.add("cercles", towns[spot[1]].cercle)
    for number, clause in enumerate(prepared.prefers):
        sets.add("prefers", (clause, prepared.prefers[:number].count(clause)))
    _enter_conditions(sets, prepared)


def _enter_conditions(sets: Filling, prepared: Prepared) -> None:
    """What is the same for everybody is worth one bit; where it is has sets of its own."""
    fixed = Truth.TRUE
    for condition in prepared.conditions:
        test = condition.test
        if condition.origin == "inferred":
            fixed = min(fixed, Truth.ASK_SOURCE)
        elif isinstance(test, Fixed):
            fixed = min(fixed, test.value)
        elif not isinstance(test, Reach):
            sets.add("guarding" if condition.guard else "proving" if condition.certain else "asking", test)
    sets.add("fixed", fixed)


def _fact_bits(name: str, leaves: tuple[tuple[Leaf, Bits], ...]) -> FactBits:
    having = 0
    for _, bits in leaves:
        having |= bits
    points = sorted({bound for leaf, _ in leaves for bound in (leaf.low, leaf.high) if bound is not None})
    answers: dict[str | int, Any] = {}
    if points:
        between = [(low + high) / 2 for low, high in pairwise(points)]
        spread = [
            points[0] - 1,
            *(value for pair in zip(points, [*between, points[-1] + 1], strict=True) for value in pair),
        ]
        answers.update(enumerate(spread))
    elif name in registry() and not registry()[name].many:
        answers.update((value, value) for value in registry()[name].values)
    refused = {answer: refusing(leaves, value) for answer, value in answers.items()}
    return FactBits(leaves, having, refused, tuple(points))


def nearness(directory: Directory, spots: Iterable[tuple[Spot, Bits]], facts: Mapping[str, Any]) -> tuple[Bits, ...]:
    """By nearness below « unknown », the services with a site so near to somebody."""
    levels = [0] * Nearness.UNKNOWN
    for spot, bits in spots:
        near = directory.places.between(facts, *spot)
        if near < Nearness.UNKNOWN:
            levels[near] |= bits
    return tuple(levels)


def _best_kinds_first(need: str, serving: Bits, kinds: Mapping[str, Bits]) -> tuple[Bits, ...]:
    levels: dict[int, Bits] = defaultdict(int)
    for kind, bits in kinds.items():
        levels[kind_order(need, kind)] |= serving & bits
    return tuple(bits for _, bits in sorted(levels.items()) if bits)
