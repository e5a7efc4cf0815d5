"""Our words for kinds, needs and trades as HSDS taxonomies; each trade stands under its ISCO-08 unit group.

HSDS wants every term's code to be unique in the whole export, and a need and a kind share words (« job »): so codes of
ours carry their taxonomy's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from content.exports.conditions import Say
from content.exports.identity import identify
from content.exports.visible import Shared
from content.facts import registry
from content.kinds import KINDS
from content.needs import needs_served
from content.schema import Service
from content.trades import Crafts

NO_TOPIC = frozenset({"unsure"})
"""What a person may answer and no service is about."""
ISCO_URI = "https://www.ilo.org/public/english/bureau/stat/isco/isco08/"
TAXONOMIES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "kind": ("Sira, sortes de services", "Ce qu'un service est : formation, incubateur, guichet …"),
        "need": ("Sira, besoins", "Ce qui compte pour une personne de retour, et à quoi un service répond."),
        "trade": ("Sira, métiers", "Les métiers enseignés ; chacun sous son groupe de la CITP-08."),
        "isco": ("CITP-08 (ISCO-08)", "Classification internationale type des professions, groupes de base."),
    }
)


@dataclass(frozen=True, slots=True)
class Term:
    """One word of one taxonomy. ``parent``: the ISCO-08 code that a trade stands under."""

    taxonomy: str
    slug: str
    name: str
    parent: str = ""

    @property
    def id(self) -> str:
        """Its identifier in every export."""
        return identify("term", self.taxonomy, self.slug)

    def record(self) -> dict[str, Any]:
        """As HSDS says it."""
        title, _ = TAXONOMIES[self.taxonomy]
        found = {
            "id": self.id,
            "code": self.slug if self.taxonomy == "isco" else f"{self.taxonomy}-{self.slug}",
            "name": self.name,
            "description": f"{self.name} ({title}).",
            "taxonomy": title,
            "taxonomy_id": identify("taxonomy", self.taxonomy),
            "language": "fr",
        }
        return found | ({"parent_id": identify("term", "isco", self.parent)} if self.parent else {})


def terms_of(service: Service, crafts: Crafts, say: Say) -> Iterator[Term]:
    """The kind of a service, the needs that it answers and the trades that it teaches."""
    yield Term("kind", service.kind, KINDS[service.kind].title)
    served = needs_served(service, crafts) - NO_TOPIC
    labels = registry()["need"].labels
    yield from (Term("need", need, say(label)) for need, label in labels.items() if need in served)
    yield from (trade_term(offer.id, crafts, say) for offer in service.trades)


def trade_term(trade: str, crafts: Crafts, say: Say) -> Term:
    """A trade under its ISCO-08 unit group."""
    return Term("trade", trade, say(crafts[trade].text), crafts[trade].isco)


def taxonomy_records() -> list[dict[str, Any]]:
    """The four taxonomies."""
    return [
        {"id": identify("taxonomy", slug), "name": name, "description": about}
        | ({"uri": ISCO_URI, "version": "2008"} if slug == "isco" else {})
        for slug, (name, about) in TAXONOMIES.items()
    ]


def term_records(shared: Shared, say: Say) -> list[dict[str, Any]]:
    """Every term that some service uses, and the ISCO-08 groups above them, each once."""
    used = dict.fromkeys(term for service in shared.services for term in terms_of(service, shared.trades, say))
    groups = dict.fromkeys(Term("isco", term.parent, f"CITP-08 {term.parent}") for term in used if term.parent)
    return [term.record() for term in (*used, *groups)]
