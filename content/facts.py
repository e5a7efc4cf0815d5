"""What may be known of a person: names, values, why each is asked. Nothing else is accepted anywhere.

A person's facts are the mapping of the documentation, with ``documents`` and ``signs`` nested; rules see them flat, as
``documents.nina``. An absent key is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from content.places import atlas
from content.trades import crafts
from locales.text import Text
from locales.yamlfile import read

FACTS_FILE = Path(__file__).parent / "facts.yaml"
ALIASES: Mapping[str, str] = MappingProxyType({"document": "documents", "sign": "signs"})
"""In a clause one writes ``document: nina``; the facts of a person say ``documents: {nina: yes}``."""
AGE_UNKNOWN = 999
"""Years; more than anybody worked, so that only a known age contradicts."""
YES_NO: Mapping[str, str] = MappingProxyType({"yes": "Oui", "no": "Non"})

Value: TypeAlias = "str | int | tuple[str, ...]"


class FactProblem(ValueError):
    """A profile holds something that Sira does not know; the message names the fact and what it accepts."""


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


def parse_person(data: object) -> dict[str, Any]:
    """The facts of a person, checked. Raises ``FactProblem`` that names every unknown fact and value at once."""
    if not isinstance(data, Mapping):
        raise FactProblem("Un profil est une liste de faits, par exemple « age: 24 ».")
    problems: list[str] = []
    person: dict[str, Any] = {}
    for name, value in flat(data).items():
        fact = registry().get(name)
        if fact is None:
            problems.append(f"{name} : ce fait n'existe pas ; les noms permis sont dans content/facts.yaml.")
        elif value is not None:
            try:
                _learn(person, fact, _value(fact, value))
            except FactProblem as problem:
                problems.append(str(problem))
    problems += _contradictions(flat(person))
    if problems:
        raise FactProblem("\n".join(problems))
    return person


def _contradictions(person: Mapping[str, Any]) -> Iterator[str]:
    """What cannot be true together: a wrong town would send somebody across the country."""
    region, cercle, place = (person.get(level) for level in ("region", "cercle", "place"))
    town = atlas().level("place").get(place or "")
    if region and cercle and cercle not in atlas().cercles(region):
        yield f"cercle : « {cercle} » n'est pas dans la région « {region} » ; corrigez l'un des deux."
    if region and town is not None and town.cercle not in atlas().cercles(region):
        yield f"place : « {place} » n'est pas dans la région « {region} » ; corrigez l'un des deux."
    elif cercle and town is not None and town.cercle != cercle:
        yield f"place : « {place} » n'est pas dans le cercle « {cercle} » ; corrigez l'un des deux."
    for years in ("skill_years", "firm_years"):
        if person.get(years, 0) > person.get("age", AGE_UNKNOWN):
            yield f"{years} : « {person[years]} » ans, c'est plus que l'âge ({person['age']}) ; corrigez l'un des deux."


def flat(facts: Mapping[Any, Any]) -> dict[str, Any]:
    """Facts with ``documents`` and ``signs`` opened into ``documents.nina`` and the like."""
    opened: dict[str, Any] = {}
    for key, value in facts.items():
        if isinstance(value, Mapping):
            for member, inner in value.items():
                opened[f"{key}.{member}"] = inner
        else:
            opened[str(key)] = value
    return opened


def _learn(person: dict[str, Any], fact: Fact, value: Value) -> None:
    if fact.parent:
        person.setdefault(fact.parent, {})[fact.name.removeprefix(f"{fact.parent}.")] = value
    else:
        person[fact.name] = value


def _value(fact: Fact, value: object) -> Value:
    if fact.kind == "number":
        if isinstance(value, bool) or not isinstance(value, int) or not fact.low <= value <= fact.high:
            raise FactProblem(f"{fact.name} : « {value} » n'est pas possible ; {fact.choices()}")
        return value
    if isinstance(value, bool) and fact.kind == "yes_no":
        return "yes" if value else "no"
    if fact.many:
        given = list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
        return tuple(_one(fact, item) for item in given)
    return _one(fact, value)


def _one(fact: Fact, value: object) -> str:
    if not isinstance(value, str) or value not in fact.values:
        raise FactProblem(f"{fact.name} : « {value} » n'est pas connu ; {fact.choices()}")
    return value
