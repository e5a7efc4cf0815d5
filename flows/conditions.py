"""Conditions of flows: the grammar of `content/`, plus what the talk itself knows.

Names that begin with ``talk_`` (consent, language, an open request …) or ``note_`` (an answer kept but not saved as a
fact) are compared as words; every other name is a fact and is checked against `content/facts.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping

from content.clauses import ClauseProblem, parse_clause
from content.rules import All, AnyOf, Clause, Leaf, Not

TALK = (
    "talk_consent",
    "talk_language",
    "talk_helped",
    "talk_requests",
    "talk_complaints",
    "talk_complaint_begun",
    "talk_waiting",
    "talk_urgent",
    "talk_by_team",
    "talk_alarmed",
    "talk_open",
    "talk_shown",
    "talk_channel",
    "talk_number",
    "talk_second",
)
NOTE = "note_"


def parse_condition(data: object) -> Clause:
    """A clause over facts and talk. Raises ``ClauseProblem``, in French, when it cannot be understood."""
    if not isinstance(data, Mapping) or not data:
        raise ClauseProblem(f"« {data} » n'est pas une condition ; écrivez par exemple « {{age: {{to: 17}}}} ».")
    parts = tuple(_part(str(name), value) for name, value in data.items())
    return parts[0] if len(parts) == 1 else All(parts)


def _part(name: str, value: object) -> Clause:
    if name in {"all", "any"} and isinstance(value, list):
        parts = tuple(parse_condition(item) for item in value)
        return All(parts) if name == "all" else AnyOf(parts)
    if name == "not":
        return Not(parse_condition(value))
    if name.startswith(NOTE) or name in TALK:
        words = value if isinstance(value, list) else [value]
        return Leaf(name, values=frozenset(str(word) for word in words))
    if name.startswith("talk_"):
        raise ClauseProblem(f"« {name} » n'existe pas ; les noms permis sont {', '.join(TALK)}.")
    return parse_clause({name: value})
