"""Sets of services while they are being filled, one service after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import Any, TypeAlias

from content.bitsets import Bits

Marks: TypeAlias = tuple[str, Iterable[Any]]
"""The name of sets, and the keys of those that a service is in."""


class Filling:
    """Sets of services being filled, service by service: bytes first, since a whole number would be copied for each bit."""

    def __init__(self, count: int) -> None:
        empty = partial(bytearray, (count + 7) // 8)
        self._sets: dict[str, dict[Any, bytearray]] = defaultdict(partial(defaultdict, empty))

    def enter(self, position: int, marks: Iterable[Marks]) -> None:
        """The service at this position is in the sets of these marks: all at once, since there are twenty a service."""
        byte, bit = position >> 3, 1 << (position & 7)
        for name, keys in marks:
            sets = self._sets[name]
            for key in keys:
                sets[key][byte] |= bit

    def of(self, name: str) -> dict[Any, Bits]:
        """The sets of a name, by key."""
        return {key: int.from_bytes(found, "little") for key, found in self._sets[name].items()}
