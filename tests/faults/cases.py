"""The cases: every fail point with every kind of message in every mode that can meet, and which of them run now.

``SIRA_FAULT_ALL=1`` runs all of them; else a seed chooses, each point at least once. The seed stands in the name of the
test; ``SIRA_FAULT_SEED`` gives the same choice again.
"""

from __future__ import annotations

import os
import random
import zlib
from dataclasses import dataclass
from typing import Final

from tests.faults.points import KINDS, PLACES, POINTS, UNREACHABLE, Kind, Place

CHOSEN: Final = 24


@dataclass(frozen=True, slots=True)
class Case:
    """``seed`` 0: not chosen by one."""

    point: str
    kind: Kind
    mode: str
    seed: int = 0

    @property
    def place(self) -> Place:
        """Where the process dies."""
        return PLACES[self.kind][self.point]

    @property
    def erased(self) -> bool:
        """Whether the person asks to be forgotten after all that belongs to the kind."""
        return self.point == "C13" and self.kind != "forget"

    def __str__(self) -> str:
        name = f"{self.point}-{self.kind}-{self.mode}"
        return f"seed{self.seed}-{name}" if self.seed else name


def every() -> list[Case]:
    """All that can happen; a pair must be in the table or have its reason."""
    found = []
    for point in POINTS:
        for kind in KINDS:
            place = PLACES[kind].get(point)
            if place is None:
                assert (point, kind) in UNREACHABLE, f"{point} × {kind}: neither a place nor a reason"
                continue
            assert (point, kind) not in UNREACHABLE, f"{point} × {kind}: a place and a reason"
            found += [Case(point, kind, mode) for mode in place.modes]
    return found


def chosen() -> list[Case]:
    """Those that run now."""
    cases = every()
    if os.environ.get("SIRA_FAULT_ALL"):
        return cases
    seed = _seed()
    dice = random.Random(seed)
    first = [dice.choice([case for case in cases if case.point == point]) for point in sorted({c.point for c in cases})]
    rest = [case for case in cases if case not in first]
    picked = first + dice.sample(rest, CHOSEN - len(first))
    return sorted(
        (Case(c.point, c.kind, c.mode, seed) for c in picked), key=lambda c: (int(c.point[1:]), c.kind, c.mode)
    )


def _seed() -> int:
    """The given one, one that all processes of a run share, or a new one."""
    if given := os.environ.get("SIRA_FAULT_SEED", ""):
        return int(given)
    if run := os.environ.get("PYTEST_XDIST_TESTRUNUID", ""):
        return zlib.crc32(run.encode()) % 1_000_000 or 1
    return random.SystemRandom().randrange(1, 1_000_000)
