"""Which question helps most now, counted over all services at once."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import pairwise

from content.bitsets import Bits
from content.facts import ALIASES, registry
from content.question import READING, WHOLE
from content.rank import ASKED, PROTECTION_FIRST
from content.sieve import Sieve, without


def most_deciding(sieve: Sieve, skip: AbstractSet[str] = frozenset()) -> str | None:
    """What ``content.question.next_question`` says of all services that are open, without a look at each."""
    if READING not in skip and _sorted_by_reading(sieve):
        return READING
    depends = sieve.depends
    waiting = {name: bits & depends for name, bits in sieve.asked_of_person.items()}
    exactly = _by_number_of_answers(waiting)
    costs = _costs()
    best: list[tuple[float, str]] = []
    for name, bits in waiting.items():
        fact = ALIASES.get(name, name)
        if not bits or name in skip or fact in skip or not costs.get(fact):
            continue
        weight = sum((bits & level).bit_count() * (WHOLE // number) for number, level in exactly.items())
        best.append((-weight / costs[fact], fact))
    return min(best)[1] if best else None


def _by_number_of_answers(waiting: Mapping[str, Bits]) -> dict[int, Bits]:
    """The services that wait for exactly so many answers."""
    at_least: list[Bits] = []
    for bits in waiting.values():
        carried = bits
        for number, level in enumerate(at_least):
            at_least[number], carried = level | carried, level & carried
        if carried:
            at_least.append(carried)
    at_least.append(0)
    return {number: without(level, more) for number, (level, more) in enumerate(pairwise(at_least), start=1)}


def _sorted_by_reading(sieve: Sieve) -> bool:
    """Whether reading is unknown, and some courses that answer the wish suit who cannot read while others do not."""
    if READING in sieve.facts:
        return False
    answering = sieve.asked[PROTECTION_FIRST] | sieve.asked[ASKED]
    courses = sieve.open & answering & sieve.sets.kinds.get("training", 0)
    suiting = courses & sieve.sets.suits_who_cannot_read
    return 0 != suiting != courses


@cache
def _costs() -> Mapping[str, int]:
    return {fact.asked_as: fact.cost for fact in registry().values()}
