"""Finding a service by the words of whoever refers: its name and organisation first, then what it teaches, where and for what.

A worker thinks « électricité à Ségou », and knows no name of a centre.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from content.directory import Directory
from content.schema import Service
from locales.fold import fold, words

PIECE_MIN = 3
"""Letters of a search that may stand anywhere in a name."""
LITTLE = frozenset({"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "pour", "un", "une"})
"""Words between those that are sought."""


def searched(directory: Directory, wanted: str) -> Iterator[Service]:
    """Those whose name or organisation holds the words as they were typed, then those of which every word says something."""
    services = tuple(directory.services.values())
    named = [one for one in services if _holds(_names(one), wanted)]
    known = {one.id for one in named}
    sought = [word for word in words(wanted) if word not in LITTLE]
    described = (
        one
        for one in services
        if one.id not in known
        and all(len(piece) >= PIECE_MIN for piece in sought)
        and _describes(" ".join(_said_of(directory, one)), sought)
    )
    return chain(named, described)


def _describes(said: str, sought: list[str]) -> bool:
    said_words = words(said)
    return bool(sought) and all(any(word.startswith(piece) for word in said_words) for piece in sought)


def _names(service: Service) -> str:
    return f"{service.name.text.fr} {service.org_name.text.fr} {service.org}"


def _said_of(directory: Directory, service: Service) -> Iterator[str]:
    yield _names(service)
    for told in (service.short, service.about):
        if told is not None:
            yield told.text.fr
    for trade in (directory.trades[offer.id] for offer in service.trades if offer.id in directory.trades):
        yield " ".join((trade.text.fr, trade.sector, *trade.also))
    where = {slug for site in service.sites for slug in (site.region, site.place) if slug and slug in directory.places}
    for slug in sorted(where):
        yield " ".join(directory.places[slug].written)


def _holds(name: str, wanted: str) -> bool:
    """Whether a name holds what was typed. Folding takes doubled letters for one: « zzzz » is no « z », which most names
    hold, and so short a piece must begin a word.
    """
    sought = fold(wanted)
    if len(sought) >= PIECE_MIN:
        return sought in fold(name)
    return bool(sought) and len(sought) == len(wanted.strip()) and any(word.startswith(sought) for word in words(name))
