"""From a person's facts to services with reasons: ranked, refused, nearly, and the question that helps most.

Pure: today comes in as an argument and nothing is remembered between calls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from content.arrange import SHOWN, arranged
from content.directory import Directory
from content.facts import ALIASES, flat, registry
from content.first_step import FirstStep, first_step
from content.levels import Level, level_of
from content.question import answers, next_question
from content.rank import rank
from content.scored import Scored, score
from content.wish import wish_of
from locales.text import Text

MISSES = 3


@dataclass(frozen=True, slots=True)
class Match:
    """``services`` in the order to show them; ``misses`` answer the wish but for one condition."""

    services: tuple[Scored, ...]
    refused: tuple[Scored, ...]
    misses: tuple[Scored, ...]
    first_step: FirstStep
    level: Level
    next_question: str | None

    def of(self, service: str) -> Scored | None:
        """The result for one service, refused ones too; None when it is unknown, dismissed or not to be used."""
        return next((scored for scored in (*self.services, *self.refused) if scored.id == service), None)


def match(
    directory: Directory,
    facts: Mapping[str, Any],
    today: date,  # noqa: ARG001
    *,
    dismissed: frozenset[str] = frozenset(),
    rotation: int = 0,
) -> Match:
    """Every service for one person. ``dismissed`` ideas stay away; ``rotation`` lets equal partners take turns."""
    known = directory.places.located(flat(facts))
    ranked, refused = _ranked(directory, known, dismissed, rotation)
    wish, level = wish_of(known), level_of(known)
    misses = tuple(one for one in refused if len(one.failed) == 1 and one.prepared.needs.intersection(wish.needs))
    return Match(
        services=ranked,
        refused=refused,
        misses=misses[:MISSES],
        first_step=first_step(known, wish, level),
        level=level,
        next_question=next_question(ranked),
    )


def useful(directory: Directory, facts: Mapping[str, Any], fact: str) -> bool:
    """Whether an answer to ``fact`` could still change the three services shown, or what is open about them."""
    name = ALIASES.get(fact, fact)
    known = directory.places.located(flat(facts))
    members = [one for one in registry().values() if name in {one.name, one.parent} and one.name not in known]
    if not members:
        return False
    before = _shown(directory, known)
    return any(
        _shown(directory, directory.places.located({**known, member.name: answer})) != before
        for member in members
        for answer in answers(directory, member)
    )


def to_json(found: Match, say: Callable[[Text, str], str], languages: tuple[str, ...] = ("fr", "bm")) -> dict[str, Any]:
    """The documented JSON; ``say(text, language)`` is the catalogue's."""

    def spoken(texts: tuple[Text, ...]) -> dict[str, list[str]]:
        return {language: [say(text, language) for text in texts] for language in languages}

    def one(scored: Scored) -> dict[str, Any]:
        return {
            "id": scored.id,
            "org": scored.service.org,
            "sheets": list(scored.service.sheets),
            "outcome": scored.outcome,
            "passed": list(scored.passed),
            "failed": list(scored.failed),
            "open": list(scored.open),
            "reasons": spoken(scored.reasons),
        }

    return {
        "services": [one(scored) for scored in found.services],
        "refused": [one(scored) for scored in found.refused],
        "first_step": {"value": found.first_step.value, "reasons": spoken(found.first_step.reasons)},
        "level": {"value": found.level.value, "reasons": spoken(found.level.reasons)},
        "next_question": found.next_question,
    }


def _ranked(
    directory: Directory, known: Mapping[str, Any], dismissed: frozenset[str], rotation: int
) -> tuple[tuple[Scored, ...], tuple[Scored, ...]]:
    wish = wish_of(known)
    found = tuple(test.truth(known) for test in directory.tests)
    count = len(directory.prepared)
    open_: list[Scored] = []
    refused: list[Scored] = []
    for position, prepared in enumerate(directory.prepared):
        if prepared.service.id in dismissed:
            continue
        scored = score(directory, prepared, found, known)
        scored = replace(scored, rank=rank(scored, wish, known, (position - rotation) % count))
        (refused if scored.outcome == "refused" else open_).append(scored)
    open_.sort(key=lambda one: one.rank)
    refused.sort(key=lambda one: (len(one.failed), one.rank))
    return arranged(open_, wish), tuple(refused)


def _shown(directory: Directory, known: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    ranked, _ = _ranked(directory, known, frozenset(), 0)
    return tuple((one.id, one.outcome) for one in ranked[:SHOWN])
