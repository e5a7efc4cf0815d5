"""Sets of services that many people share: those near to a trade, those of some organisations. Worked out once."""

from __future__ import annotations

from functools import lru_cache

from content.bitsets import Bits, positions, union
from content.compiling import bitsets_of
from content.directory import Directory
from content.schema import Service
from content.trades import LITERACY, Kinship

WISHES_KEPT = 256
"""Trades asked for, alone or as wish and skill, that are kept with what is near to them: about as many as are named."""

SILENCES_KEPT = 4
"""Sets of organisations that are kept with their services: those who are silent change seldom."""


@lru_cache(maxsize=SILENCES_KEPT)
def services_of(directory: Directory, organisations: frozenset[str]) -> Bits:
    """The services of some organisations."""
    positions, services = bitsets_of(directory).positions, directory.services
    return union(1 << position for id_, position in positions.items() if services[id_].org in organisations)


@lru_cache(maxsize=WISHES_KEPT)
def courses_in(directory: Directory, trade: str) -> Bits:
    """The courses that teach exactly this trade; what is only planned teaches nobody yet."""
    sets = bitsets_of(directory)
    courses = sets.trades.get(trade, 0) & sets.kinds.get("training", 0)
    return union(1 << place for place in positions(courses) if _runs(directory.prepared[place].service, trade))


def _runs(service: Service, trade: str) -> bool:
    taught = trade == LITERACY or any(one.id == trade and one.state != "planned" for one in service.trades)
    return service.state != "planned" and taught


@lru_cache(maxsize=WISHES_KEPT)
def kin_of(directory: Directory, wanted: tuple[str, ...], landless: bool) -> tuple[Bits, ...]:  # noqa: FBT001
    """By kinship, the services that teach a trade so near to one of those wanted."""
    levels = [0] * (Kinship.NONE + 1)
    trades = bitsets_of(directory).trades
    for taught in directory.trades.doable(trades, landless):
        bits = trades[taught]
        levels[min(directory.trades.kinship(taught, one) for one in wanted)] |= bits
    return tuple(levels)
