"""From a person's facts to services with reasons: ranked, refused, nearly, and the question that helps most.

Pure: today comes in as an argument and nothing is remembered between calls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any

from content.arrange import SHOWN, arranged
from content.directory import Directory
from content.facts import ALIASES, flat, registry
from content.first_step import FirstStep, first_step
from content.levels import Level, level_of
from content.question import answers, next_question
from content.rank import rank
from content.rules import Truth
from content.scored import OUTCOME_OF, Scored
from content.view import View, view_of
from content.wish import Wish
from locales.text import Text

MISSES = 3


@dataclass(frozen=True, eq=False)
class Match:
    """``services`` in the order to show them; ``refused`` with the nearest to fitting first."""

    services: tuple[Scored, ...]
    refused: tuple[Scored, ...]
    first_step: FirstStep
    level: Level
    wish: Wish

    @cached_property
    def misses(self) -> tuple[Scored, ...]:
        """What answers the wish and fails in one thing only, best first; an investor is no near miss (R60)."""
        answering = (
            one
            for one in self.refused
            if one.prepared.needs.intersection(self.wish.needs) and one.service.instrument != "equity"
        )
        return tuple(islice((one for one in answering if len(one.failed) == 1), MISSES))

    @cached_property
    def next_question(self) -> str | None:
        """The fact to ask for now, or None when no answer would decide anything."""
        return next_question(self.services)

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
    view = view_of(directory, known)
    ranked, refused = _ranked(directory, view, dismissed, rotation)
    level = level_of(known)
    return Match(
        services=ranked,
        refused=tuple(refused),
        first_step=first_step(known, view.wish, level),
        level=level,
        wish=view.wish,
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
    directory: Directory, view: View, dismissed: frozenset[str], rotation: int
) -> tuple[tuple[Scored, ...], list[Scored]]:
    count = len(directory.prepared)
    open_: list[Scored] = []
    refused: list[Scored] = []
    for position, prepared in enumerate(directory.prepared):
        if prepared.service.id in dismissed:
            continue
        worst = view.outcome(prepared)
        order = rank(prepared, worst, view, (position - rotation) % count)
        scored = Scored(prepared, OUTCOME_OF[worst], order, view.facts, directory)
        (refused if worst is Truth.FALSE else open_).append(scored)
    open_.sort(key=_by_rank)
    refused.sort(key=_by_rank)
    return arranged(open_, view.wish), refused


def _by_rank(scored: Scored) -> tuple[int, ...]:
    return scored.rank


def _shown(directory: Directory, known: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    ranked, _ = _ranked(directory, view_of(directory, known), frozenset(), 0)
    return tuple((one.id, one.outcome) for one in ranked[:SHOWN])
