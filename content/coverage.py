"""Where would nobody be served? Region by need by kind, for somebody who stays where they are.

The somebody is the documents' usual person returning, and cannot move: a service in another region is no help to who
cannot go there. What is closed or only planned helps nobody and is not counted; nor is a bed that nobody wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from content.conditions import outcome_truth
from content.directory import Directory, Prepared
from content.facts import registry
from content.needs import BEST_KINDS
from content.places import Atlas
from content.rules import Truth
from content.sheets import Sheets

USUAL_AGE = 25
"""Years: about the mean age of people returning (document 000, part 2.1)."""
OUTSIDE: Mapping[str, Any] = MappingProxyType({"age": USUAL_AGE, "return_kind": "own_means", "can_move": "no"})
"""Came back without assisted return."""
ASSISTED: Mapping[str, Any] = MappingProxyType({**OUTSIDE, "return_kind": "avrr"})
"""Came back with assisted return."""
CENTRE_ROW = "trades"
"""Only the sheets of training centres have the row « Filières de formation »."""
RUNNING = frozenset({"open", "unknown"})
BED = "shelter"
"""The need that only a written bed answers: who walks to a place that has none sleeps outside."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Who answers one need in one region, by kind.

    ``near``: open, with an office there. ``wide``: at a distance, or one office for the whole country, which is no
    course on the spot. ``far``: the others.
    """

    region: str
    need: str
    near: Mapping[str, tuple[str, ...]]
    far: Mapping[str, tuple[str, ...]]
    wide: Mapping[str, tuple[str, ...]]

    @property
    def kinds(self) -> frozenset[str]:
        """Every kind of service that answers."""
        return frozenset(self.near) | frozenset(self.far) | frozenset(self.wide)


def coverage(directory: Directory, person: Mapping[str, Any] = OUTSIDE) -> tuple[Cell, ...]:
    """A cell for every region of today and every need, empty ones too."""
    cells = []
    for region in directory.places.level("region"):
        serving = tuple(_serving(directory, {**person, "region": region}))
        cells += [_cell(directory.places, region, need, serving) for need in registry()["need"].labels]
    return tuple(cells)


def reserved(directory: Directory, person: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, ...]:
    """Services that are open to ``person`` in some region and to ``other`` in none: one way of returning closes them."""
    return tuple(sorted(_reached(directory, person) - _reached(directory, other)))


def alone(cells: tuple[Cell, ...]) -> Mapping[str, tuple[str, ...]]:
    """By need, the regions where nobody at all answers it."""
    return _regions(cell for cell in cells if not cell.kinds)


def only_wide(cells: tuple[Cell, ...]) -> Mapping[str, tuple[str, ...]]:
    """By need, the regions where it is answered from afar only."""
    return _regions(cell for cell in cells if cell.wide and not cell.near and not cell.far)


def no_written_bed(directory: Directory, person: Mapping[str, Any]) -> tuple[str, ...]:
    """Services for who has nowhere to sleep, open to ``person`` somewhere, whose source writes no bed."""
    reached = _reached(directory, person)
    return tuple(
        prepared.service.id
        for prepared in directory.prepared
        if BED in prepared.needs and not prepared.traits.lodging and prepared.service.id in reached
    )


def without_best(cells: tuple[Cell, ...]) -> Mapping[str, tuple[str, ...]]:
    """By need, the regions where the kind of service that answers it best has no open office."""
    return _regions(cell for cell in cells if cell.need in BEST_KINDS and BEST_KINDS[cell.need][0] not in cell.near)


def without_centre(directory: Directory, sheets: Sheets) -> tuple[str, ...]:
    """Regions as the documents know them in which no sheet describes a training centre."""
    centres = {slug for slug, sheet in sheets.sheets.items() if CENTRE_ROW in sheet.rows}
    found = {
        _old(site.region, directory.places)
        for service in directory.services.values()
        if centres & set(service.sheets)
        for site in service.sites
        if site.region
    }
    return tuple(
        slug for slug, place in directory.places.level("region").items() if not place.was and slug not in found
    )


def _serving(directory: Directory, facts: Mapping[str, Any]) -> Iterator[Prepared]:
    for prepared in directory.prepared:
        if prepared.service.state in RUNNING and outcome_truth(prepared.conditions, facts) is not Truth.FALSE:
            yield prepared


def _reached(directory: Directory, person: Mapping[str, Any]) -> set[str]:
    regions = directory.places.level("region")
    return {one.service.id for region in regions for one in _serving(directory, {**person, "region": region})}


def _cell(atlas: Atlas, region: str, need: str, serving: tuple[Prepared, ...]) -> Cell:
    near: dict[str, list[str]] = {}
    far: dict[str, list[str]] = {}
    wide: dict[str, list[str]] = {}
    for prepared in serving:
        service = prepared.service
        if need in prepared.needs and (need != BED or prepared.traits.lodging):
            if any(spot[0] == region for spot in prepared.spots):
                group = near if service.state == "open" else far
            else:
                group = wide if _is_wide(prepared, atlas) else far
            group.setdefault(service.kind, []).append(service.id)
    return Cell(region, need, _frozen(near), _frozen(far), _frozen(wide))


def _is_wide(prepared: Prepared, atlas: Atlas) -> bool:
    """Everywhere by its own words, or one office for every region that the documents know."""
    known = {slug for slug, place in atlas.level("region").items() if not place.was}
    return prepared.reach.everywhere or (len(prepared.spots) == 1 and known <= prepared.reach.served)


def _frozen(found: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({kind: tuple(services) for kind, services in found.items()})


def _regions(cells: Iterator[Cell]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for cell in cells:
        found[cell.need] = (*found.get(cell.need, ()), cell.region)
    return found


def _old(region: str, atlas: Atlas) -> str:
    return atlas.level("region")[region].was or region
