"""One service for one person: what passed, what failed, what is open, and why it stands where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from content.conditions import Condition, blamed
from content.directory import Directory, Prepared
from content.explain import blocking_for, reasons_for
from content.rules import Truth
from content.schema import Service
from locales.text import Text

Outcome = Literal["eligible", "confirm", "depends", "refused"]
TIERS: tuple[Outcome, ...] = ("eligible", "confirm", "depends", "refused")


@dataclass(frozen=True, eq=False)
class Scored:
    """``ask``: open because the person has not said; ``unsaid``: open because the source does not say, or we inferred.

    ``rank`` is compared as it stands, part by part (``content/rank.py`` names the parts).
    """

    prepared: Prepared
    outcome: Outcome
    passed: tuple[str, ...]
    failed: tuple[str, ...]
    ask: tuple[str, ...]
    unsaid: tuple[str, ...]
    facts: Mapping[str, Any]
    directory: Directory
    rank: tuple[int, ...] = ()

    @property
    def service(self) -> Service:
        """The record."""
        return self.prepared.service

    @property
    def id(self) -> str:
        """The service's id."""
        return self.prepared.service.id

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All conditions of the service."""
        return self.prepared.conditions

    @property
    def open(self) -> tuple[str, ...]:
        """All that is not decided: the person's questions first, then the organisation's."""
        return tuple(dict.fromkeys((*self.ask, *self.unsaid)))

    @cached_property
    def reasons(self) -> tuple[Text, ...]:
        """One reviewed sentence per fact and outcome, what speaks for it first."""
        return reasons_for(self)

    @cached_property
    def blocking(self) -> tuple[Text, ...]:
        """Why it is refused, one sentence per failing fact; empty when it is not."""
        return blocking_for(self)


def score(directory: Directory, prepared: Prepared, found: tuple[Truth, ...], facts: Mapping[str, Any]) -> Scored:
    """The outcome of one service; ``found`` is the truth of every distinct test for this person."""
    passed: list[str] = []
    failed: list[str] = []
    ask: list[str] = []
    unsaid: list[str] = []
    for condition, number in zip(prepared.conditions, prepared.tests, strict=True):
        truth = condition.truth(found[number])
        if truth is Truth.TRUE:
            if condition.origin != "house":
                passed.extend(condition.names)
        else:
            names = blamed(condition.test, facts, truth) if truth is found[number] else condition.names
            bucket = failed if truth is Truth.FALSE else ask if truth is Truth.ASK_PERSON else unsaid
            bucket.extend(names or condition.names)
    outcome: Outcome = "refused" if failed else "depends" if ask else "confirm" if unsaid else "eligible"
    return Scored(prepared, outcome, _once(passed), _once(failed), _once(ask), _once(unsaid), facts, directory)


def _once(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
