"""Writes a directory as sets of bits, once, before the first person comes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeVar

from content.bitsets import Bits, Bitsets, FactBits, refusing, union
from content.by_test import by_test
from content.directory import Directory, Prepared, Spot
from content.facts import registry
from content.filling import Filling, Marks
from content.needs import PUBLIC_DESKS, kind_order
from content.places import Nearness
from content.rank import suits_who_cannot_read
from content.rules import UP_TO, Leaf

ALIKE = (
    "kind", "soon", "wait", "price", "needs", "languages",
    "everywhere", "wide", "travel", "desk", "lodging", "dear", "slow", "schooled", "suits_who_cannot_read",
    "teaches",
)  # fmt: skip
"""What has few values, so that most services have all of them in common with others; in the order of their mark."""
Key = TypeVar("Key")
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
    traits = _by_trait(sets.of("alike"))
    flagged = {name: found.get(True, 0) for name, found in traits.items()}
    spots = tuple(sets.of("spots").items())
    towns = directory.places.level("place")
    kinds, needs, languages = traits["kind"], _of_each(traits["needs"]), _of_each(traits["languages"])
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
        trades=sets.of("trades"),
        teaching=flagged["teaches"],
        soon=traits["soon"],
        wait=tuple(sorted(traits["wait"].items())),
        price=traits["price"],
        freshness=tuple(sorted(sets.of("freshness").items())),
        languages=languages,
        any_language=union(languages.values()),
        lodging=flagged["lodging"],
        dear=flagged["dear"],
        slow=flagged["slow"],
        schooled=flagged["schooled"],
        suits_who_cannot_read=flagged["suits_who_cannot_read"],
        prefers=tuple((clause, bits) for (clause, _), bits in sets.of("prefers").items()),
    )


def _marks(prepared: Prepared) -> tuple[Marks, ...]:
    """Every set that a service is in. What few services differ in is one mark together, and comes apart at the end."""
    service, reach, traits = prepared.service, prepared.reach, prepared.traits
    desk, suits, teaches = service.org in PUBLIC_DESKS, suits_who_cannot_read(prepared), bool(prepared.trades)
    kind = (
        service.kind, traits.soon, traits.wait, traits.price, prepared.needs, traits.languages,
        reach.everywhere, reach.wide, reach.travel, desk, traits.lodging, traits.dear, traits.slow, traits.schooled,
        suits, teaches,
    )  # fmt: skip
    return (
        ("alike", (kind,)),
        ("freshness", (traits.freshness,)),
        ("served", reach.served),
        ("perhaps", reach.perhaps),
        ("trades", prepared.taught),
        ("spots", prepared.spots),
        ("prefers", [(one, prepared.prefers[:number].count(one)) for number, one in enumerate(prepared.prefers)]),
        ("conditions", [one for one in prepared.conditions if one.origin != "place"]),  # its sets are the regions'
    )


def _by_trait(sets: Mapping[tuple[Any, ...], Bits]) -> dict[str, dict[Any, Bits]]:
    """By each of ``ALIKE``, the services of each of its values."""
    return {name: _gathered((kind[number], bits) for kind, bits in sets.items()) for number, name in enumerate(ALIKE)}


def _of_each(sets: Mapping[frozenset[str], Bits]) -> dict[str, Bits]:
    """From the services of each set of words those of each word."""
    return _gathered((word, bits) for words, bits in sets.items() for word in words)


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


def _gathered(sets: Iterable[tuple[Key, Bits]]) -> dict[Key, Bits]:
    found: dict[Key, Bits] = defaultdict(int)
    for key, bits in sets:
        found[key] |= bits
    return dict(found)


def _best_kinds_first(need: str, serving: Bits, kinds: Mapping[str, Bits]) -> tuple[Bits, ...]:
    levels: dict[int, Bits] = defaultdict(int)
    for kind, bits in kinds.items():
        levels[kind_order(need, kind)] |= serving & bits
    return tuple(bits for _, bits in sorted(levels.items()) if bits)
