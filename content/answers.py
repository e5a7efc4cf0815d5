"""The answers that a question can have, as far as they make a difference to anybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias

from content.compiling import bitsets_of
from content.directory import Directory
from content.facts import Fact, registry
from content.rules import Clause, Leaf

Answer: TypeAlias = "str | int | tuple[str, ...]"
ANSWERS_KEPT = 256  # facts, for the directory in use and the next


@lru_cache(maxsize=ANSWERS_KEPT)
def answers(directory: Directory, name: str) -> tuple[Answer, ...]:
    """All values of a fact, or for a number one on each side of every bound; raises ``KeyError`` for no fact."""
    fact = registry()[name]
    if fact.kind == "number":
        return tuple(_numbers(directory, fact))
    if fact.many:
        return tuple((value,) for value in fact.values)
    return fact.values


def _numbers(directory: Directory, fact: Fact) -> list[int]:
    points = {fact.low, fact.high}
    sets = bitsets_of(directory)
    for leaf in leaves((*sets.tests, *(clause for clause, _ in sets.prefers))):
        if leaf.fact == fact.name:
            for bound in (leaf.low, leaf.high):
                if bound is not None:
                    points |= {int(bound) - 1, int(bound), int(bound) + 1}
    return sorted(point for point in points if fact.low <= point <= fact.high)


def leaves(clauses: Iterable[Clause]) -> Iterator[Leaf]:
    """The clauses of one fact each in some conditions."""
    for clause in clauses:
        yield from clause.leaves()
