"""Names in a record that must exist elsewhere: places, trades, facts, sources, needs, languages."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import get_args

from content.conditions import PUBLIC_NAMES
from content.emergency_plan import EmergencyPlan
from content.facts import registry
from content.leads import Leads
from content.places import atlas
from content.problems import problem
from content.schema import Offer, Service
from content.trades import crafts
from locales.yamlfile import YamlFile

Where = tuple[str | int, ...]


def unknown_references(service: Service, file: YamlFile) -> list[str]:
    """One sentence for every name that nothing answers to."""
    return [problem(file, where, sentence) for where, sentence in _unknown(service, file)]


def unknown_in_plan(plan: EmergencyPlan, file: YamlFile) -> Iterator[str]:
    """Places of the emergency plan that do not exist: their number would never be shown."""
    where = {"mali", "niger", *atlas().level("region"), *atlas().level("centre")}
    for number, entry in enumerate(plan.numbers):
        for place in entry.where:
            if place not in where:
                yield problem(file, ("numbers", number, "where"), f"« {place} » n'est ni une région ni un centre")
    for number, point in enumerate(plan.safe_points):
        for step, sentence in _site((), point.region, point.place, (point.region,)):
            yield problem(file, ("safe_points", number, *step), sentence)


def unknown_in_leads(leads: Leads, file: YamlFile) -> Iterator[str]:
    """Centres and regions of the teams that do not exist, those without a team of their own, a telephone of no team."""
    teams = {lead.team for lead in (leads.default, *leads.centres.values(), *leads.regions.values())}
    for team in leads.phones:
        if team not in teams:
            yield problem(file, ("phones", team), f"« {team} » n'est l'équipe d'aucun lieu de ce fichier")
    for name, level, given in (("centres", "centre", leads.centres), ("regions", "region", leads.regions)):
        known = atlas().level(level)
        for slug in given:
            if slug not in known:
                yield problem(file, (name, slug), f"« {slug} » n'est pas dans places.yaml")
        for slug in known:
            if slug not in given:
                yield problem(file, (name,), f"« {slug} » n'a pas d'équipe ; ajoutez-la")


def _unknown(service: Service, file: YamlFile) -> Iterator[tuple[Where, str]]:
    yield from _sources(service, file.data)
    for number, offer in enumerate(service.trades):
        if offer.id not in crafts():
            yield ("trades", number, "id"), f"le métier « {offer.id} » n'est pas dans trades.yaml"
    for number, site in enumerate(service.sites):
        yield from _site(("sites", number), site.region, site.place, site.regions)
    yield from _names(("needs",), service.needs, registry()["need"].values, "ce besoin n'est pas dans facts.yaml")
    yield from _names(
        ("taught_in",), service.taught_in, registry()["languages"].values, "langue inconnue de facts.yaml"
    )
    known = {name.partition(".")[0] for name in registry()}
    known |= {PUBLIC_NAMES.get(name, name) for name in known}
    yield from _names(("no_condition",), service.no_condition, known, "ce fait n'existe pas")
    said = known | set(Service.model_fields) | set(get_args(Offer))
    yield from _names(("not_stated",), service.not_stated, said, "ni un fait, ni une clé de la fiche ou de offers")


def _site(where: Where, region: str | None, place: str | None, serves: tuple[str, ...]) -> Iterator[tuple[Where, str]]:
    regions, towns = atlas().level("region"), atlas().level("place")
    if region is not None and region not in regions:
        yield (*where, "region"), f"la région « {region} » n'est pas dans places.yaml"
    if place is not None and place not in towns:
        yield (*where, "place"), f"la ville « {place} » n'est pas dans places.yaml (places)"
    elif place is not None and region in regions and towns[place].region != region:
        yield (*where, "place"), f"« {place} » est dans la région {towns[place].region}, pas {region}"
    yield from _names((*where, "serves"), serves, regions, "cette région n'est pas dans places.yaml")
    if not serves and region is None and place is not None:
        yield where, "un lieu sans région ne sert personne ; ajoutez region"


def _names(where: Where, names: tuple[str, ...], known: Container[str], sentence: str) -> Iterator[tuple[Where, str]]:
    for number, name in enumerate(names):
        if name not in known:
            yield (*where, number), f"« {name} » : {sentence}"


def _sources(service: Service, data: object, where: Where = ()) -> Iterator[tuple[Where, str]]:
    """Every ``src`` anywhere in the record names one of its sources."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "src" and value not in service.sources:
                yield (*where, "src"), f"la source « {value} » n'est pas dans sources"
            else:
                yield from _sources(service, value, (*where, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _sources(service, value, (*where, number))
