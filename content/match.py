"""From a person's facts to services with reasons: ranked, refused, nearly, and the question that helps most.

Pure: today comes in as an argument and nothing is remembered between calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from content.arrange import SHOWN, arranged
from content.bitsets import positions
from content.directory import Directory
from content.first_step import FirstStep, first_step
from content.kept import kept
from content.levels import Level, level_of
from content.order import Order
from content.person import flat
from content.question import next_question
from content.question import useful as changes_something
from content.scored import Scored
from content.sieve import Sieve
from content.turns import Turns
from content.wish import Wish, wish_of
from locales.text import Text

MISSES = 3


@dataclass(frozen=True, eq=False)
class Match:
    """What fits one person. Only what is asked for is put in order and explained: few services are ever shown."""

    order: Order
    first_step: FirstStep
    level: Level

    @property
    def wish(self) -> Wish:
        """What the person wants and what weighs on them."""
        return self.order.wish

    @kept
    def services(self) -> tuple[Scored, ...]:
        """All that can be offered, in the order to show it."""
        return self._scored(arranged(self.order))

    @kept
    def refused(self) -> tuple[Scored, ...]:
        """All that refuses the person, best placed first."""
        return self._scored(self.order.ordered(self.order.sieve.refused))

    @kept
    def misses(self) -> tuple[Scored, ...]:
        """What answers the wish and fails in one thing only, best first; an investor is no near miss (R60)."""
        answering = self.order.sieve.refused & self.order.answering
        found = map(self._one, self.order.ordered(answering))
        near = (one for one in found if one.service.instrument != "equity" and len(one.failed) == 1)
        return tuple(islice(near, MISSES))

    @kept
    def next_question(self) -> str | None:
        """The fact to ask for now, or None when no answer would change anything that is shown."""
        return self.ask()

    def ask(self, skip: AbstractSet[str] = frozenset()) -> str | None:
        """The fact to ask for now; ``skip``: facts that the person does not know or would not say."""
        return next_question(self.order, skip)

    def first(self, count: int = SHOWN) -> tuple[Scored, ...]:
        """The first services, without putting the others in order."""
        return self._scored(islice(arranged(self.order), count))

    def ideas(self, count: int, seen: AbstractSet[str]) -> tuple[Scored, ...]:
        """The next things to do that were not ``seen``, in the order of ``services``; protection is offered elsewhere."""
        prepared = self.order.sieve.directory.prepared
        fresh = (
            position
            for position in arranged(self.order)
            if prepared[position].service.kind != "protection" and prepared[position].service.id not in seen
        )
        return self._scored(islice(fresh, count))

    def teaches(self, trade: str | None, seen: AbstractSet[str]) -> bool:
        """Whether an idea that was not ``seen`` teaches this trade: a later page has it."""
        sieve = self.order.sieve
        taught = sieve.open & sieve.sets.trades.get(trade or "", 0)
        return any(sieve.directory.prepared[place].service.id not in seen for place in positions(taught))

    def of(self, service: str) -> Scored | None:
        """The result for one service, refused ones too; None when it is unknown, dismissed or not to be used."""
        position = self.order.sieve.sets.positions.get(service)
        if position is None or service in self.order.sieve.dismissed:
            return None
        return self._one(position)

    def _scored(self, positions: Iterable[int]) -> tuple[Scored, ...]:
        return tuple(map(self._one, positions))

    def _one(self, position: int) -> Scored:
        sieve = self.order.sieve
        prepared = sieve.directory.prepared
        one, turns = prepared[position], self.order.turns
        silent = one.service.org in self.order.silent
        return Scored(one, sieve.truth(position), sieve.facts, sieve.directory, turns, position, silent)


def match(
    directory: Directory,
    facts: Mapping[str, Any],
    today: date,  # noqa: ARG001
    *,
    dismissed: frozenset[str] = frozenset(),
    draw: str = "",
    silent: frozenset[str] = frozenset(),
) -> Match:
    """Every service for one person. ``dismissed`` ideas stay away; ``draw``: the lot by which equal partners take turns,
    of one person on one day; services of organisations that are ``silent`` come after their equals.
    """
    known = directory.places.located(flat(facts))
    level = level_of(known)
    wish = wish_of(known, level)
    turns = Turns(draw, len(directory.prepared))
    order = Order(Sieve(directory, known, dismissed), wish, turns, silent)
    return Match(order, first_step(known, wish, level), level)


def useful(directory: Directory, facts: Mapping[str, Any], fact: str) -> bool:
    """Whether an answer to ``fact`` could still change the services shown, or what is open about them."""
    known = directory.places.located(flat(facts))
    turns = Turns("", len(directory.prepared))
    return changes_something(Order(Sieve(directory, known), wish_of(known), turns), fact)


def to_json(found: Match, say: Callable[[Text, str], str], languages: tuple[str, ...] = ("fr", "bm")) -> dict[str, Any]:
    """The documented JSON; ``say(text, language)`` is the catalogue's."""

    def spoken(texts: tuple[Text, ...]) -> dict[str, list[str]]:
        return {language: [say(text, language) for text in texts] for language in languages}

    def in_french(texts: tuple[Text, ...]) -> list[str]:
        return [say(text, "fr") for text in texts]

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
        "first_step": {"value": found.first_step.value, "reasons": in_french(found.first_step.reasons)},
        "level": {"value": found.level.value, "reasons": in_french(found.level.reasons)},
        "next_question": found.next_question,
    }
