"""Sets of services while they are being filled, one service after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import Any, TypeAlias

from content.bitsets import Bits

Mark: TypeAlias = tuple[str, Any]
"""The name and the key of a set that a service is in."""


class Filling:
    """Sets of services being filled, service by service: bytes first, since a whole number would be copied for each bit."""

    def __init__(self, count: int) -> None:
        empty = partial(bytearray, (count + 7) // 8)
        self._sets: dict[str, dict[Any, bytearray]] = defaultdict(partial(defaultdict, empty))

    def enter(self, position: int, marks: Iterable[Mark]) -> None:
        """The service at this position is in the sets of these marks: all at once, since there are twenty a service."""
        sets, byte, bit = self._sets, position >> 3, 1 << (position & 7)
        for name, key in marks:
            sets[name][key][byte] |= bit

    def of(self, name: str) -> dict[Any, Bits]:
        """The sets of a name, by key."""
        return {key: int.from_bytes(found, "little") for key, found in self._sets[name].items()}
