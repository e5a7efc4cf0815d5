"""What may be known of a person: names, values, why each is asked. Nothing else is accepted anywhere.

What somebody says is checked against it in ``content/person.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from content.places import atlas
from content.trades import crafts
from locales.text import Text
from locales.yamlfile import read

FACTS_FILE = Path(__file__).parent / "facts.yaml"
ALIASES: Mapping[str, str] = MappingProxyType({"document": "documents", "sign": "signs"})
"""In a clause one writes ``document: nina``; the facts of a person say ``documents: {nina: yes}``."""
YES_NO: Mapping[str, str] = MappingProxyType({"yes": "Oui", "no": "Non"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. ``cost`` is the effort of asking (0: never asked). ``parent`` is the group that it is asked in."""

    name: str
    kind: str
    values: tuple[str, ...]
    labels: Mapping[str, Text]
    label: Text
    why: Text
    cost: int
    sensitivity: str
    many: bool = False
    ordered: bool = False
    low: int = 0
    high: int = 0
    parent: str = ""

    def choices(self) -> str:
        """The accepted values, as a sentence's end."""
        if self.kind == "number":
            return f"un nombre de {self.low} à {self.high}."
        shown = ", ".join(self.values[:12])
        return f"valeurs permises : {shown}{' …' if len(self.values) > 12 else ''}."  # noqa: PLR2004

    @property
    def asked_as(self) -> str:
        """The name under which a question saves it: the group for a document, the fact itself otherwise."""
        return self.parent or self.name


@cache
def registry() -> Mapping[str, Fact]:
    """All facts by flat name, in the order of the file."""
    facts: dict[str, Fact] = {}
    for name, raw in read(FACTS_FILE).data["facts"].items():
        for fact in _facts(name, raw):
            facts[fact.name] = fact
    return MappingProxyType(facts)


@cache
def askable() -> Mapping[str, int]:
    """What a question can ask for, a group of facts as one, with the effort of asking."""
    return MappingProxyType({fact.asked_as: fact.cost for fact in registry().values() if fact.cost})


@cache
def shelf_life() -> Mapping[str, int]:
    """Days after which a phone, an opening, an intake or a price must be confirmed."""
    return MappingProxyType(dict(read(FACTS_FILE).data["shelf_life"]))


def _facts(name: str, raw: dict[str, Any]) -> list[Fact]:
    shared = {
        "label": Text(f"fact.{name}.label", raw["fr"]),
        "why": Text(f"fact.{name}.why", raw["why"]),
        "cost": raw["ask"],
        "sensitivity": raw["sensitivity"],
    }
    kind = raw["type"]
    if kind == "number":
        return [Fact(name, kind, (), MappingProxyType({}), low=raw["from"], high=raw["to"], **shared)]
    if kind == "group":
        return [
            Fact(
                f"{name}.{member}",
                "yes_no",
                tuple(YES_NO),
                MappingProxyType({"yes": Text(f"fact.{name}.{member}", label)}),
                parent=name,
                **shared,
            )
            for member, label in raw["values"].items()
        ]
    labels = _labels(name, kind, raw)
    return [
        Fact(
            name,
            kind,
            tuple(labels),
            MappingProxyType(labels),
            many=raw.get("many", False),
            ordered=raw.get("ordered", False),
            **shared,
        )
    ]


def _labels(name: str, kind: str, raw: dict[str, Any]) -> dict[str, Text]:
    if kind in {"region", "cercle", "place", "centre"}:
        return {place.slug: place.text for place in atlas().level(kind).values()}
    if kind == "trade":
        return {trade.id: trade.text for trade in crafts().trades.values()}
    if kind == "yes_no":
        return {value: Text(f"fact.yes_no.{value}", label) for value, label in YES_NO.items()}
    return {value: Text(f"fact.{name}.{value}", label) for value, label in raw["values"].items()}
