"""Families of trades, for who does not find their trade in the first list: nine pictures instead of seventeen sectors."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from content.directory import Directory

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
