"""What a referral shares: the few facts that the organisation needs, in bands, and how they are read to the person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.engine.turn import Turn
from content.bands import age_band, band_of
from content.facts import registry
from content.rules import Truth, evaluate
from content.schema import Service
from locales.text import Text

SHARED = ("need", "region", "age", "trade", "skill", "schooling", "certificate", "return_kind")
"""Shared if known. Debts, signs, children, documents' details and the centre are never in a file without a further yes."""
PAPERS = "documents."


def shared_facts(turn: Turn) -> Mapping[str, Any]:
    """Names and values as the file will hold them; the age as a band."""
    shared: dict[str, Any] = {}
    for name in SHARED:
        if name in turn.facts and turn.facts[name] not in ((), [], ""):
            shared[name] = band_of(turn.facts[name]) if name == "age" else turn.facts[name]
    held = sorted(n.removeprefix(PAPERS) for n, v in turn.facts.items() if n.startswith(PAPERS) and v == "yes")
    if held:
        shared["documents"] = held
    if missing := missing_papers(turn):
        shared["missing_documents"] = list(missing)
    return shared


def missing_papers(turn: Turn) -> tuple[str, ...]:
    """Papers that the chosen service asks for and that the person has not said to have (R76): a file without them
    comes back. Where one of several is enough and one is there, nothing is missing.
    """
    service = turn.book.directory.services.get(str(turn.notes.get("chosen", "")))
    return () if service is None else missing_of(service, turn.facts)


def missing_of(service: Service, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The same for any service and whoever has these ``facts``."""
    open_rules = (rule for rule in service.must if evaluate(rule.clause, facts) is not Truth.TRUE)
    asked = (leaf.fact for rule in open_rules for leaf in rule.clause.leaves() if leaf.fact.startswith(PAPERS))
    return tuple(dict.fromkeys(fact.removeprefix(PAPERS) for fact in asked if facts.get(fact) != "yes"))


def papers_to_confirm(turn: Turn) -> tuple[Text, ...]:
    """What is missing, by its names."""
    return papers_named(missing_papers(turn))


def shared_lines(turn: Turn) -> tuple[Text, ...]:
    """The same, line by line, as the person reads it before saying yes."""
    lines = [
        turn.book.phrase(_line(turn, name, value), value=_words(turn, name, value))
        for name, value in shared_facts(turn).items()
    ]
    lines.append(turn.book.phrase("share_contact"))
    return tuple(lines)


def _line(turn: Turn, name: str, value: Any) -> str:
    """The phrase for one fact; a value whose label does not speak to the person has a phrase of its own."""
    own = f"share_{name}_{value}"
    return own if own in turn.book.phrases else f"share_{name}"


def _words(turn: Turn, name: str, value: Any) -> Text | tuple[Text, ...]:
    if name == "age":
        return age_band(turn.facts["age"])
    if name == "region":
        return turn.book.directory.places[value].text
    if name in {"trade", "skill"}:
        return turn.book.directory.trades[value].text
    if name in {"documents", "missing_documents"}:
        return papers_named(value)
    labels = registry()[name].labels
    items = value if isinstance(value, list | tuple) else [value]
    return tuple(labels[item] for item in items if item in labels)


def papers_named(names: Iterable[str]) -> tuple[Text, ...]:
    """Papers by their names in words."""
    facts = registry()
    return tuple(facts[f"{PAPERS}{name}"].labels["yes"] for name in names)
