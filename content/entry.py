"""All that decides whether a service is open to somebody, in one list: written rules, our rules, the place, silence.

Compiled once for a record, so that a conversation only evaluates. What many records say alike is one condition, the
same object for all of them: so a hundred thousand records are sorted by condition without comparing clauses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from content.conditions import Condition, Fixed, Origin, Reach, public_name
from content.house import House, house_rules
from content.places import Atlas
from content.rules import Clause, Truth
from content.schema import Service
from content.trades import Crafts

AREAS_KEPT = 1024
"""Distinct areas that are kept: most offices serve one region or two, and a thousand are about a megabyte."""
SILENCES_KEPT = 1024
"""Distinct lists of what a sheet does not say."""
ENTRY_FACTS: Mapping[str, tuple[str, ...]] = {
    "training": ("age", "schooling", "french", "document", "return_kind"),
    "skills_check": ("age", "document", "return_kind"),
    "incubator": ("age", "schooling", "firm", "return_kind"),
    "finance": ("age", "firm", "document", "return_kind"),
    "job": ("age", "schooling", "return_kind"),
    "public_desk": ("age", "return_kind"),
    "protection": ("age", "return_kind"),
    "network": ("age", "return_kind"),
}
"""Facts that commonly decide entry, by kind: a record must say each one, or say that its source is silent."""
_CLOSED = Condition(Fixed(Truth.FALSE), "state", ("state",))
_NOT_SURELY_OPEN = Condition(Fixed(Truth.ASK_SOURCE), "state", ("state",))
_FULL = Condition(Fixed(Truth.FALSE), "state", ("places",))
_NOTE = Condition(Fixed(Truth.ASK_SOURCE), "note", ("confirm",))


def compile_service(service: Service, reach: Reach, crafts: Crafts) -> tuple[Condition, ...]:
    """Every condition of one service, the cheap and decisive ones first."""
    sources = service.sources
    return (
        *_opening(service),
        *[
            _rule(rule.clause, "inferred" if sources[rule.src].how == "inferred" else "written")
            for rule in service.must
        ],
        *map(_house, house_rules(service, crafts)),
        _place(reach),
        *_silences(service.kind, service.not_stated),
        *((_NOTE,) if service.confirm else ()),
    )


def _opening(service: Service) -> Iterator[Condition]:
    if service.state == "closed":
        yield _CLOSED
    elif service.state != "open" or (service.trades and all(trade.state == "planned" for trade in service.trades)):
        yield _NOT_SURELY_OPEN
    if service.places is not None and service.places.full:
        yield _FULL


@cache
def _rule(clause: Clause, origin: Origin) -> Condition:
    """Kept as long as the records are: compiling tells conditions apart by the object."""
    return Condition(clause, origin, names_in(clause))


@cache
def _house(rule: House) -> Condition:
    return Condition(rule.clause, "house", names_in(rule.clause), rule.guard, rule.certain, rule.says)


@lru_cache(maxsize=SILENCES_KEPT)
def _silences(kind: str, not_stated: tuple[str, ...]) -> tuple[Condition, ...]:
    return tuple(_silent(fact) for fact in not_stated if fact in ENTRY_FACTS[kind])


@cache
def _silent(fact: str) -> Condition:
    return Condition(Fixed(Truth.ASK_SOURCE), "silent", (fact,))


def reach_of(service: Service, atlas: Atlas) -> Reach:
    """Regions served as the sources name them, and those of today that were cut from them since.

    One moves for a trade, not for help that is needed now nor for lessons of reading alone.
    """
    served: list[str] = []
    everywhere = False
    for site in service.sites:
        served += site.regions
        everywhere = everywhere or site.serves == "all"
    return _reach(frozenset(served), everywhere, service.kind != "protection" and not service.of_reading, atlas)


@lru_cache(maxsize=AREAS_KEPT)
def _reach(served: frozenset[str], everywhere: bool, travel: bool, atlas: Atlas) -> Reach:  # noqa: FBT001
    return Reach(served, atlas.cut_from(served), everywhere, travel)


@lru_cache(maxsize=AREAS_KEPT)
def _place(reach: Reach) -> Condition:
    return Condition(reach, "place", ("region",))


def names_in(clause: Clause) -> tuple[str, ...]:
    """The facts of a clause, each once, as explanations name them."""
    return tuple(dict.fromkeys(public_name(leaf.fact) for leaf in clause.leaves()))
