"""The small grammar of conditions, and what is true of somebody when not everything is known.

A clause is one fact with a value, a set or ``{from, to}``, or ``any`` / ``all`` / ``not`` of clauses. Truth has four
values because « we did not ask » and « the sheet does not say » lead to different next steps: a question to the
person, or a call to the organisation. The same grammar serves services (``must``) and flows (``when``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import Any, TypeAlias

UP_TO: Mapping[str, str] = MappingProxyType({"age": "age_to"})
"""Facts that may be known as a span of numbers: the fact is its lower end, the one named here its upper end, absent when
the number is exact. Who cannot write touches « 18 à 24 ans ».
"""


class Truth(IntEnum):
    """Ordered so that *all* is the smallest of its parts."""

    FALSE = 0
    ASK_PERSON = 1
    ASK_SOURCE = 2
    TRUE = 3


TRUTHS = tuple(Truth)
"""All four, to be walked: asking the class itself for them takes five times as long."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One fact. Bounds are inclusive; ``values`` None with no bound means that the source does not say which."""

    fact: str
    values: frozenset[str] | None = None
    low: float | None = None
    high: float | None = None

    @property
    def written(self) -> bool:
        """Whether the source says which values."""
        return self.values is not None or self.low is not None or self.high is not None

    def truth(self, facts: Mapping[str, Any]) -> Truth:
        """A fact that is absent is unknown of the person. Asked millions of times: hence no call of ``written``."""
        if self.values is None and self.low is None and self.high is None:
            return Truth.ASK_SOURCE
        value = facts.get(self.fact)
        if value is None and "." in self.fact:
            group, _, member = self.fact.partition(".")
            value = (facts.get(group) or {}).get(member)
        if value is None:
            return Truth.ASK_PERSON
        if self.values is not None:
            if isinstance(value, str):
                return Truth.TRUE if value in self.values else Truth.FALSE
            return Truth.FALSE if self.values.isdisjoint(value) else Truth.TRUE
        return self._within(value, facts.get(UP_TO[self.fact], value) if self.fact in UP_TO else value)

    def _within(self, least: float, most: float) -> Truth:
        """Of a span: false when no number in it passes, true when all do, else the person would have to say which."""
        if (self.low is not None and most < self.low) or (self.high is not None and least > self.high):
            return Truth.FALSE
        if (self.low is not None and least < self.low) or (self.high is not None and most > self.high):
            return Truth.ASK_PERSON
        return Truth.TRUE

    def leaves(self) -> Iterator[Leaf]:
        """Itself."""
        yield self


@dataclass(frozen=True, slots=True)
class All:
    """Every part must hold."""

    parts: tuple[Clause, ...]

    def truth(self, facts: Mapping[str, Any]) -> Truth:
        """Kleene's and."""
        found = Truth.TRUE
        for part in self.parts:
            truth = part.truth(facts)
            if truth is Truth.FALSE:
                return truth
            if found is not Truth.ASK_PERSON and truth is not Truth.TRUE:
                found = truth
        return found

    def leaves(self) -> Iterator[Leaf]:
        """The leaves of all parts."""
        for part in self.parts:
            yield from part.leaves()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part is enough. If the person could still make it true, the person is asked before the source."""

    parts: tuple[Clause, ...]

    def truth(self, facts: Mapping[str, Any]) -> Truth:
        """Kleene's or."""
        found = Truth.FALSE
        for part in self.parts:
            truth = part.truth(facts)
            if truth is Truth.TRUE:
                return truth
            if found is not Truth.ASK_PERSON and truth is not Truth.FALSE:
                found = truth
        return found

    def leaves(self) -> Iterator[Leaf]:
        """The leaves of all parts."""
        for part in self.parts:
            yield from part.leaves()


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when its part does not; what is unknown stays unknown."""

    part: Clause

    def truth(self, facts: Mapping[str, Any]) -> Truth:
        """Kleene's not."""
        truth = self.part.truth(facts)
        if truth is Truth.TRUE:
            return Truth.FALSE
        return Truth.TRUE if truth is Truth.FALSE else truth

    def leaves(self) -> Iterator[Leaf]:
        """The leaves of its part."""
        return self.part.leaves()


Clause: TypeAlias = Leaf | All | AnyOf | Not


def evaluate(clause: Clause, facts: Mapping[str, Any]) -> Truth:
    """Truth of ``clause`` for a person's facts, as ``parse_person`` gives them or with ``documents.nina`` opened."""
    return clause.truth(facts)


def is_settled(facts: Mapping[str, Any], name: str) -> bool:
    """Whether nothing more can be said of a fact: it is known, and not only as a span."""
    return name in facts and UP_TO.get(name) not in facts


def settled(facts: Mapping[str, Any], name: str, value: object) -> dict[str, Any]:
    """The facts with this answer to ``name``; a span that was known gives way to it."""
    return {known: one for known, one in facts.items() if known != UP_TO.get(name)} | {name: value}
