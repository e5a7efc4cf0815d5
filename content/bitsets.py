"""The catalogue as whole numbers: bit n of each stands for service n, so that one « and » asks all services at once.

Without it a person costs a walk over every record, shown or not.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from content.directory import Spot
from content.rules import Clause, Leaf, Truth

Bits: TypeAlias = int


@dataclass(frozen=True, slots=True)
class FactBits:
    """All tests of one fact alone: whom each answer refuses. ``points`` are a number's bounds, in order; by the place of a
    number among them, ``past`` are the services whose upper bound it has passed, ``short`` those whose lower bound it has
    not reached. ``upto``: the fact of a span's upper end, "" where there is none.
    """

    leaves: tuple[tuple[Leaf, Bits], ...]
    having: Bits
    refused: Mapping[str | int, Bits]
    points: tuple[float, ...]
    past: tuple[Bits, ...]
    short: tuple[Bits, ...]
    upto: str

    def refusing(self, value: Any, most: float | None = None) -> Bits:
        """The services that somebody with this answer cannot enter. ``most``: the upper end of a span."""
        if isinstance(value, str) and value in self.refused:
            return self.refused[value]
        if self.points and isinstance(value, int | float):
            place = self._place(value)
            return self.refused[place] if most is None else self.past[place] | self.short[self._place(most)]
        return refusing(self.leaves, value)

    def waiting(self, value: Any, most: float | None = None) -> Bits:
        """The services that wait for this answer, or within a span for a finer one; some of these may be refused."""
        if value is None:
            return self.having
        return 0 if most is None else self.short[self._place(value)] | self.past[self._place(most)]

    def _place(self, number: float) -> int:
        return bisect_left(self.points, number) + bisect_right(self.points, number)


@dataclass(frozen=True, slots=True)
class Bitsets:
    """What matching, ranking and arranging ask of a service, each as the set of services of which it is true."""

    everything: Bits
    positions: Mapping[str, int]
    fixed: Mapping[Truth, Bits]
    facts: Mapping[str, FactBits]
    tests: tuple[Clause, ...]
    asking: tuple[tuple[Clause, Bits], ...]
    guarding: tuple[tuple[Clause, Bits], ...]
    proving: tuple[tuple[Clause, Bits], ...]
    everywhere: Bits
    wide: Bits
    served: Mapping[str, Bits]
    perhaps: Mapping[str, Bits]
    travel: Bits
    spots: tuple[tuple[Spot, Bits], ...]
    in_town: Mapping[str, Bits]
    in_cercle: Mapping[str, Bits]
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
    dear: Bits
    slow: Bits
    schooled: Bits
    suits_who_cannot_read: Bits
    prefers: tuple[tuple[Any, Bits], ...]


def refusing(leaves: Iterable[tuple[Leaf, Bits]], value: Any) -> Bits:
    """The services of which a test on one fact alone fails for this answer."""
    refused = 0
    for leaf, bits in leaves:
        if leaf.truth({leaf.fact: value}) is Truth.FALSE:
            refused |= bits
    return refused


def without(these: Bits, those: Bits) -> Bits:
    """The difference of two sets."""
    return these ^ (these & those)


def union(sets: Iterable[Bits]) -> Bits:
    """What is in any of the sets."""
    found = 0
    for bits in sets:
        found |= bits
    return found


def positions(these: Bits) -> Iterator[int]:
    """The services of a set, by their place in the directory."""
    while these:
        lowest = these & -these
        yield lowest.bit_length() - 1
        these ^= lowest


def at_least(sets: Iterable[Bits]) -> list[Bits]:
    """What is in at least one of the sets, in at least two …"""
    levels: list[Bits] = []
    for bits in sets:
        carried = bits
        for number, level in enumerate(levels):
            levels[number], carried = level | carried, level & carried
        if carried:
            levels.append(carried)
    return levels
