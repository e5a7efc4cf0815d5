"""Where things are: Mali's regions of today with what they were, cercles, towns, and the transit centres in Niger.

Documents of 2022 speak of eight regions, the law of 2023 of nineteen: « Kayes » then may be Kita today. A place that
follows only from ``was`` is therefore inferred, and the organisation must confirm it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from locales.text import Text
from locales.yamlfile import read

PLACES_FILE = Path(__file__).parent / "places.yaml"


class Nearness(IntEnum):
    """How near a service is to somebody; smaller is nearer.

    ``SECOND`` is a neighbour's neighbour, and so on: from Gao all centres of trades are far, Bamako by five regions and
    Kayes by six, and whoever goes at all goes to the nearer.
    """

    SAME_PLACE = 0
    SAME_CERCLE = 1
    SAME_REGION = 2
    OLD_REGION = 3
    NEIGHBOUR = 4
    SECOND = 5
    THIRD = 6
    FOURTH = 7
    FIFTH = 8
    SIXTH = 9
    FARTHEST = 10
    UNKNOWN = 11


@dataclass(frozen=True, slots=True)
class Place:
    """A region, cercle, town or centre. ``was``: the region it was cut from; ``near``: neighbours, nearest first;
    ``also``: other names and, of a town, its quarters.
    """

    slug: str
    level: str
    text: Text
    region: str = ""
    cercle: str = ""
    country: str = "mali"
    was: str = ""
    near: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def written(self) -> tuple[str, ...]:
        """Every way in which people write it: its stable name, its name, and what else it is called."""
        return (self.slug, self.text.fr, *self.also)


@dataclass(frozen=True, slots=True, eq=False)
class Atlas:
    """All places by level. One slug may name a region, its chief cercle and town; the widest is meant by default.

    ``heirs``: the regions of today that were part of an older one, by its slug. ``apart``: how near one region is to
    another, by their slugs. ``abroad``: names outside Mali, by the value of the fact ``in`` that they give.
    """

    levels: Mapping[str, Mapping[str, Place]]
    heirs: Mapping[str, tuple[str, ...]]
    apart: Mapping[tuple[str, str], Nearness]
    abroad: Mapping[str, tuple[str, ...]]

    def __contains__(self, slug: object) -> bool:
        """Whether some level knows the slug."""
        return any(slug in places for places in self.levels.values())

    def __getitem__(self, slug: str) -> Place:
        """The place of the widest level; raises ``KeyError``."""
        for places in self.levels.values():
            if slug in places:
                return places[slug]
        raise KeyError(slug)

    def level(self, level: str) -> Mapping[str, Place]:
        """Places of one level: ``region``, ``cercle``, ``place`` or ``centre``."""
        return self.levels[level]

    def centres(self, country: str) -> tuple[str, ...]:
        """Slugs of the transit centres in a country."""
        return tuple(slug for slug, place in self.levels["centre"].items() if place.country == country)

    def cercles(self, region: str) -> tuple[str, ...]:
        """Slugs of a region's cercles; of an old region's also those that belong to the new ones cut from it."""
        regions = {region, *self.heirs.get(region, ())}
        return tuple(slug for slug, place in self.levels["cercle"].items() if place.region in regions)

    def cut_from(self, regions: frozenset[str]) -> frozenset[str]:
        """Regions of today that were part of some of these and are not among them."""
        return frozenset([heir for region in regions for heir in self.heirs.get(region, ())]) - regions

    def located(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The facts with cercle and region filled in from the town, so that nobody is asked twice."""
        known = dict(facts)
        town = self.levels["place"].get(known.get("place", ""))
        if town is not None:
            known.setdefault("cercle", town.cercle)
        cercle = self.levels["cercle"].get(known.get("cercle", ""))
        if cercle is not None:
            known.setdefault("region", cercle.region)
        return known

    def between(self, facts: Mapping[str, Any], region: str, place: str = "") -> Nearness:
        """How near somebody (located facts) is to a site in ``region``, at ``place`` if that is known."""
        if place and facts.get("place") == place:
            return Nearness.SAME_PLACE
        if place and (cercle := facts.get("cercle")) is not None:
            town = self.levels["place"].get(place)
            if town is not None and town.cercle == cercle:
                return Nearness.SAME_CERCLE
        home = facts.get("region")
        if home is None:
            return Nearness.UNKNOWN
        if home == region:
            return Nearness.SAME_REGION
        return self.apart.get((home, region), Nearness.UNKNOWN)


@cache
def atlas() -> Atlas:
    """The places of ``places.yaml``."""
    data = read(PLACES_FILE).data
    cercles = {slug: _place("cercle", slug, raw) for slug, raw in data["cercles"].items()}
    towns = {slug: _place("place", slug, raw, cercles[raw["cercle"]].region) for slug, raw in data["places"].items()}
    levels: dict[str, Mapping[str, Place]] = {
        "region": {slug: _place("region", slug, raw) for slug, raw in data["regions"].items()},
        "cercle": cercles,
        "place": towns,
        "centre": {slug: _place("centre", slug, raw) for slug, raw in data["centres"].items()},
    }
    regions = levels["region"]
    return Atlas(
        levels=MappingProxyType({level: MappingProxyType(dict(places)) for level, places in levels.items()}),
        heirs=MappingProxyType(
            {old: tuple(slug for slug, region in regions.items() if region.was == old) for old in regions}
        ),
        apart=MappingProxyType(
            {(here, there): near for here in regions for there, near in _from(here, regions).items()}
        ),
        abroad=MappingProxyType(
            {country: tuple(name for line in listed for name in line) for country, listed in data["abroad"].items()}
        ),
    )


def _from(home: str, regions: Mapping[str, Place]) -> dict[str, Nearness]:
    """How near each region is to one: by the regions to be crossed, whatever its name, but for the one it was cut from."""
    beside = {
        slug: {*one.near, *(there for there in regions if slug in regions[there].near)} for slug, one in regions.items()
    }
    found, edge, near = {home: Nearness.SAME_REGION}, {home}, Nearness.NEIGHBOUR
    while edge:
        edge = {there for here in edge for there in beside[here]} - found.keys()
        found |= dict.fromkeys(edge, near)
        near = Nearness(min(near + 1, Nearness.FARTHEST))
    if regions[home].was:
        found[regions[home].was] = Nearness.OLD_REGION
    return found


def _place(level: str, slug: str, raw: Mapping[str, Any], region: str = "") -> Place:
    return Place(
        slug=slug,
        level=level,
        text=Text(f"{level}.{slug}", raw["fr"]),
        region=slug if level == "region" else raw.get("region", region),
        cercle=raw.get("cercle", ""),
        country=raw.get("country", "mali"),
        was=raw.get("was", ""),
        near=tuple(raw.get("next", ())),
        also=tuple(raw.get("also", ())),
    )
