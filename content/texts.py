"""Every sentence of the directory that must exist in each language, for the catalogue's extractor."""

from __future__ import annotations

from collections.abc import Iterator

from content.directory import Directory
from content.facts import registry
from content.naming import texts_of
from content.phrases import phrases
from content.schema import Service
from locales.text import Text

SAID = frozenset({"name", "about", "confirm", "costs", "certificate_note", "bring", "notes", "transport", "next_step"})
"""Fields that cards and details say, with the note of a site that serves everybody; others are for case workers."""


def texts(directory: Directory) -> Iterator[Text]:
    """Each message once, by key, in a stable order: phrases, facts, places, trades, emergency, services."""
    seen: set[str] = set()
    for text in _all(directory):
        if text.key not in seen:
            seen.add(text.key)
            yield text


def _all(directory: Directory) -> Iterator[Text]:
    yield from phrases().values()
    for fact in registry().values():
        yield fact.label
        yield fact.why
        yield from fact.labels.values()
    for places in directory.places.levels.values():
        yield from (place.text for place in places.values())
    yield from (sector.text for sector in directory.trades.sectors)
    yield from (trade.text for trade in directory.trades.trades.values())
    yield from (Text(f"emergency.{number.id}", number.name.fr) for number in directory.emergency.numbers)
    for service in directory.services.values():
        yield service.org_name.text
        yield from texts_of_service(service)
        yield service.button


def texts_of_service(service: Service) -> Iterator[Text]:
    """What one service says to people, its names apart."""
    start = f"service.{service.id}."
    yield from (site.note.text for site in service.sites if site.serves == "all" and site.note is not None)
    yield from (
        text
        for text in texts_of(start.removesuffix("."), service)
        if text.key.startswith(start) and text.key.removeprefix(start).partition(".")[0] in SAID
    )
