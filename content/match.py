"""From a person's facts to services with reasons: ranked, refused, nearly, and the question that helps most.

Pure: today comes in as an argument and nothing is remembered between calls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any

from content.arrange import SHOWN, arranged
from content.deciding import most_deciding
from content.directory import Directory
from content.facts import ALIASES, flat, registry
from content.first_step import FirstStep, first_step
from content.levels import Level, level_of
from content.question import answers
from content.rank import rank
from content.rules import Truth
from content.scored import OUTCOME_OF, Scored
from content.sieve import Sieve
from content.view import View, view_of
from content.wish import Wish, wish_of
from locales.text import Text

MISSES = 3


@dataclass(frozen=True, eq=False)
class Match:
    """What fits one person. Only what is asked for is put in order and explained: few services are ever shown."""

    sieve: Sieve
    first_step: FirstStep
    level: Level

    @property
    def wish(self) -> Wish:
        """What the person wants and what weighs on them."""
        return self.sieve.wish

    @cached_property
    def services(self) -> tuple[Scored, ...]:
        """All that can be offered, in the order to show it."""
        return tuple(map(self._scored, arranged(self.sieve)))

    @cached_property
    def refused(self) -> tuple[Scored, ...]:
        """All that refuses the person, best placed first."""
        return tuple(map(self._scored, self.sieve.ordered(self.sieve.refused)))

    @cached_property
    def misses(self) -> tuple[Scored, ...]:
        """What answers the wish and fails in one thing only, best first; an investor is no near miss (R60)."""
        answering = self.sieve.refused & self.sieve.answering
        found = (one for one in map(self._scored, self.sieve.ordered(answering)) if one.service.instrument != "equity")
        return tuple(islice((one for one in found if len(one.failed) == 1), MISSES))

    @cached_property
    def next_question(self) -> str | None:
        """The fact to ask for now, or None when no answer would decide anything."""
        return self.ask()

    def ask(self, skip: AbstractSet[str] = frozenset()) -> str | None:
        """The fact to ask for now; ``skip``: facts that the person does not know or would not say."""
        return most_deciding(self.sieve, skip)

    def first(self, count: int = SHOWN) -> tuple[Scored, ...]:
        """The first services, without putting the others in order."""
        return tuple(map(self._scored, islice(arranged(self.sieve), count)))

    def ideas(self, count: int, seen: AbstractSet[str]) -> tuple[Scored, ...]:
        """The next things to do that were not ``seen``, in the order of ``services``; protection is offered elsewhere."""
        prepared = self.sieve.directory.prepared
        fresh = (
            position
            for position in arranged(self.sieve)
            if prepared[position].service.kind != "protection" and prepared[position].service.id not in seen
        )
        return tuple(map(self._scored, islice(fresh, count)))

    def of(self, service: str) -> Scored | None:
        """The result for one service, refused ones too; None when it is unknown, dismissed or not to be used."""
        position = self.sieve.sets.positions.get(service)
        if position is None or service in self.sieve.dismissed:
            return None
        return self._scored(position)

    def _scored(self, position: int) -> Scored:
        sieve = self.sieve
        prepared, truth = sieve.directory.prepared[position], sieve.truth(position)
        turn = (position - sieve.rotation) % len(sieve.directory.prepared)
        order = rank(prepared, truth, self._view, turn)
        return Scored(prepared, OUTCOME_OF[truth], order, sieve.facts, sieve.directory)

    @cached_property
    def _view(self) -> View:
        return view_of(self.sieve.directory, self.sieve.facts)


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
    wish, level = wish_of(known), level_of(known)
    return Match(Sieve(directory, known, wish, dismissed, rotation), first_step(known, wish, level), level)


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


def _shown(directory: Directory, known: Mapping[str, Any]) -> tuple[tuple[int, Truth], ...]:
    sieve = Sieve(directory, known, wish_of(known), frozenset(), 0)
    return tuple((position, sieve.truth(position)) for position in islice(arranged(sieve), SHOWN))
