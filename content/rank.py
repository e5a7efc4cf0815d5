"""The order of suggestions: lexicographic, so that it can be printed and disputed part by part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from content.directory import Directory, Prepared
from content.needs import kind_order
from content.places import Nearness
from content.rules import Truth
from content.scored import TIERS, Scored
from content.trades import Kinship
from content.wish import Wish

PARTS = (
    "asked",
    "income soon",
    "outcome",
    "need",
    "trade",
    "place",
    "earns soon",
    "intake",
    "cost",
    "language",
    "preferred",
    "freshness",
    "turn",
)
"""Names of the parts of a rank, in order. ``asked``: 0 protection that is needed, 1 what was asked for, 2 anything
else, 3 credit for somebody whom debts press (R57). ``income soon`` counts only for them (R54)."""

PROTECTION_FIRST, ASKED, BESIDE, HELD_BACK = range(4)
NATIONAL_LANGUAGE = "bm"
LODGED, UNLODGED = 0, 1


def rank(scored: Scored, wish: Wish, facts: Mapping[str, Any], turn: int) -> tuple[int, ...]:
    """The rank of one service for one person; smaller comes first. ``turn`` makes equal partners take turns."""
    prepared, directory = scored.prepared, scored.directory
    traits = prepared.traits
    kin = kinship(directory, prepared, wish)
    return (
        _asked(prepared, wish, kin),
        traits.soon if wish.presses else 0,
        TIERS.index(scored.outcome),
        _need(prepared, wish),
        int(kin),
        _place(directory, prepared, facts),
        min(traits.soon, 1) if wish.cannot_wait else 0,
        traits.wait,
        traits.price if wish.counts_money else 0,
        _language(prepared, facts),
        -sum(clause.truth(facts) is Truth.TRUE for clause in prepared.prefers),
        traits.freshness,
        turn,
    )


def kinship(directory: Directory, prepared: Prepared, wish: Wish) -> Kinship:
    """How near the trades taught are to the trade wanted or known; nearest when no trade was named."""
    if not wish.trades:
        return Kinship.SAME
    pairs = ((offered, wanted) for offered in prepared.trades for wanted in wish.trades)
    return min((directory.trades.kinship(*pair) for pair in pairs), default=Kinship.NONE)


def _asked(prepared: Prepared, wish: Wish, kin: Kinship) -> int:
    if prepared.service.kind == "protection":
        if wish.protection & prepared.needs or (wish.urgent and not wish.protection):
            return PROTECTION_FIRST
        return ASKED if prepared.needs.intersection(wish.needs) else BESIDE
    if prepared.service.kind == "finance" and wish.presses:
        return HELD_BACK
    if prepared.trades and kin is Kinship.NONE:
        return BESIDE
    if wish.presses and prepared.traits.soon == 0:
        return ASKED
    return ASKED if prepared.needs.intersection(wish.needs) else BESIDE


def _need(prepared: Prepared, wish: Wish) -> int:
    """The first need served, then how well this kind of service answers it."""
    kind = prepared.service.kind
    served = ((place, need) for place, need in enumerate(wish.needs) if need in prepared.needs)
    return min((place * 10 + kind_order(need, kind) for place, need in served), default=99)


def _place(directory: Directory, prepared: Prepared, facts: Mapping[str, Any]) -> int:
    """Nearness, twice, plus one for a far place without lodging."""
    if prepared.reach.everywhere or facts.get("region") in prepared.reach.served:
        nearest = Nearness.SAME_REGION
    else:
        nearest = Nearness.UNKNOWN
    for site in prepared.service.sites:
        if site.region:
            nearest = min(nearest, directory.places.between(facts, site.region, site.place or ""))
    far = nearest >= Nearness.NEIGHBOUR
    return int(nearest) * 2 + (UNLODGED if far and not prepared.traits.lodging else LODGED)


def _language(prepared: Prepared, facts: Mapping[str, Any]) -> int:
    """For somebody who cannot read or speaks no French: literacy courses or a national language first (R40)."""
    spoken = prepared.traits.languages
    penalty = 0
    if facts.get("reads") in {"no", "little"} and not prepared.traits.literacy and NATIONAL_LANGUAGE not in spoken:
        penalty += 1
    if facts.get("french") == "no" and not spoken & {NATIONAL_LANGUAGE, *facts.get("languages", ())}:
        penalty += 2 if spoken else 1
    return penalty
