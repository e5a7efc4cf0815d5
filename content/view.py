"""One person as the ranking sees them: everything that many services share is worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from content.directory import Directory, Prepared
from content.places import Nearness
from content.rules import Truth
from content.trades import Kinship
from content.wish import Wish, wish_of


@dataclass(frozen=True, slots=True)
class View:
    """``truths`` by test, ``nearness`` by site, ``kin`` by trade taught; positions as in the directory."""

    facts: Mapping[str, Any]
    wish: Wish
    truths: tuple[Truth, ...]
    nearness: tuple[int, ...]
    kin: Mapping[str, int]

    def outcome(self, prepared: Prepared) -> Truth:
        """The worst truth among the conditions of a service.

        A guard counts only when it is clearly broken; what must be proved counts unless it clearly holds.
        """
        truths = self.truths
        worst = prepared.fixed
        for number in prepared.proving:
            if truths[number] is not Truth.TRUE:
                return Truth.FALSE
        for number in prepared.asking:
            worst = min(worst, truths[number])
        for number in prepared.guarding:
            if truths[number] is Truth.FALSE:
                return Truth.FALSE
        return worst

    def nearest(self, prepared: Prepared) -> int:
        """How near the service is: its nearest site, and never farther than the region if it serves that."""
        near = min([self.nearness[spot] for spot in prepared.spots], default=Nearness.UNKNOWN)
        if near > Nearness.SAME_REGION:
            reach = prepared.reach
            if reach.everywhere or self.facts.get("region") in reach.served:
                return Nearness.SAME_REGION
        return near

    def kinship(self, prepared: Prepared) -> int:
        """How near the trades taught are to the one wanted or known; nearest when none was named."""
        if not self.wish.trades:
            return Kinship.SAME
        kin = self.kin
        return min([kin[trade] for trade in prepared.trades], default=Kinship.NONE)


def view_of(directory: Directory, facts: Mapping[str, Any]) -> View:
    """The view for flat, located facts."""
    wish = wish_of(facts)
    crafts, atlas = directory.trades, directory.places
    kin = {}
    if wish.trades:
        kin = {taught: min(crafts.kinship(taught, wanted) for wanted in wish.trades) for taught in crafts.trades}
    return View(
        facts=facts,
        wish=wish,
        truths=tuple(test.truth(facts) for test in directory.tests),
        nearness=tuple(atlas.between(facts, region, place) for region, place in directory.spots),
        kin=kin,
    )
