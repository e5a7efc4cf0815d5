"""One person as the ranking sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from content.directory import Directory, Prepared
from content.places import Nearness
from content.trades import Kinship
from content.wish import Wish, wish_of


@dataclass(frozen=True, slots=True)
class View:
    """Flat, located ``facts`` and the wish behind them."""

    directory: Directory
    facts: Mapping[str, Any]
    wish: Wish

    def nearest(self, prepared: Prepared) -> int:
        """How near the service is: its nearest site, and never farther than the region if it serves that."""
        between = self.directory.places.between
        near = min([between(self.facts, *spot) for spot in prepared.spots], default=Nearness.UNKNOWN)
        if near > Nearness.SAME_REGION:
            reach = prepared.reach
            if reach.everywhere or self.facts.get("region") in reach.served:
                return Nearness.SAME_REGION
        return near

    def kinship(self, prepared: Prepared) -> int:
        """How near the trades taught are to the one wanted or known; nearest when none was named."""
        wanted = self.wish.trades
        if not wanted:
            return Kinship.SAME
        crafts = self.directory.trades
        taught = crafts.doable(prepared.taught, self.wish.landless)
        return min([crafts.kinship(trade, one) for trade in taught for one in wanted], default=Kinship.NONE)


def view_of(directory: Directory, facts: Mapping[str, Any]) -> View:
    """The view for flat, located facts."""
    return View(directory, facts, wish_of(facts))
