"""What ranking needs to know of a service, read from its record once."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from content.parts import Duration
from content.rules import Truth
from content.schema import Service
from content.trades import Crafts

SHORT_MONTHS = 3
"""Courses of three months or less (000 §3.3.3)."""
NO_MONTHS = 999
DAYS_KEPT = 1024
"""Distinct dates of sources: records are read in campaigns."""
_PER_MONTH: Mapping[str, float] = MappingProxyType(
    {"hours": 1 / 720, "days": 1 / 30, "weeks": 7 / 30, "months": 1.0, "years": 12.0}
)
_WAIT: Mapping[str, int] = MappingProxyType(
    {
        "always": 0,
        "on_demand": 1,
        "after_each_course": 2,
        "quarterly": 2,
        "when_group_full": 3,
        "calls": 3,
        "yearly": 4,
        "unknown": 5,
    }
)
_PERHAPS_CLOSED = 6
"""A place that had not opened, or of which nobody knows whether it is and when one begins, makes one wait longest."""
EARNING = (0, 1)
"""What of ``soon`` is work."""
DEAR_FRANCS = 100_000
"""About two months of a Malian minimum wage of 2022 (40 000 F CFA): not assumed of somebody who has not spoken of money."""
FREE, PRICE_UNKNOWN, PAID = range(3)
LITTLE_SCHOOL: Mapping[str, str] = MappingProxyType({"schooling": "primary", "documents.diploma": "no"})
"""Where most who come back are (000, their profile), and no diploma."""


class Traits(NamedTuple):
    """``soon``: 0 work that is paid, 1 firms that place people, 2 advice on work, a check or a short course, 3 later.

    ``wait``: how an intake makes one wait. ``dear``: support, not a course, that takes a sum few have on their return.
    ``slow``: longer than a short course without an allowance, a scholarship, an internship: too little comes in meanwhile.
    ``schooled``: nobody enters with primary school alone, or without a diploma.
    """

    price: int
    soon: int
    wait: int
    dear: bool
    slow: bool
    schooled: bool
    lodging: bool
    literacy: bool
    languages: frozenset[str]
    freshness: int


def traits_of(service: Service, needs: AbstractSet[str], crafts: Crafts) -> Traits:
    """The traits of one record that answers these ``needs``."""
    shortest = _shortest(service)
    return Traits(
        price=_price(service),
        soon=_soon(service, needs, crafts, shortest),
        wait=_wait(service),
        dear=_dear(service),
        slow=_slow(service, shortest),
        schooled=_schooled(service),
        lodging=service.offers.get("lodging") is True,
        literacy=service.offers.get("literacy") is True,
        languages=frozenset(service.taught_in),
        freshness=-_day(max([source.read_on for source in service.sources.values()])),
    )


@lru_cache(maxsize=DAYS_KEPT)
def _day(written: str) -> int:
    return int(written.replace("-", "").ljust(8, "0"))


def months(duration: Duration | None) -> float:
    """The shortest length in months; unknown counts as long."""
    if duration is None:
        return NO_MONTHS
    unit = duration.unit
    low: int = getattr(duration, unit)[0]
    return low * _PER_MONTH[unit]


def _shortest(service: Service) -> float | None:
    """The shortest of its courses in months; None where none has a length."""
    lengths = [months(offer.lasts) for offer in service.trades if offer.lasts is not None]
    if service.lasts is not None:
        lengths.append(months(service.lasts))
    return min(lengths, default=None)


def _wait(service: Service) -> int:
    wait = _WAIT[service.intake.rhythm if service.intake else "unknown"]
    doubtful = service.state == "planned" or (service.state != "open" and wait == _WAIT["unknown"])
    return _PERHAPS_CLOSED if doubtful else wait


def _price(service: Service) -> int:
    price = PRICE_UNKNOWN
    for fee in service.costs:
        if fee.paid_by == "person" and (fee.amount is None or fee.amount[1] > 0):
            return PAID
        if fee.paid_by != "unknown" or fee.amount == (0, 0):
            price = FREE
    return price


def _soon(service: Service, needs: AbstractSet[str], crafts: Crafts, shortest: float | None) -> int:
    if service.offers.get("paid_works") is True:
        return 0
    if service.kind == "job":
        return 3 if _later(service) else 1
    if service.kind == "finance":
        return 3
    if service.kind == "skills_check":
        return 2
    if service.kind == "public_desk" and "job" in needs:
        return 2
    if shortest is not None and shortest <= SHORT_MONTHS:
        return 2
    return 2 if _soon_learnt(service, crafts) else 3


def _soon_learnt(service: Service, crafts: Crafts) -> bool:
    """Whether a trade runs that is learnt in little time, where no length of its course says otherwise."""
    for offer in service.trades:
        told = service.kind == "training" and (offer.lasts or service.lasts) is not None
        if not told and offer.state == "open" and crafts[offer.id].quick:
            return True
    return False


def _later(service: Service) -> bool:
    """An internship or a contract abroad pays late, little or not at all: nobody lives from it meanwhile."""
    return service.offers.get("internship") is True or service.offers.get("work_abroad") is True


def _slow(service: Service, shortest: float | None) -> bool:
    if service.kind == "job":
        return _later(service)
    if service.kind != "training" or service.offers.get("stipend") is True:
        return False
    return (shortest is not None and shortest > SHORT_MONTHS) or service.offers.get("scholarship") is True


def _schooled(service: Service) -> bool:
    return any(rule.clause.truth(LITTLE_SCHOOL) is Truth.FALSE for rule in service.must)


def _dear(service: Service) -> bool:
    if service.kind == "training":
        return False
    paid = (fee.amount for fee in service.costs if fee.paid_by == "person" and fee.currency == "XOF")
    return any(amount is not None and amount[0] >= DEAR_FRANCS for amount in paid)
