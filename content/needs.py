"""Which wish a service answers, and which kind of service answers a wish best."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from content.kinds import Kind
from content.schema import Service
from content.trades import Crafts

PROTECTION_NEEDS = frozenset({"papers", "health", "distress", "family", "shelter", "danger"})
PUBLIC_DESKS = frozenset({"anpe", "apej"})
"""For every adult in each region the first set holds the employment agency or the youth one (R77)."""
FARM_SECTORS = frozenset({"farming", "livestock"})

BEST_KINDS: Mapping[str, tuple[Kind, ...]] = MappingProxyType(
    {
        "trade": ("training", "public_desk", "network"),
        "skills": ("skills_check", "training", "public_desk", "job"),
        "business": ("incubator", "public_desk", "training", "network", "finance"),
        "job": ("public_desk", "job", "training"),
        "farm": ("training", "network", "incubator", "public_desk", "finance"),
        "unsure": ("public_desk", "training", "incubator", "network"),
    }
)
"""Best first. Finance is last everywhere: it is never a first step (R57) and never alone (R58)."""

_BY_KIND: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "training": frozenset({"trade", "skills", "unsure"}),
        "skills_check": frozenset({"skills", "job"}),
        "incubator": frozenset({"business", "unsure"}),
        "finance": frozenset({"business"}),
        "job": frozenset({"job", "skills"}),
        "public_desk": frozenset({"job", "trade", "skills", "business", "farm", "unsure"}),
    }
)


def needs_served(service: Service, crafts: Crafts) -> frozenset[str]:
    """The wishes that a service answers: what its record says, else what its kind implies."""
    needs = frozenset(service.needs) or _BY_KIND.get(service.kind, frozenset())
    if service.kind == "training" and not FARM_SECTORS.isdisjoint(
        [crafts[offer.id].sector for offer in service.trades]
    ):
        needs |= {"farm"}
    return needs


def kind_order(need: str, kind: str) -> int:
    """How well a kind of service answers a wish; smaller is better."""
    kinds: tuple[str, ...] = BEST_KINDS.get(need, ())
    return kinds.index(kind) if kind in kinds else len(kinds)
