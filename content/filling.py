"""Sets of services while they are being filled, one service after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from content.bitsets import Bits

HOLDS = True
"""The key of a set that says of a service only that something is so."""


class Filling:
    """Sets of services being filled, service by service: bytes first, since a whole number would be copied for each bit."""

    def __init__(self, count: int) -> None:
        self._size = (count + 7) // 8
        self._sets: dict[str, dict[Any, bytearray]] = defaultdict(dict)
        self._byte = self._bit = 0

    def go_to(self, position: int) -> None:
        """What is added from now on holds for the service at this position."""
        self._byte, self._bit = position >> 3, 1 << (position & 7)

    def add(self, name: str, key: Any) -> None:
        """The service is in the set of this name and key."""
        sets = self._sets[name]
        found = sets.get(key)
        if found is None:
            found = sets[key] = bytearray(self._size)
        found[self._byte] |= self._bit

    def each(self, name: str, keys: Iterable[Any]) -> None:
        """The service is in the sets of all these keys."""
        for key in keys:
            self.add(name, key)

    def of(self, name: str) -> dict[Any, Bits]:
        """The sets of a name, by key."""
        return {key: int.from_bytes(found, "little") for key, found in self._sets.get(name, {}).items()}

    def true(self, name: str) -> Bits:
        """The services of which a name holds."""
        return self.of(name).get(HOLDS, 0)
