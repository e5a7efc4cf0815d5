"""Offices and areas as HSDS says them. The sheets name towns; nobody wrote a street and Mali has no postal codes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from content.entries import Site
from content.exports.identity import identify
from content.places import Atlas, Place
from content.schema import Service

COUNTRIES: Mapping[str, str] = MappingProxyType({"mali": "ML", "niger": "NE"})
"""ISO 3166-1 alpha-2."""
EVERYWHERE = "Partout"


def offices(service: Service) -> dict[str, Site]:
    """The sites of a service by the identifier of their location; two entries for one town are one office."""
    found: dict[str, Site] = {}
    for site in service.sites:
        found.setdefault(location_id(service, site), site)
    return found


def location_id(service: Service, site: Site) -> str:
    """The same office of an organisation is one location, whichever service is there."""
    return identify("location", service.org, site.region or "", site.place or "")


def location(owner: str, service: Service, site: Site, atlas: Atlas) -> dict[str, Any]:
    """An office of ``owner``; without a town no address, without a region no place that one could walk to."""
    place, identifier = _place(site, atlas), location_id(service, site)
    where = place.text.fr if place else EVERYWHERE
    record: dict[str, Any] = {
        "id": identifier,
        "location_type": "physical" if place else "virtual",
        "organization_id": identify("organization", service.org),
        "name": f"{owner}, {where}",
    }
    return record | ({"addresses": [_address(identifier, place, atlas)]} if place and site.place else {})


def areas(service: Service, atlas: Atlas) -> list[dict[str, Any]]:
    """The regions served, as the documents name them; once « everywhere » when one office serves everybody."""
    if any(site.serves == "all" for site in service.sites):
        names = {"all": EVERYWHERE}
    else:
        regions = (region for site in service.sites for region in site.regions)
        names = {region: atlas.level("region")[region].text.fr for region in regions}
    return [
        {
            "id": identify("service_area", service.id, slug),
            "service_id": identify("service", service.id),
            "name": name,
            "extent": name,
            "extent_type": "text",
        }
        for slug, name in names.items()
    ]


def towns(service: Service, atlas: Atlas) -> tuple[str, ...]:
    """The towns with an office, in the order of the record."""
    found = (atlas.level("place")[site.place].text.fr for site in service.sites if site.place)
    return tuple(dict.fromkeys(found))


def _place(site: Site, atlas: Atlas) -> Place | None:
    if site.place:
        return atlas.level("place")[site.place]
    return atlas.level("region")[site.region] if site.region else None


def _address(identifier: str, place: Place, atlas: Atlas) -> dict[str, Any]:
    return {
        "id": identify("address", identifier),
        "location_id": identifier,
        "city": place.text.fr,
        "state_province": atlas.level("region")[place.region].text.fr,
        "country": COUNTRIES[place.country],
        "address_type": "physical",
    }
