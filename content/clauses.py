"""Reading a condition as an author writes it; a slip of the pen is told in French, with what to write instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from content.facts import ALIASES, Fact, registry
from content.rules import UP_TO, All, AnyOf, Clause, Leaf, Not

NOT_WRITTEN = "unknown"
"""As the value of a fact: the sheet says that a condition exists, but not which (« un certain niveau »)."""

TALK_PREFIXES = ("talk_", "note_")
"""What a conversation knows of itself (consent, language, a note): no fact of the person, so only flows use it."""


class ClauseProblem(ValueError):
    """A clause cannot be understood; the message says in French what to write instead."""


def parse_clause(data: object) -> Clause:
    """A clause from YAML data; several facts in one mapping must all hold. Raises ``ClauseProblem``."""
    if not isinstance(data, Mapping) or not data:
        raise ClauseProblem(f"« {data} » n'est pas une condition ; écrivez par exemple « {{age: {{from: 18}}}} ».")
    parts = tuple(_part(str(name), spec) for name, spec in data.items())
    return parts[0] if len(parts) == 1 else All(parts)


def _part(name: str, spec: object) -> Clause:
    if name in {"all", "any"}:
        if not isinstance(spec, list) or not spec:
            raise ClauseProblem(f"« {name} » demande une liste de conditions.")
        parts = tuple(parse_clause(item) for item in spec)
        return All(parts) if name == "all" else AnyOf(parts)
    if name == "not":
        return Not(parse_clause(spec))
    if name in ALIASES:
        return _members(ALIASES[name], spec)
    if name.startswith(TALK_PREFIXES):
        return Leaf(name, values=frozenset(map(str, spec if isinstance(spec, list) else [spec])))
    if name in UP_TO.values():
        raise ClauseProblem(f"« {name} » n'est que le bout d'une tranche ; la condition se met sur le fait lui-même.")
    fact = registry().get(name)
    if fact is not None:
        return _leaf(fact, spec)
    if isinstance(spec, Mapping) and f"{name}." in {known.partition(".")[0] + "." for known in registry()}:
        return All(tuple(_part(f"{name}.{member}", value) for member, value in spec.items()))
    raise ClauseProblem(f"le fait « {name} » n'existe pas ; les noms permis sont dans content/facts.yaml.")


def _members(group: str, spec: object) -> Clause:
    """``document: nina`` says that the person has it; a list says that one of them is enough."""
    names = spec if isinstance(spec, list) else [spec]
    leaves = tuple(_part(f"{group}.{name}", "yes") for name in names)
    return leaves[0] if len(leaves) == 1 else AnyOf(leaves)


def _leaf(fact: Fact, spec: object) -> Leaf:
    if spec == NOT_WRITTEN:
        return Leaf(fact.name)
    if isinstance(spec, Mapping):
        return _bounded(fact, spec)
    if fact.kind == "number":
        if isinstance(spec, bool) or not isinstance(spec, int | float):
            raise ClauseProblem(f"« {fact.name} » demande un nombre ou {{from, to}}, pas « {spec} ».")
        _in_range(fact, spec)
        return Leaf(fact.name, low=spec, high=spec)
    values = [_as_written(value) for value in (spec if isinstance(spec, list) else [spec])]
    if not values:
        raise ClauseProblem(f"« {fact.name} » a une liste vide ; donnez au moins une valeur.")
    for value in values:
        if value not in fact.values:
            raise ClauseProblem(f"« {fact.name} » ne connaît pas « {value} » ; {fact.choices()}")
    return Leaf(fact.name, values=frozenset(values))


def _bounded(fact: Fact, spec: Mapping[Any, Any]) -> Leaf:
    strange = set(spec) - {"from", "to"}
    if strange or not spec:
        raise ClauseProblem(f"« {fact.name} » se borne par « from » et « to » seulement.")
    low, high = spec.get("from"), spec.get("to")
    if fact.kind == "number":
        for bound in (low, high):
            if bound is not None and (isinstance(bound, bool) or not isinstance(bound, int | float)):
                raise ClauseProblem(f"« {fact.name} » : « {bound} » n'est pas un nombre.")
            _in_range(fact, bound)
        if low is not None and high is not None and low > high:
            raise ClauseProblem(f"« {fact.name} » va de {low} à {high} : la première borne doit être la plus petite.")
        return Leaf(fact.name, low=low, high=high)
    if not fact.ordered:
        raise ClauseProblem(f"« {fact.name} » n'a pas d'ordre ; écrivez une liste de valeurs.")
    order = fact.values
    for bound in (low, high):
        if bound is not None and bound not in order:
            raise ClauseProblem(f"« {fact.name} » ne connaît pas « {bound} » ; {fact.choices()}")
    first = order.index(str(low)) if low is not None else 0
    last = order.index(str(high)) if high is not None else len(order) - 1
    if first > last:
        raise ClauseProblem(f"« {fact.name} » va de {low} à {high} : la première borne doit être la plus petite.")
    return Leaf(fact.name, values=frozenset(order[first : last + 1]))


def _in_range(fact: Fact, bound: float | None) -> None:
    """Nobody can pass a bound that no answer reaches; it is a slip of the pen."""
    if bound is not None and not fact.low <= bound <= fact.high:
        raise ClauseProblem(f"« {fact.name} » : « {bound} » n'est pas possible ; {fact.choices()}")


def _as_written(value: object) -> str:
    """A word as its author wrote it: YAML has made « true » Python's."""
    return str(value).lower() if isinstance(value, bool) else str(value)
