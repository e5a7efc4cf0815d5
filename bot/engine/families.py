"""Families of trades, for who does not find their trade in the first list: nine pictures instead of seventeen sectors."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from bot.engine.turn import Turn
from content.arrange import ABROAD
from content.directory import Directory
from content.trades import FIELD

REGIONS_KEPT = 64  # more than there are, old and new
SUPPORT = frozenset({"incubator", "network"})
"""They name the trades that they are for; where the sheet does not say that one runs, nobody is taught it there."""
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "building": ("building",),
    "metal": ("metal", "mechanics"),
    "wood": ("wood",),
    "electricity": ("electricity",),
    "textile": ("textile", "craft"),
    "food": ("food", "hospitality"),
    "farming": ("farming", "livestock"),
    "care": ("care",),
    "office": ("office", "digital"),
    "services": ("commerce", "transport", "services"),
}


def with_family(turn: Turn) -> dict[str, Any]:
    """The facts, and where no trade is known, the trade of the chosen family that most centres teach.

    It stands for its family in the ranking only; it is never saved and never shared. So is what was asked of leaving.
    """
    facts = dict(turn.facts)
    if turn.notes.get("leaving") == "contract":
        facts[ABROAD] = "yes"
    family = str(turn.notes.get("family", ""))
    if family not in FAMILIES or facts.get("trade") or facts.get("skill"):
        return facts
    best = next(
        (
            trade
            for trade in most_taught(turn.book.directory, turn.facts.get("region"))
            if _sector(turn, trade) in FAMILIES[family]
        ),
        None,
    )
    if best is not None:
        facts[FIELD] = FAMILIES[family]
        facts["skill" if "skills" in facts.get("need", ()) else "trade"] = best
    return facts


@lru_cache(maxsize=REGIONS_KEPT)
def most_taught(directory: Directory, region: str | None) -> tuple[str, ...]:
    """Trades by how many services run them, in ``region`` first; ties in the order of the trades file."""
    counts: dict[str, int] = {}
    for prepared in directory.prepared:
        near = any(site.region == region for site in prepared.service.sites)
        support = prepared.service.kind in SUPPORT
        for trade in prepared.trades:
            if support and any(one.id == trade and one.state == "unknown" for one in prepared.service.trades):
                continue
            counts[trade] = counts.get(trade, 0) + (3 if near else 1)
    order = {trade: place for place, trade in enumerate(directory.trades.trades)}
    return tuple(sorted(counts, key=lambda trade: (-counts[trade], order.get(trade, 0))))


def _sector(turn: Turn, trade: str) -> str:
    return turn.book.directory.trades[trade].sector
