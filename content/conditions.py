"""One condition of a service, what is true of it for somebody, and which facts that is due to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeAlias

from content.rules import TRUTHS, All, AnyOf, Clause, Leaf, Not, Truth

Origin = Literal["written", "inferred", "house", "place", "silent", "note", "state"]
PUBLIC_NAMES: Mapping[str, str] = {"documents": "document", "signs": "sign"}

WIDE_REGIONS = 5
"""Of the nine that the documents know (000, table of returns): more than half."""


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """Whether somebody can get there: their region is served, perhaps served, or they can move.

    ``travel``: worth asking whether they would move; nobody is sent to another region for urgent help.
    """

    served: frozenset[str]
    perhaps: frozenset[str]
    everywhere: bool = False
    travel: bool = True

    @property
    def wide(self) -> bool:
        """Whether it is near to most people wherever they are."""
        return self.everywhere or len(self.served) >= WIDE_REGIONS

    def truth(self, facts: Mapping[str, Any]) -> Truth:
        """A region cut from a served one since the document was written is for the organisation to confirm."""
        if self.everywhere:
            return Truth.TRUE
        home = facts.get("region")
        if home is None:
            return Truth.ASK_PERSON
        if home in self.served:
            return Truth.TRUE
        if home in self.perhaps:
            return Truth.ASK_SOURCE
        can_move = facts.get("can_move")
        if can_move is None:
            return Truth.ASK_PERSON if self.travel else Truth.FALSE
        return Truth.TRUE if can_move == "yes" else Truth.FALSE


@dataclass(frozen=True, slots=True)
class Fixed:
    """The same for everybody: a closed service, a silent source, something to confirm."""

    value: Truth

    def truth(self, facts: Mapping[str, Any]) -> Truth:  # noqa: ARG002
        """Whatever the facts."""
        return self.value


Test: TypeAlias = Clause | Reach | Fixed


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """One condition. ``guard``: only a clear « no » counts, an unanswered question does not hold anyone up.

    ``certain``: only a clear « yes » counts. ``says``: the sentence of a refusal, when it is not the fact's own.
    """

    test: Test
    origin: Origin
    names: tuple[str, ...]
    guard: bool = False
    certain: bool = False
    says: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether the test's truth is what counts here."""
        return not (self.guard or self.certain or self.origin == "inferred")

    def truth(self, found: Truth) -> Truth:
        """What the test's truth means here: what is inferred never refuses and never passes by itself."""
        if self.origin == "inferred":
            return Truth.ASK_SOURCE
        if self.guard and found is not Truth.FALSE:
            return Truth.TRUE
        if self.certain and found is not Truth.TRUE:
            return Truth.FALSE
        return found


@cache
def public_name(fact: str) -> str:
    """A fact as conditions and explanations name it: ``documents.nina`` is ``document``."""
    group = fact.partition(".")[0]
    return PUBLIC_NAMES.get(group, group)


def blamed(test: Test, facts: Mapping[str, Any], truth: Truth) -> tuple[str, ...]:
    """The facts because of which ``test`` has this truth."""
    if isinstance(test, Leaf):
        return (public_name(test.fact),) if test.truth(facts) is truth else ()
    return tuple(dict.fromkeys(_blamed(test, facts, truth)))


def _blamed(test: Test, facts: Mapping[str, Any], truth: Truth) -> Iterator[str]:
    match test:
        case Leaf():
            if test.truth(facts) is truth:
                yield public_name(test.fact)
        case Reach():
            unsaid = truth is Truth.ASK_PERSON and facts.get("region") is not None
            yield "can_move" if unsaid else "region"
        case All() | AnyOf():
            for part in test.parts:
                if part.truth(facts) is truth:
                    yield from _blamed(part, facts, truth)
        case Not():
            opposite = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE}.get(truth, truth)
            yield from _blamed(test.part, facts, opposite)
        case Fixed():
            return


def outcome_truth(conditions: tuple[Condition, ...], facts: Mapping[str, Any]) -> Truth:
    """The worst truth among the conditions: it is the outcome."""
    return min((truth for _, truth in truths_of(conditions, facts)), default=Truth.TRUE)


def truths_of(conditions: tuple[Condition, ...], facts: Mapping[str, Any]) -> tuple[tuple[Condition, Truth], ...]:
    """Each condition with what is true of it for somebody."""
    return tuple([(condition, condition.truth(condition.test.truth(facts))) for condition in conditions])


def names_by_truth(
    truths: Iterable[tuple[Condition, Truth]], facts: Mapping[str, Any]
) -> Mapping[Truth, tuple[str, ...]]:
    """The facts that passed, failed and are open, as explanations name them; our own rules count when they fail."""
    names: dict[Truth, dict[str, None]] = {truth: {} for truth in TRUTHS}
    for condition, truth in truths:
        if truth is Truth.TRUE and condition.origin == "house":
            continue
        for name in condition.names if truth is Truth.TRUE else _due_to(condition, facts, truth):
            names[truth][name] = None
    return {truth: tuple(found) for truth, found in names.items()}


def _due_to(condition: Condition, facts: Mapping[str, Any], truth: Truth) -> tuple[str, ...]:
    if isinstance(condition.test, Leaf):
        return condition.names
    exact = condition.is_plain or truth is condition.test.truth(facts)
    return (blamed(condition.test, facts, truth) if exact else ()) or condition.names
