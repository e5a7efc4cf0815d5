"""Everything that can be offered, loaded once and never changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TypeAlias

from content.actors import Programme, left_by
from content.conditions import Condition, Reach
from content.emergency_plan import EmergencyPlan
from content.entry import compile_service, reach_of
from content.leads import Leads
from content.needs import needs_served
from content.parts import State
from content.places import Atlas
from content.rules import Clause
from content.schema import Service
from content.trades import LITERACY, Crafts
from content.traits import Traits, traits_of

Spot: TypeAlias = tuple[str, str]
"""A site as region and town (empty when no town is written)."""
PREPARED_KEPT = 4096
"""Services that are kept ready to be explained: more than any catalogue of a country, and less than 50 MB."""


@dataclass(frozen=True, eq=False)
class Prepared:
    """A service with all that decides who can enter it and where it stands among the others. Equal to itself alone: so what
    its cards say to everybody can be kept by it.

    ``taught``: the ``trades``, and reading where a course teaches it beside them or alone.
    """

    service: Service
    conditions: tuple[Condition, ...]
    prefers: tuple[Clause, ...]
    needs: frozenset[str]
    trades: tuple[str, ...]
    taught: tuple[str, ...]
    reach: Reach
    spots: tuple[Spot, ...]
    traits: Traits


def prepare(service: Service, atlas: Atlas, crafts: Crafts) -> Prepared:
    """Read one record for matching."""
    trades = trades_of(service)
    reach, needs = reach_of(service, atlas), needs_served(service, crafts)
    return Prepared(
        service=service,
        conditions=compile_service(service, reach, crafts),
        prefers=tuple([rule.clause for rule in service.prefer]),
        needs=needs,
        trades=trades,
        taught=(*trades, LITERACY) if service.teaches_reading else trades,
        reach=reach,
        spots=tuple(dict.fromkeys([(site.region, site.place or "") for site in service.sites if site.region])),
        traits=traits_of(service, needs, crafts),
    )


def trades_of(service: Service) -> tuple[str, ...]:
    """The trades that can be learnt; of a place where all are still planned, those: it answers no other wish either."""
    running = tuple([offer.id for offer in service.trades if offer.state in {"open", "unknown"}])
    return running or tuple([offer.id for offer in service.trades if service.state == "planned"])


class Offered:
    """The services that may be used, by position. Each is prepared when it is looked at: few of many are ever shown."""

    def __init__(self, services: Iterable[Service], atlas: Atlas, crafts: Crafts) -> None:
        self._services = tuple(services)
        self._atlas, self._crafts = atlas, crafts
        self._kept: dict[int, Prepared] = {}

    def __len__(self) -> int:
        """How many there are."""
        return len(self._services)

    def __getitem__(self, position: int) -> Prepared:
        """The service at a position; raises ``IndexError``."""
        kept = self._kept.get(position)
        if kept is None:
            kept = prepare(self._services[position], self._atlas, self._crafts)
            if len(self._kept) < PREPARED_KEPT:
                self._kept[position] = kept
        return kept

    def __iter__(self) -> Iterator[Prepared]:
        """All of them in order; what was not kept before is not kept for this."""
        for position, service in enumerate(self._services):
            yield self._kept.get(position) or prepare(service, self._atlas, self._crafts)


@dataclass(frozen=True, repr=False, eq=False)
class Directory:
    """Services by id, and the places, trades, emergency plan and teams that go with them.

    ``over``: the state of services whose programme has run out since the document was written (``actors.left_by``).
    ``withdrawn``: services taken out since, by hand or in their record; they are known by name and offered to nobody (A13).
    Equal to itself alone: so what is computed from a directory can be kept by it.
    """

    services: Mapping[str, Service]
    places: Atlas
    trades: Crafts
    emergency: EmergencyPlan
    leads: Leads
    programmes: tuple[Programme, ...] = ()
    over: Mapping[str, State] = field(default_factory=lambda: MappingProxyType({}))
    withdrawn: frozenset[str] = frozenset()

    @cached_property
    def prepared(self) -> Offered:
        """The services that may be used, ready for matching."""
        return Offered(self.usable(), self.places, self.trades)

    def usable(self) -> Iterator[Service]:
        """The services that may be used, in the state that today gives them."""
        for service in self.services.values():
            if not self.is_out(service.id):
                over = self.over.get(service.id)
                yield service if over is None else service.model_copy(update={"state": over})

    def is_out(self, service: str) -> bool:
        """Whether a service of the directory is for nobody now, by its record or by hand."""
        known = self.services.get(service)
        return known is not None and (known.do_not_use or service in self.withdrawn)

    def as_of(self, today: date, withdrawn: frozenset[str]) -> Directory:
        """As the day makes it and without what was taken out; itself while neither has changed anything."""
        over = left_by(self.programmes, self.services, today)
        withdrawn = frozenset(one for one in withdrawn if one in self.services and not self.services[one].do_not_use)
        if (over, withdrawn) == (self.over, self.withdrawn):
            return self
        return replace(self, over=over, withdrawn=withdrawn)

    def __repr__(self) -> str:
        """Short: a directory in a trace would fill the log."""
        return f"Directory({len(self.services)} services)"
