"""Conditions and people as an editor writes them in one cell: « de 18 à 40 », « âge = 24 ; région = Kayes »."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from content.clauses import NOT_WRITTEN
from content.facts import ALIASES, registry
from content.sheet.vocabulary import CellProblem, Vocabulary, values_of, vocabulary

BETWEEN = " ; "
OR = " + "
SILENT = "non précisé"
GROUPS = ("any", "all", "not")
_SPAN = re.compile(r"^(?:de\s+)?(.+?)\s+à\s+(.+)$")
_FROM = re.compile(r"^(?:dès|à partir de)\s+(.+)$")
_UP_TO = re.compile(r"^jusqu['’]à\s+(.+)$")
_MEMBERS = {group: alias for alias, group in ALIASES.items()}


def show_value(subject: str, value: Any) -> str:
    """What is asked of one fact, in words."""
    if subject in GROUPS:
        parts = value if isinstance(value, list) else [value]
        return BETWEEN.join(show_facts(part) for part in parts)
    if value == NOT_WRITTEN:
        return SILENT
    if isinstance(value, Mapping):
        return _bounds(subject, value)
    return OR.join(_one(subject, item) for item in (value if isinstance(value, list) else [value]))


def read_value(subject: str, said: str) -> Any:
    """The value of a condition on ``subject``. Raises ``CellProblem``."""
    if subject in GROUPS:
        parts = [read_facts(part) for part in said.split(BETWEEN.strip())]
        return parts[0] if subject == "not" and len(parts) == 1 else parts
    if said.casefold() == SILENT:
        return NOT_WRITTEN
    for pattern, names in ((_FROM, ("from",)), (_UP_TO, ("to",)), (_SPAN, ("from", "to"))):
        found = pattern.match(said)
        if found and not _is_word(subject, said):
            return {name: _slug(subject, part) for name, part in zip(names, found.groups(), strict=True)}
    values = [_slug(subject, part) for part in said.split(OR.strip())]
    fact = registry().get(subject)
    return values[0] if len(values) == 1 and not (fact is not None and fact.many) else values


def show_facts(facts: Mapping[str, Any]) -> str:
    """Facts of a person or of a clause, each as « nom = valeur »."""
    return BETWEEN.join(f"{_name(name)} = {show_value(*inner)}" for name, *inner in _opened(facts))


def read_facts(said: str) -> dict[str, Any]:
    """The other way. Raises ``CellProblem``."""
    facts: dict[str, Any] = {}
    for part in said.split(BETWEEN.strip()):
        name, equals, value = part.partition("=")
        if not equals or not value.strip():
            raise CellProblem(
                f"« {part.strip()} » : écrivez « nom = valeur », par exemple « âge = 24 ; région = Kayes »"
            )
        group, member = _group(name.strip())
        if member:
            facts.setdefault(group, {})[member] = read_value(f"{group}.{member}", value.strip())
        else:
            facts[group] = read_value(group, value.strip())
    return facts


def _opened(facts: Mapping[str, Any]) -> list[tuple[str, str, Any]]:
    """Name as shown, name as known, value; papers and signs one by one."""
    found: list[tuple[str, str, Any]] = []
    for name, value in facts.items():
        if name in _MEMBERS and isinstance(value, Mapping):
            found += [(f"{name}.{member}", f"{name}.{member}", inner) for member, inner in value.items()]
        else:
            found.append((name, name, value))
    return found


def _name(name: str) -> str:
    group, _, member = name.partition(".")
    if member:
        return f"{vocabulary('subject').say(_MEMBERS[group])} {values_of(group).say(member)}"
    return vocabulary("subject").say(name)


def _group(said: str) -> tuple[str, str]:
    """« papier Carte NINA » is ``documents`` and ``nina``."""
    for group, alias in _MEMBERS.items():
        start = vocabulary("subject").say(alias) + " "
        if said.casefold().startswith(start):
            return group, values_of(group).slug(said[len(start) :])
    return vocabulary("subject").slug(said), ""


def _vocabulary(subject: str) -> Vocabulary:
    if registry().get(subject) is not None and registry()[subject].kind == "yes_no":
        return vocabulary("yes_no")
    return values_of(subject)


def _one(subject: str, value: Any) -> str:
    if isinstance(value, bool):
        return vocabulary("whether").say(value)
    return str(value) if isinstance(value, int) else _vocabulary(subject).say(value)


def _slug(subject: str, said: str) -> str | int:
    said = said.strip()
    fact = registry().get(subject)
    if fact is not None and fact.kind == "number":
        digits = re.sub(r"[\s\u00a0\u202f]|ans$", "", said)
        if not digits.isdecimal():
            raise CellProblem(f"« {said} » : écrivez un nombre, « dès 17 », « jusqu'à 40 » ou « de 18 à 40 »")
        return int(digits)
    return _vocabulary(subject).slug(said)


def _is_word(subject: str, said: str) -> bool:
    """Whether the whole cell is one known word: a word may itself hold « à » (« Cultures à … »)."""
    fact = registry().get(subject)
    if fact is not None and fact.kind == "number":
        return False
    return said.casefold() in {word.casefold() for word in _vocabulary(subject).words.values()}


def _bounds(subject: str, value: Mapping[str, Any]) -> str:
    low, high = value.get("from"), value.get("to")
    if low is None:
        return f"jusqu'à {_one(subject, high)}"
    return f"dès {_one(subject, low)}" if high is None else f"de {_one(subject, low)} à {_one(subject, high)}"
