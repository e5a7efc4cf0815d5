"""Everything that can be offered, loaded once, never changed, and prepared so that matching only evaluates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from content.conditions import Condition, Reach, Test, compile_service
from content.emergency_plan import EmergencyPlan
from content.leads import Leads
from content.needs import needs_served
from content.places import Atlas
from content.rules import Clause
from content.schema import Service
from content.trades import Crafts
from content.traits import Traits, traits_of


@dataclass(frozen=True, slots=True)
class Prepared:
    """A service with its conditions; ``tests`` are positions in the directory's list of distinct tests."""

    service: Service
    conditions: tuple[Condition, ...]
    tests: tuple[int, ...]
    prefers: tuple[Clause, ...]
    needs: frozenset[str]
    trades: tuple[str, ...]
    reach: Reach
    traits: Traits


@dataclass(frozen=True, slots=True)
class Directory:
    """Services by id, and the places, trades, emergency plan and teams that go with them."""

    services: Mapping[str, Service]
    places: Atlas
    trades: Crafts
    emergency: EmergencyPlan
    leads: Leads
    prepared: tuple[Prepared, ...] = field(repr=False)
    tests: tuple[Test, ...] = field(repr=False)


def prepare(
    services: Mapping[str, Service], atlas: Atlas, crafts: Crafts
) -> tuple[tuple[Prepared, ...], tuple[Test, ...]]:
    """Conditions of all services; equal tests are kept once, so that each is evaluated once for a person."""
    numbers: dict[Test, int] = {}
    prepared = []
    for service in services.values():
        if service.do_not_use:
            continue
        conditions = compile_service(service, atlas, crafts)
        tests = tuple(numbers.setdefault(condition.test, len(numbers)) for condition in conditions)
        prepared.append(
            Prepared(
                service=service,
                conditions=conditions,
                tests=tests,
                prefers=tuple(rule.clause for rule in service.prefer),
                needs=needs_served(service, crafts),
                trades=tuple(offer.id for offer in service.trades if offer.state in {"open", "unknown"}),
                reach=next(test for test in (c.test for c in conditions) if isinstance(test, Reach)),
                traits=traits_of(service, crafts),
            )
        )
    return tuple(prepared), tuple(numbers)
