"""Which question helps most now, and which answers it can have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache

from content.conditions import Reach
from content.directory import Directory
from content.facts import ALIASES, Fact, registry
from content.rank import ASKED, suits_who_cannot_read
from content.rules import Leaf
from content.scored import Scored

READING = "reads"
WHOLE = 2520
"""One service, in parts that divide evenly by 1 to 10."""


def next_question(services: Iterable[Scored], skip: AbstractSet[str] = frozenset()) -> str | None:
    """The fact whose answer is expected to decide most open services for its effort, or None.

    ``skip``: facts that the person does not know or would not say. A service that waits for n answers counts 1/n for
    each of them: the other answers are still to come. Reading comes first where it sorts the courses: who cannot read
    must not be asked for papers before they see a course that fits them (R40).
    """
    services = tuple(services)
    if READING not in skip and _sorted_by_reading(services):
        return READING
    weights: dict[str, int] = {}
    for scored in services:
        if scored.outcome != "depends":
            continue
        for name in scored.ask:
            if ALIASES.get(name, name) not in skip and name not in skip:
                weights[name] = weights.get(name, 0) + WHOLE // len(scored.ask)
    asked = {ALIASES.get(name, name): weight for name, weight in weights.items()}
    costs = _costs()
    best = sorted((-weight / costs[name], name) for name, weight in asked.items() if costs.get(name))
    return best[0][1] if best else None


def _sorted_by_reading(services: Iterable[Scored]) -> bool:
    """Whether reading is unknown, and some courses that answer the wish suit who cannot read while others do not."""
    courses = [one for one in services if one.rank[0] <= ASKED and one.service.kind == "training"]
    unknown = bool(courses) and READING not in courses[0].facts
    return unknown and len({suits_who_cannot_read(one.prepared) for one in courses}) > 1


def answers(directory: Directory, fact: Fact) -> Iterator[str | int | tuple[str, ...]]:
    """Answers that can make a difference: all values, or for a number one on each side of every bound."""
    if fact.kind == "number":
        yield from _numbers(directory, fact)
    elif fact.many:
        yield from ((value,) for value in fact.values)
    else:
        yield from fact.values


def _numbers(directory: Directory, fact: Fact) -> list[int]:
    points = {fact.low, fact.high}
    for leaf in _leaves(directory):
        if leaf.fact == fact.name:
            for bound in (leaf.low, leaf.high):
                if bound is not None:
                    points |= {int(bound) - 1, int(bound), int(bound) + 1}
    return sorted(point for point in points if fact.low <= point <= fact.high)


def _leaves(directory: Directory) -> Iterator[Leaf]:
    for prepared in directory.prepared:
        for clause in prepared.prefers:
            yield from clause.leaves()
    for test in directory.tests:
        if not isinstance(test, Reach) and hasattr(test, "leaves"):
            yield from test.leaves()


@cache
def _costs() -> Mapping[str, int]:
    return {fact.asked_as: fact.cost for fact in registry().values()}
