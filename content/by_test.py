"""The services of each condition, by what it tests and by what the truth of that means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from content.bitsets import Bits
from content.conditions import Condition, Fixed, Reach
from content.rules import Clause, Leaf, Truth


@dataclass(frozen=True, slots=True)
class ByTest:
    """``fixed``: by its truth, what is the same for everybody. ``guarding``: only a clear « no » counts; ``proving``: only
    a clear « yes ».
    """

    fixed: Mapping[Truth, Bits]
    asking: Mapping[Clause, Bits]
    guarding: Mapping[Clause, Bits]
    proving: Mapping[Clause, Bits]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Everything that is tested, each once."""
        return tuple(dict.fromkeys((*self.asking, *self.guarding, *self.proving)))

    @property
    def simple(self) -> Mapping[str, tuple[tuple[Leaf, Bits], ...]]:
        """By fact, what asks for that fact alone."""
        found: dict[str, list[tuple[Leaf, Bits]]] = defaultdict(list)
        for test, bits in self.asking.items():
            if isinstance(test, Leaf) and test.written:
                found[test.fact].append((test, bits))
        return {fact: tuple(leaves) for fact, leaves in found.items()}

    @property
    def composite(self) -> tuple[tuple[Clause, Bits], ...]:
        """What asks for several facts at once, or for something that the source does not say."""
        return tuple(
            (test, bits) for test, bits in self.asking.items() if not (isinstance(test, Leaf) and test.written)
        )


def by_test(services: Mapping[Condition, Bits]) -> ByTest:
    """Conditions that test the same are one. What is inferred asks the source, and where a service can be reached has
    sets of its own.
    """
    fixed: dict[Truth, Bits] = defaultdict(int)
    asking: dict[Clause, Bits] = defaultdict(int)
    guarding: dict[Clause, Bits] = defaultdict(int)
    proving: dict[Clause, Bits] = defaultdict(int)
    for condition, bits in services.items():
        test = condition.test
        if condition.origin == "inferred":
            fixed[Truth.ASK_SOURCE] |= bits
        elif isinstance(test, Fixed):
            fixed[test.value] |= bits
        elif not isinstance(test, Reach):
            named = guarding if condition.guard else proving if condition.certain else asking
            named[test] |= bits
    return ByTest(dict(fixed), dict(asking), dict(guarding), dict(proving))
