"""One service for one person: what passed, what failed, what is open, and why it stands where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from content.conditions import Condition, names_by_truth
from content.directory import Directory, Prepared
from content.explain import blocking_for, reasons_for
from content.rules import Truth
from content.schema import Service
from locales.text import Text

Outcome = Literal["eligible", "confirm", "depends", "refused"]
OUTCOME_OF: Mapping[Truth, Outcome] = {
    Truth.TRUE: "eligible",
    Truth.ASK_SOURCE: "confirm",
    Truth.ASK_PERSON: "depends",
    Truth.FALSE: "refused",
}
"""The outcome is that of the worst condition."""


@dataclass(frozen=True, eq=False)
class Scored:
    """The result for one service. ``rank`` is compared part by part (``content/rank.py`` names the parts).

    What people read is worked out when asked for: most services of a directory are never shown.
    """

    prepared: Prepared
    outcome: Outcome
    rank: tuple[int, ...]
    facts: Mapping[str, Any]
    directory: Directory

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
    def passed(self) -> tuple[str, ...]:
        """Facts that hold, ours not counted."""
        return self._names[Truth.TRUE]

    @property
    def failed(self) -> tuple[str, ...]:
        """Facts that refuse."""
        return self._names[Truth.FALSE]

    @property
    def ask(self) -> tuple[str, ...]:
        """Facts that are open because the person has not said."""
        return self._names[Truth.ASK_PERSON]

    @property
    def unsaid(self) -> tuple[str, ...]:
        """What is open because the source does not say, or we inferred it."""
        return self._names[Truth.ASK_SOURCE]

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

    @cached_property
    def _names(self) -> Mapping[Truth, tuple[str, ...]]:
        return names_by_truth(self.conditions, self.facts)
