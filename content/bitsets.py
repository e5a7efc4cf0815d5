"""The catalogue as whole numbers: bit n of each stands for service n, so that one « and » asks all services at once.

Compiled once for a directory. Without it a person costs a walk over every record, shown or not.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias, TypeVar

from content.conditions import Reach
from content.directory import Directory, Prepared
from content.facts import registry
from content.needs import kind_order
from content.places import Nearness
from content.rank import suits_who_cannot_read
from content.rules import Leaf, Truth

Bits: TypeAlias = int
Key = TypeVar("Key", bound=Hashable)
PUBLIC_DESKS = frozenset({"anpe", "apej"})
"""For every adult in each region the first set holds the employment agency or the youth one (R77)."""

KEPT_DIRECTORIES = 2
"""The one in use, and the next while a new release takes over."""


@dataclass(frozen=True, slots=True)
class FactBits:
    """All tests of one fact alone: whom each answer refuses. ``points`` are a number's bounds, in order."""

    leaves: tuple[tuple[Leaf, Bits], ...]
    having: Bits
    refused: Mapping[str | int, Bits]
    points: tuple[float, ...]

    def refusing(self, value: Any) -> Bits:
        """The services that somebody with this answer cannot enter."""
        if isinstance(value, str) and value in self.refused:
            return self.refused[value]
        if self.points and isinstance(value, int | float):
            return self.refused[bisect_left(self.points, value) + bisect_right(self.points, value)]
        return _refusing(self.leaves, value)


@dataclass(frozen=True, slots=True)
class Bitsets:
    """What matching, ranking and arranging ask of a service, each as the set of services of which it is true."""

    everything: Bits
    positions: Mapping[str, int]
    fixed: Mapping[Truth, Bits]
    facts: Mapping[str, FactBits]
    asking: tuple[tuple[int, Bits], ...]
    guarding: tuple[tuple[int, Bits], ...]
    proving: tuple[tuple[int, Bits], ...]
    everywhere: Bits
    served: Mapping[str, Bits]
    perhaps: Mapping[str, Bits]
    travel: Bits
    spots: tuple[tuple[int, Bits], ...]
    nearness: Mapping[str | None, tuple[Bits, ...]]
    kinds: Mapping[str, Bits]
    desks: Bits
    of_desks: Bits
    needs: Mapping[str, Bits]
    answering: Mapping[str, tuple[Bits, ...]]
    trades: Mapping[str, Bits]
    teaching: Bits
    soon: Mapping[int, Bits]
    wait: tuple[tuple[int, Bits], ...]
    price: Mapping[int, Bits]
    freshness: tuple[tuple[int, Bits], ...]
    languages: Mapping[str, Bits]
    any_language: Bits
    lodging: Bits
    suits_who_cannot_read: Bits
    prefers: tuple[tuple[Any, Bits], ...]


_kept: dict[int, tuple[tuple[Prepared, ...], Bitsets]] = {}


def bitsets_of(directory: Directory) -> Bitsets:
    """The bitsets of a directory, compiled at its first use."""
    key = id(directory.prepared)
    kept = _kept.get(key)
    if kept is not None and kept[0] is directory.prepared:
        return kept[1]
    compiled = compile_bitsets(directory)
    while len(_kept) >= KEPT_DIRECTORIES:
        _kept.pop(next(iter(_kept)))
    _kept[key] = (directory.prepared, compiled)
    return compiled


def compile_bitsets(directory: Directory) -> Bitsets:
    """One walk over the prepared services."""
    sets = _Sets(len(directory.prepared))
    for position, prepared in enumerate(directory.prepared):
        _enter(sets, position, prepared)
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


def _enter(sets: _Sets, position: int, prepared: Prepared) -> None:
    reach, traits = prepared.reach, prepared.traits
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
    refused = {answer: _refusing(leaves, value) for answer, value in answers.items()}
    return FactBits(leaves, having, refused, tuple(points))


def _refusing(leaves: Iterable[tuple[Leaf, Bits]], value: Any) -> Bits:
    refused = 0
    for leaf, bits in leaves:
        if leaf.truth({leaf.fact: value}) is Truth.FALSE:
            refused |= bits
    return refused


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
