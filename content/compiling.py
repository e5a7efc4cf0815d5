"""Writes a directory as sets of bits, once, before the first person comes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any

from content.bitsets import Bits, Bitsets, FactBits, refusing
from content.conditions import Reach
from content.directory import Directory, Prepared
from content.facts import registry
from content.needs import PUBLIC_DESKS, kind_order
from content.places import Nearness, Place
from content.rank import suits_who_cannot_read
from content.rules import Leaf

KEPT_DIRECTORIES = 2
"""The one in use, and the next while a new release takes over."""


@lru_cache(maxsize=KEPT_DIRECTORIES)
def bitsets_of(directory: Directory) -> Bitsets:
    """The bitsets of a directory, compiled at its first use."""
    return compile_bitsets(directory)


def compile_bitsets(directory: Directory) -> Bitsets:
    """One walk over the prepared services."""
    sets, towns = _Sets(len(directory.prepared)), directory.places.level("place")
    for position, prepared in enumerate(directory.prepared):
        _enter(sets, position, prepared, towns)
    numbered = sets.of("asking")
    simple: dict[str, list[tuple[Leaf, Bits]]] = defaultdict(list)
    composite: list[tuple[int, Bits]] = []
    for number, bits in numbered.items():
        test = directory.tests[number]
        if isinstance(test, Leaf) and not _silent(test):
            simple[test.fact].append((test, bits))
        elif not isinstance(test, Reach):
            composite.append((number, bits))
    spots = tuple(sets.of("spots").items())
    needs, kinds = sets.of("needs"), sets.of("kinds")
    return Bitsets(
        everything=(1 << len(directory.prepared)) - 1,
        positions={prepared.service.id: position for position, prepared in enumerate(directory.prepared)},
        fixed=sets.of("fixed"),
        facts={fact: _fact_bits(fact, tuple(leaves)) for fact, leaves in simple.items()},
        asking=tuple(composite),
        guarding=tuple(sets.of("guarding").items()),
        proving=tuple(sets.of("proving").items()),
        everywhere=sets.of("everywhere").get(True, 0),
        served=sets.of("served"),
        perhaps=sets.of("perhaps"),
        travel=sets.of("travel").get(True, 0),
        spots=spots,
        in_town=sets.of("towns"),
        in_cercle=sets.of("cercles"),
        nearness={
            home: nearness(directory, spots, {"region": home}) for home in (None, *directory.places.level("region"))
        },
        kinds=kinds,
        desks=sets.of("desks").get(True, 0) & kinds.get("public_desk", 0),
        of_desks=sets.of("desks").get(True, 0),
        needs=needs,
        answering={need: _best_kinds_first(need, bits, kinds) for need, bits in needs.items()},
        trades=sets.of("trades"),
        teaching=sets.of("teaching").get(True, 0),
        soon=sets.of("soon"),
        wait=tuple(sorted(sets.of("wait").items())),
        price=sets.of("price"),
        freshness=tuple(sorted(sets.of("freshness").items())),
        languages=sets.of("languages"),
        any_language=sets.of("spoken").get(True, 0),
        lodging=sets.of("lodging").get(True, 0),
        suits_who_cannot_read=sets.of("suits").get(True, 0),
        prefers=tuple((clause, bits) for (clause, _), bits in sets.of("prefers").items()),
    )


class _Sets:
    """Bitsets being filled: bytes first, since a whole number would be copied for each bit."""

    def __init__(self, count: int) -> None:
        self._size = (count + 7) // 8
        self._sets: dict[str, dict[Any, bytearray]] = defaultdict(dict)

    def add(self, name: str, keys: Iterable[Any], position: int) -> None:
        sets = self._sets[name]
        for key in keys:
            if key not in sets:
                sets[key] = bytearray(self._size)
            sets[key][position >> 3] |= 1 << (position & 7)

    def of(self, name: str) -> dict[Any, Bits]:
        return {key: int.from_bytes(found, "little") for key, found in self._sets.get(name, {}).items()}


def _enter(sets: _Sets, position: int, prepared: Prepared, towns: Mapping[str, Place]) -> None:
    reach, traits = prepared.reach, prepared.traits
    places = {site.place for site in prepared.service.sites if site.region and site.place}
    clauses: list[tuple[Any, int]] = []
    for clause in prepared.prefers:
        clauses.append((clause, sum(clause == other for other, _ in clauses)))
    for name, keys in (
        ("fixed", (prepared.fixed,)),
        ("asking", prepared.asking),
        ("guarding", prepared.guarding),
        ("proving", prepared.proving),
        ("everywhere", (reach.everywhere,)),
        ("served", reach.served),
        ("perhaps", reach.perhaps),
        ("travel", (reach.travel,)),
        ("spots", prepared.spots),
        ("towns", places),
        ("cercles", {towns[place].cercle for place in places}),
        ("kinds", (prepared.service.kind,)),
        ("desks", (prepared.service.org in PUBLIC_DESKS,)),
        ("needs", prepared.needs),
        ("trades", prepared.trades),
        ("teaching", (bool(prepared.trades),)),
        ("soon", (traits.soon,)),
        ("wait", (traits.wait,)),
        ("price", (traits.price,)),
        ("freshness", (traits.freshness,)),
        ("languages", traits.languages),
        ("spoken", (bool(traits.languages),)),
        ("lodging", (traits.lodging,)),
        ("suits", (suits_who_cannot_read(prepared),)),
        ("prefers", clauses),
    ):
        sets.add(name, keys, position)


def _silent(test: Leaf) -> bool:
    return test.values is None and test.low is None and test.high is None


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


def nearness(directory: Directory, spots: Iterable[tuple[int, Bits]], facts: Mapping[str, Any]) -> tuple[Bits, ...]:
    """By nearness below « unknown », the services with a site so near to somebody."""
    levels = [0] * Nearness.UNKNOWN
    for number, bits in spots:
        near = directory.places.between(facts, *directory.spots[number])
        if near < Nearness.UNKNOWN:
            levels[near] |= bits
    return tuple(levels)


def _best_kinds_first(need: str, serving: Bits, kinds: Mapping[str, Bits]) -> tuple[Bits, ...]:
    levels: dict[int, Bits] = defaultdict(int)
    for kind, bits in kinds.items():
        levels[kind_order(need, kind)] |= serving & bits
    return tuple(bits for _, bits in sorted(levels.items()) if bits)
