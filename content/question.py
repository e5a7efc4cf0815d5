"""Which question helps most now: one whose answer can still change what is shown, or none at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import pairwise

from content.arrange import shown
from content.bitsets import Bits, at_least, without
from content.effects import decides, is_ranked_by, is_wished_by, places_by, telling
from content.facts import ALIASES, askable, registry
from content.order import Order
from content.rank import ASKED, PROTECTION_FIRST
from content.rules import Truth, is_settled, settled
from content.sieve import Sieve
from content.wish import wish_of

READING = "reads"
WISH = frozenset({"need", "trade", "skill"})
"""What somebody wants is theirs to say: it is asked for only where a service waits for it."""
WHOLE = 2520
"""One service, in parts that divide evenly by 1 to 10."""


def next_question(order: Order, skip: AbstractSet[str] = frozenset()) -> str | None:
    """The fact whose answer is expected to decide most open services for its effort, among the useful ones, or None.

    ``skip``: facts that the person does not know or would not say. A service that waits for n answers counts 1/n for
    each of them: the other answers are still to come. Reading comes first where it sorts the courses: who cannot read
    must not be asked for papers before they see a course that fits them (R40). Facts that decide no service but can
    change the order come last. Who is in need of somebody today is asked nothing more.
    """
    if order.wish.urgent:
        return None
    before = _seen(order)
    return next((fact for fact in _by_weight(order, skip) if _changes(order, fact, before)), None)


def useful(order: Order, fact: str) -> bool:
    """Whether an answer to ``fact`` could still change the services shown, or what is open about them."""
    return _changes(order, ALIASES.get(fact, fact), _seen(order))


def _seen(order: Order) -> tuple[tuple[int, Truth], ...]:
    return tuple((position, order.sieve.truth(position)) for position in shown(order))


def _changes(order: Order, fact: str, before: tuple[tuple[int, Truth], ...]) -> bool:
    return any(
        _member_changes(order, name, before) for name in _members()[fact] if not is_settled(order.sieve.facts, name)
    )


def _member_changes(order: Order, name: str, before: tuple[tuple[int, Truth], ...]) -> bool:
    """Whether some answer changes what is shown.

    It cannot where it leaves every outcome as it is and, if something is ranked by the fact, the wish too; unless the place
    of a service is read from the fact itself.
    """
    directory, outcomes = order.sieve.directory, order.sieve.outcomes
    if not is_ranked_by(directory, name) and not decides(directory, name):
        return False
    places = places_by(directory, name)
    answered = (_answered(order, name, answer) for answer in telling(order.sieve, name))
    return any(
        _seen(one) != before for one in answered if places or one.sieve.outcomes != outcomes or one.wish != order.wish
    )


def _answered(order: Order, name: str, answer: object) -> Order:
    sieve = order.sieve
    facts = sieve.directory.places.located(settled(sieve.facts, name, answer))
    answered = Sieve(sieve.directory, facts, sieve.dismissed)
    wish = wish_of(facts) if is_wished_by(name) else order.wish
    alike = wish == order.wish and not places_by(sieve.directory, name)
    return Order(answered, wish, order.turns, order.silent, like=order if alike else None)


def _by_weight(order: Order, skip: AbstractSet[str]) -> Iterator[str]:
    """The facts that may be asked for, most deciding first."""
    first = READING not in skip and _sorted_by_reading(order)
    if first:
        yield READING
    depends, costs, known = order.sieve.depends, askable(), order.sieve.facts
    waiting = {name: bits & depends for name, bits in order.sieve.asked_of_person.items()}
    exactly = _by_number_of_answers(waiting)
    weighed: list[tuple[float, int, str]] = []
    for name, fact in ((name, ALIASES.get(name, name)) for name in {**waiting, **costs}):
        bits = waiting.get(name, 0)
        apart = {name, fact} & skip or fact not in costs or (first and fact == READING)
        if apart or (not bits and (fact in known or fact in WISH)):
            continue
        weight = sum((bits & level).bit_count() * (WHOLE // number) for number, level in exactly.items())
        weighed.append((-weight / costs[fact], costs[fact], fact))
    yield from (fact for _, _, fact in sorted(weighed))


def _by_number_of_answers(waiting: Mapping[str, Bits]) -> dict[int, Bits]:
    """The services that wait for exactly so many answers."""
    levels = [*at_least(waiting.values()), 0]
    return {number: without(level, more) for number, (level, more) in enumerate(pairwise(levels), start=1)}


def _sorted_by_reading(order: Order) -> bool:
    """Whether reading is unknown, and some courses that answer the wish suit who cannot read while others do not.

    Those far from home count once the person can move: who cannot would have said for nothing that they do not read.
    """
    sieve = order.sieve
    if READING in sieve.facts:
        return False
    answering = order.asked[PROTECTION_FIRST] | order.asked[ASKED]
    courses = without(sieve.open & answering & sieve.sets.kinds.get("training", 0), sieve.for_moving)
    suiting = courses & sieve.sets.suits_who_cannot_read
    return 0 != suiting != courses


@cache
def _members() -> Mapping[str, tuple[str, ...]]:
    """The flat facts behind each name that can be asked for: a group's members, or the fact itself."""
    members: dict[str, tuple[str, ...]] = {}
    for fact in registry().values():
        for name in {fact.name, fact.asked_as}:
            members[name] = (*members.get(name, ()), fact.name)
    return members
