"""The facts of a person, as somebody writes them: checked name by name, and together.

They are the mapping of the documentation, with ``documents`` and ``signs`` nested; rules see them flat, as
``documents.nina``. An absent key is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from content.facts import Fact, registry
from content.places import atlas
from content.rules import UP_TO

AGE_UNKNOWN = 999
"""Years; more than anybody worked, so that only a known age contradicts."""
Value: TypeAlias = "str | int | tuple[str, ...]"


class FactProblem(ValueError):
    """A profile holds something that Sira does not know; the message names the fact and what it accepts."""


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
    for least, most in UP_TO.items():
        if most in person and person[most] <= person.get(least, person[most]):
            yield f"{most} : « {person[most]} » doit être plus grand que « {least} », et ne va pas sans lui."
    age = person.get("age_to", person.get("age", AGE_UNKNOWN))
    for years in ("skill_years", "firm_years"):
        if person.get(years, 0) > age:
            yield f"{years} : « {person[years]} » ans, c'est plus que l'âge ({age}) ; corrigez l'un des deux."


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
