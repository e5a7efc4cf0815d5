"""What of the directory may leave: the one gate that every export passes.

Numbers and functions of the sheets were given for case work. Once in somebody else's database they cannot be called
back, so a field leaves only when it is named here: a field that is added to the record stays inside until then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from content.directory import Directory
from content.entries import Site
from content.facts import shelf_life
from content.freshness import first_day
from content.parts import Contact, Frozen
from content.places import Atlas
from content.schema import Service
from content.trades import Crafts

LEAVES = frozenset({
    "id", "org", "org_name", "kind", "name", "short", "about", "state", "needs", "returnees_only", "instrument",
    "trades", "lasts", "sites", "taught_in", "practice", "certificate", "certificate_note", "costs", "intake",
    "places", "must", "bring", "confirm", "not_stated", "no_condition", "offers", "notes", "transport", "next_step",
    "contact", "sources",
})  # fmt: skip
"""Fields that a person may be told. Not here: who is preferred or received, follow-up, disputes, rows left out."""
RUNNING = frozenset({"open", "unknown"})
"""States of a trade that is or may be taught; a « perspective » never leaves as an offer."""

Part = TypeVar("Part", bound=Frozen)


class ExportProblem(ValueError):
    """A record cannot be given in a format; the message names the file and says in French what to mend."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What may leave, with the places and trades that it names. Only ``visible`` makes one from a directory."""

    services: tuple[Service, ...]
    places: Atlas
    trades: Crafts


def visible(directory: Directory, today: date) -> Shared:
    """The part of ``directory`` that may leave on ``today``: a public number only while its check is fresh."""
    return Shared(
        services=tuple(_service(one, today) for one in directory.usable()),
        places=directory.places,
        trades=directory.trades,
    )


def _service(service: Service, today: date) -> Service:
    held = {name: field.get_default(call_default_factory=True) for name, field in Service.model_fields.items()}
    kept: dict[str, Any] = {
        "trades": tuple(_silent(one) for one in service.trades if one.state in RUNNING),
        "sites": tuple(map(_site, service.sites)),
        "intake": service.intake and _silent(service.intake),
        "places": service.places and _silent(service.places),
        "must": tuple(map(_silent, service.must)),
        "contact": tuple(one for one in service.contact if _public(one, today)),
        "sources": {key: _silent(source) for key, source in service.sources.items()},
    }
    return service.model_copy(update={name: held[name] for name in held if name not in LEAVES} | kept)


def _silent(part: Part) -> Part:
    """Without its note, which says to case workers and authors what the sheet adds."""
    return part.model_copy(update={"note": None})


def _site(site: Site) -> Site:
    """The note of a site that serves everybody tells the person where to go; the others are for case workers."""
    return site if site.serves == "all" else _silent(site)


def _public(contact: Contact, today: date) -> bool:
    if contact.visibility != "public" or contact.verified_on is None:
        return False
    return 0 <= (today - first_day(contact.verified_on)).days <= shelf_life()["phone"]
