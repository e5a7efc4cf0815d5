"""One service for one person: what passed, what failed, what is open, and why it stands where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from content.conditions import Condition, names_by_truth, truths_of
from content.directory import Directory, Prepared
from content.explain import blocking_for, favour_of, reasons_for
from content.kept import kept
from content.parts import Note
from content.rank import rank
from content.rules import Truth
from content.schema import Service
from content.turns import Turns
from content.view import view_of
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
    """The result for one service; ``turns`` say whose turn it is among equals, by ``position``; ``silent``: its organisation
    answers no requests now.

    What people read is worked out when asked for: most services of a directory are never shown.
    """

    prepared: Prepared
    truth: Truth
    facts: Mapping[str, Any]
    directory: Directory
    turns: Turns
    position: int
    silent: bool

    @property
    def outcome(self) -> Outcome:
        """The outcome of the worst condition."""
        return OUTCOME_OF[self.truth]

    @kept
    def rank(self) -> tuple[int, ...]:
        """Why it stands where it stands, to be compared part by part (``content/rank.py`` names the parts)."""
        view = view_of(self.directory, self.facts)
        return rank(self.prepared, self.truth, view, self.turns.place(self.position), silent=self.silent)

    @property
    def service(self) -> Service:
        """The record."""
        return self.prepared.service

    @property
    def id(self) -> str:
        """The service's id."""
        return self.prepared.service.id

    @kept
    def confirms(self) -> tuple[Note, ...]:
        """What to confirm, as far as it concerns this person: « after 35 » is nothing to somebody of 22."""
        return tuple(note for note in self.service.confirm if note.concerns(self.facts))

    @kept
    def truths(self) -> tuple[tuple[Condition, Truth], ...]:
        """All conditions of the service with what is true of them here."""
        return truths_of(self.prepared.conditions, self.facts)

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

    @kept
    def reasons(self) -> tuple[Text, ...]:
        """One reviewed sentence per fact and outcome, what speaks for it first."""
        return reasons_for(self)

    @kept
    def favour(self) -> tuple[Text, ...]:
        """Of the reasons, those that speak for it: all that a card says of them."""
        return favour_of(self)

    @kept
    def blocking(self) -> tuple[Text, ...]:
        """Why it is refused, one sentence per failing fact; empty when it is not."""
        return blocking_for(self)

    @kept
    def _names(self) -> Mapping[Truth, tuple[str, ...]]:
        return names_by_truth(self.truths, self.facts)
