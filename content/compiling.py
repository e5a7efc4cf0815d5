"""Writes a directory as sets of bits, once, before the first person comes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any

from content.bitsets import Bits, Bitsets, FactBits, refusing, union
from content.by_test import by_test
from content.directory import Directory, Prepared, Spot
from content.facts import registry
from content.filling import Filling, Mark
from content.needs import PUBLIC_DESKS, kind_order
from content.places import Nearness
from content.rank import suits_who_cannot_read
from content.rules import UP_TO, Leaf

FLAGS = ("everywhere", "wide", "travel", "desk", "lodging", "dear", "slow", "suits_who_cannot_read", "teaches")
"""What is so of a service or is not, in the order of its mark."""
KEPT_DIRECTORIES = 2
"""The one in use, and the next while a new release takes over."""


@lru_cache(maxsize=KEPT_DIRECTORIES)
def bitsets_of(directory: Directory) -> Bitsets:
    """The bitsets of a directory, compiled at its first use."""
    return compile_bitsets(directory)


def compile_bitsets(directory: Directory) -> Bitsets:
    """One walk over the prepared services."""
    count = len(directory.prepared)
    sets, positions = Filling(count), {}
    for position, prepared in enumerate(directory.prepared):
        positions[prepared.service.id] = position
        sets.enter(position, _marks(prepared))
    tests = by_test(sets.of("conditions"))
    flagged = _by_flag(sets.of("flags"))
    spots = tuple(sets.of("spots").items())
    towns = directory.places.level("place")
    needs, kinds, trades, languages = sets.of("needs"), sets.of("kinds"), sets.of("trades"), sets.of("languages")
    return Bitsets(
        everything=(1 << count) - 1,
        positions=positions,
        fixed=tests.fixed,
        facts={fact: _fact_bits(fact, leaves) for fact, leaves in tests.simple.items()},
        asking=tests.composite,
        tests=tests.clauses,
        guarding=tuple(tests.guarding.items()),
        proving=tuple(tests.proving.items()),
        everywhere=flagged["everywhere"],
        wide=flagged["wide"],
        served=sets.of("served"),
        perhaps=sets.of("perhaps"),
        travel=flagged["travel"],
        spots=spots,
        in_town=_gathered((town, bits) for (_, town), bits in spots if town),
        in_cercle=_gathered((towns[town].cercle, bits) for (_, town), bits in spots if town),
        nearness={
            home: nearness(directory, spots, {"region": home}) for home in (None, *directory.places.level("region"))
        },
        kinds=kinds,
        desks=flagged["desk"] & kinds.get("public_desk", 0),
        of_desks=flagged["desk"],
        needs=needs,
        answering={need: _best_kinds_first(need, bits, kinds) for need, bits in needs.items()},
        trades=trades,
        teaching=flagged["teaches"],
        soon=sets.of("soon"),
        wait=tuple(sorted(sets.of("wait").items())),
        price=sets.of("price"),
        freshness=tuple(sorted(sets.of("freshness").items())),
        languages=languages,
        any_language=union(languages.values()),
        lodging=flagged["lodging"],
        dear=flagged["dear"],
        slow=flagged["slow"],
        suits_who_cannot_read=flagged["suits_who_cannot_read"],
        prefers=tuple((clause, bits) for (clause, _), bits in sets.of("prefers").items()),
    )


def _marks(prepared: Prepared) -> Iterator[Mark]:
    """Every set that a service is in; the flags are one mark, for they are few together."""
    service, reach, traits = prepared.service, prepared.reach, prepared.traits
    desk, suits, teaches = service.org in PUBLIC_DESKS, suits_who_cannot_read(prepared), bool(prepared.trades)
    yield (
        "flags",
        (reach.everywhere, reach.wide, reach.travel, desk, traits.lodging, traits.dear, traits.slow, suits, teaches),
    )
    yield "kinds", service.kind
    yield "soon", traits.soon
    yield "wait", traits.wait
    yield "price", traits.price
    yield "freshness", traits.freshness
    for region in reach.served:
        yield "served", region
    for region in reach.perhaps:
        yield "perhaps", region
    for need in prepared.needs:
        yield "needs", need
    for trade in prepared.taught:
        yield "trades", trade
    for language in traits.languages:
        yield "languages", language
    for spot in prepared.spots:
        yield "spots", spot
    for number, clause in enumerate(prepared.prefers):
        yield "prefers", (clause, prepared.prefers[:number].count(clause))
    for condition in prepared.conditions:
        if condition.origin != "place":  # its sets are those of the regions
            yield "conditions", condition


def _by_flag(sets: Mapping[tuple[bool, ...], Bits]) -> dict[str, Bits]:
    return {name: union(bits for flags, bits in sets.items() if flags[number]) for number, name in enumerate(FLAGS)}


def _fact_bits(name: str, leaves: tuple[tuple[Leaf, Bits], ...]) -> FactBits:
    having = 0
    for _, bits in leaves:
        having |= bits
    points = sorted({bound for leaf, _ in leaves for bound in (leaf.low, leaf.high) if bound is not None})
    answers: dict[str | int, Any] = {}
    spread: list[float] = []
    if points:
        between = [(low + high) / 2 for low, high in pairwise(points)]
        spread = [
            points[0] - 1,
            *(value for pair in zip(points, [*between, points[-1] + 1], strict=True) for value in pair),
        ]
        answers.update(enumerate(spread))
    elif name in registry() and not registry()[name].many:
        answers.update((value, value) for value in registry()[name].values)
    return FactBits(
        leaves,
        having,
        refused={answer: refusing(leaves, value) for answer, value in answers.items()},
        points=tuple(points),
        past=tuple(_bounded(leaves, lambda leaf, at: leaf.high is not None and at > leaf.high, spread)),
        short=tuple(_bounded(leaves, lambda leaf, at: leaf.low is not None and at < leaf.low, spread)),
        upto=UP_TO.get(name, ""),
    )


def _bounded(
    leaves: tuple[tuple[Leaf, Bits], ...], apart: Callable[[Leaf, float], bool], numbers: Iterable[float]
) -> Iterator[Bits]:
    """For each number the services with a bound that keeps it apart."""
    return (union(bits for leaf, bits in leaves if apart(leaf, number)) for number in numbers)


def nearness(directory: Directory, spots: Iterable[tuple[Spot, Bits]], facts: Mapping[str, Any]) -> tuple[Bits, ...]:
    """By nearness below « unknown », the services with a site so near to somebody."""
    levels = [0] * Nearness.UNKNOWN
    for spot, bits in spots:
        near = directory.places.between(facts, *spot)
        if near < Nearness.UNKNOWN:
            levels[near] |= bits
    return tuple(levels)


def _gathered(sets: Iterable[tuple[str, Bits]]) -> dict[str, Bits]:
    found: dict[str, Bits] = defaultdict(int)
    for key, bits in sets:
        found[key] |= bits
    return dict(found)


def _best_kinds_first(need: str, serving: Bits, kinds: Mapping[str, Bits]) -> tuple[Bits, ...]:
    levels: dict[int, Bits] = defaultdict(int)
    for kind, bits in kinds.items():
        levels[kind_order(need, kind)] |= serving & bits
    return tuple(bits for _, bits in sorted(levels.items()) if bits)
