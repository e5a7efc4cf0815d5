"""Everything that can be offered, loaded once, never changed, and prepared so that matching only evaluates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from content.conditions import Condition, Fixed, Reach, Test, compile_service, reach_of
from content.emergency_plan import EmergencyPlan
from content.leads import Leads
from content.needs import needs_served
from content.places import Atlas
from content.rules import Clause, Truth
from content.schema import Service
from content.trades import Crafts
from content.traits import Traits, traits_of

Spot: TypeAlias = tuple[str, str]
"""A site as region and town (empty when no town is written)."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A service with its conditions, split so that a person costs only what depends on the person.

    ``fixed`` is the worst truth of the conditions that are the same for everybody; ``asking``, ``guarding`` (refuse only
    if false) and ``proving`` (refuse unless true) are positions in the directory's list of distinct tests, ``spots`` in
    its list of distinct sites.
    """

    service: Service
    conditions: tuple[Condition, ...]
    fixed: Truth
    asking: tuple[int, ...]
    guarding: tuple[int, ...]
    proving: tuple[int, ...]
    prefers: tuple[Clause, ...]
    needs: frozenset[str]
    trades: tuple[str, ...]
    reach: Reach
    spots: tuple[int, ...]
    traits: Traits


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Directory:
    """Services by id, and the places, trades, emergency plan and teams that go with them.

    Equal to itself alone: so what is computed from a directory can be kept by it.
    """

    services: Mapping[str, Service]
    places: Atlas
    trades: Crafts
    emergency: EmergencyPlan
    leads: Leads
    prepared: tuple[Prepared, ...]
    tests: tuple[Test, ...]
    spots: tuple[Spot, ...]

    def __repr__(self) -> str:
        """Short: a directory in a trace would fill the log."""
        return f"Directory({len(self.services)} services)"


@dataclass(frozen=True, slots=True)
class Index:
    """What ``Directory`` holds for matching."""

    prepared: tuple[Prepared, ...]
    tests: tuple[Test, ...]
    spots: tuple[Spot, ...]


def prepare(services: Mapping[str, Service], atlas: Atlas, crafts: Crafts) -> Index:
    """Compile all services; equal tests and sites are kept once, so that each is evaluated once for a person."""
    tests: dict[Test, int] = {}
    spots: dict[Spot, int] = {}
    prepared = []
    for service in services.values():
        if service.do_not_use:
            continue
        conditions = compile_service(service, atlas, crafts)
        varying = [one for one in conditions if one.origin != "inferred" and not isinstance(one.test, Fixed)]
        fixed = [
            one.truth(one.test.value) if isinstance(one.test, Fixed) else Truth.ASK_SOURCE
            for one in conditions
            if one not in varying
        ]
        prepared.append(
            Prepared(
                service=service,
                conditions=conditions,
                fixed=min(fixed, default=Truth.TRUE),
                asking=tuple(
                    tests.setdefault(one.test, len(tests)) for one in varying if not one.guard and not one.certain
                ),
                guarding=tuple(tests.setdefault(one.test, len(tests)) for one in varying if one.guard),
                proving=tuple(tests.setdefault(one.test, len(tests)) for one in varying if one.certain),
                prefers=tuple(rule.clause for rule in service.prefer),
                needs=needs_served(service, crafts),
                trades=tuple(offer.id for offer in service.trades if offer.state in {"open", "unknown"}),
                reach=reach_of(service, atlas),
                spots=tuple(
                    spots.setdefault((site.region, site.place or ""), len(spots))
                    for site in service.sites
                    if site.region
                ),
                traits=traits_of(service, crafts),
            )
        )
    return Index(tuple(prepared), tuple(tests), tuple(spots))
