"""The order of suggestions: lexicographic, so that it can be printed and disputed part by part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from content.directory import Prepared
from content.needs import kind_order
from content.places import Nearness
from content.rules import Truth
from content.trades import Kinship
from content.view import View
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
else, 3 credit for somebody whom debts press (R57). ``income soon`` counts only for them (R54). ``place``: nearness
twice, plus one if far and without lodging."""

PROTECTION_FIRST, ASKED, BESIDE, HELD_BACK = range(4)
NATIONAL_LANGUAGE = "bm"
NO_NEED = 999


def rank(prepared: Prepared, outcome: Truth, view: View, turn: int) -> tuple[int, ...]:
    """The rank of one service for one person; smaller comes first. ``turn`` makes equal partners take turns."""
    traits, wish = prepared.traits, view.wish
    kin = view.kinship(prepared)
    near = view.nearest(prepared)
    unlodged = near >= Nearness.NEIGHBOUR and not traits.lodging
    return (
        _asked(prepared, wish, kin),
        traits.soon if wish.presses else 0,
        int(Truth.TRUE - outcome),
        _need(prepared, wish),
        int(kin),
        int(near) * 2 + unlodged,
        min(traits.soon, 1) if wish.cannot_wait else 0,
        traits.wait,
        traits.price if wish.counts_money else 0,
        _language(prepared, view.facts),
        -sum(clause.truth(view.facts) is Truth.TRUE for clause in prepared.prefers),
        traits.freshness,
        turn,
    )


def _asked(prepared: Prepared, wish: Wish, kin: int) -> int:
    if prepared.service.kind == "protection":
        if wish.protection & prepared.needs or (wish.urgent and not wish.protection):
            return PROTECTION_FIRST
        return ASKED if prepared.needs.intersection(wish.needs) else BESIDE
    if prepared.service.kind == "finance" and wish.presses:
        return HELD_BACK
    if prepared.trades and kin == Kinship.NONE:
        return BESIDE
    if wish.presses and prepared.traits.soon == 0:
        return ASKED
    return ASKED if prepared.needs.intersection(wish.needs) else BESIDE


def _need(prepared: Prepared, wish: Wish) -> int:
    """The first need served, then how well this kind of service answers it."""
    for place, need in enumerate(wish.needs):
        if need in prepared.needs:
            return place * 10 + kind_order(need, prepared.service.kind)
    return NO_NEED


def _language(prepared: Prepared, facts: Mapping[str, Any]) -> int:
    """For somebody who cannot read or speaks no French: literacy courses or a national language first (R40)."""
    spoken = prepared.traits.languages
    penalty = 0
    if facts.get("reads") in {"no", "little"} and not prepared.traits.literacy and NATIONAL_LANGUAGE not in spoken:
        penalty += 1
    if facts.get("french") == "no" and not spoken & {NATIONAL_LANGUAGE, *facts.get("languages", ())}:
        penalty += 2 if spoken else 1
    return penalty
