"""Whose turn it is among equal partners: by lot, drawn with a word that stands for one person on one day.

Taking turns by their place in the alphabet gave whoever follows a long row of other services most of the people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from content.bitsets import Bits
from content.kept import kept

DEPTH = 32
"""Coins that each service throws: of ninety equals two throw all alike once in a million draws, and stand as in the file."""


@dataclass(frozen=True, eq=False)
class Turns:
    """An order of ``count`` services by position. With an empty ``draw`` it is that of the files.

    Each service throws a row of coins that hangs on the draw and on the service; heads go first. A coin of all services is
    one set of bits, so the first of ten thousand equals is found in a few steps and nothing is sorted.
    """

    draw: str
    count: int
    _coins: list[Bits] = field(default_factory=list, init=False, repr=False)

    def first(self, among: Bits) -> Bits:
        """The one of ``among`` whose turn it is; 0 for none."""
        depth = 0
        while self.draw and depth < DEPTH and among & (among - 1):
            among = among & self._coin(depth) or among
            depth += 1
        return among & -among

    def ordered(self, among: Bits, depth: int = 0) -> Iterator[int]:
        """The positions of ``among`` by turn."""
        while self.draw and depth < DEPTH and among & (among - 1):
            here = among & self._coin(depth)
            depth += 1
            if here and here != among:
                yield from self.ordered(here, depth)
                among ^= here
        while among:
            lowest = among & -among
            yield lowest.bit_length() - 1
            among ^= lowest

    def place(self, position: int) -> int:
        """Where a service stands among its equals: smaller comes first."""
        if not self.draw:
            return position
        tails = (self._coin(depth) >> position & 1 ^ 1 for depth in range(DEPTH))
        return sum(tail << DEPTH - 1 - depth for depth, tail in enumerate(tails))

    @kept
    def _lot(self) -> Random:
        return Random(self.draw)  # noqa: S311 — a lot among equals, no secret

    def _coin(self, depth: int) -> Bits:
        while len(self._coins) <= depth:
            self._coins.append(self._lot.getrandbits(self.count))
        return self._coins[depth]
