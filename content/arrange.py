"""The first three: ranked, but never three of a kind, never credit alone, and for an adult a public desk among them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from content.bitsets import Bits, union, without
from content.kinds import Kind
from content.order import Order
from content.rank import ASKED, CANNOT_READ, PROTECTION_FIRST
from content.traits import EARNING

SHOWN = 3
SAME_KIND_MAX = 2
SAME_HOUSE_MAX = 2
ABROAD = "abroad"
"""Beside the facts, and never saved among them: that they asked for work in another country."""
LOOKED_AT = 32
"""Of what answers the wish, how many are looked at for another organisation: beyond, a third of the same fits better."""
BUSINESS = "business"
HELPERS = ("incubator", "public_desk", "network")


def arranged(order: Order) -> Iterator[int]:
    """Positions: protection that is needed as it stands; then the others, their first three chosen for variety.

    The others are arranged all the same: who is helped today also sees work that can be reached (R77).
    """
    helping, others = _split(order)
    yield from order.ordered(helping)
    yield from _chosen_first(order, others)


def shown(order: Order) -> tuple[int, ...]:
    """What somebody sees at once: the first places of help, and the first of the others."""
    helping, others = _split(order)
    return (*islice(order.ordered(helping), SHOWN), *islice(_chosen_first(order, others), SHOWN))


def _chosen_first(order: Order, others: Bits) -> Iterator[int]:
    first = _chosen(order, others)
    yield from first
    yield from order.ordered(without(others, _set(first)))


def _split(order: Order) -> tuple[Bits, Bits]:
    helping = order.sieve.open & order.asked[PROTECTION_FIRST]
    return helping, without(order.sieve.open, helping)


def _chosen(order: Order, others: Bits) -> list[int]:
    asked = others & order.asked[ASKED]
    first = _varied(order, asked)
    if order.wish.must_earn:
        first = _work_first(order, first, asked)
    if order.wish.unproven and not order.wish.presses:
        first = _check_first(order, first, asked)
    if order.wish.learns is not None:
        first = _taught_first(order, first, asked)
    first = _with_business(order, first, asked)
    if order.wish.adult:
        first = _with_desk(order, first, others)
    return _credit_later(order, first, others)


def _varied(order: Order, asked: Bits) -> list[int]:
    """Three in rank order with at most two of a kind, as long as another kind answers the wish too, and of one house."""
    first: list[int] = []
    left = asked
    while len(first) < SHOWN and (best := _next_best(order, first, left)) is not None:
        first.append(best)
        left ^= 1 << best
        same = order.sieve.sets.kinds[_kind(order, best)]
        if (_set(first) & same).bit_count() == SAME_KIND_MAX:
            left = without(left, same)
    for spare in order.ordered(without(asked, _set(first))) if len(first) < SHOWN else ():
        first.append(spare)
        if len(first) == SHOWN:
            break
    return first


def _next_best(order: Order, first: list[int], left: Bits) -> int | None:
    """The best that is neither a third of one organisation nor in another country for who did not ask for one, if there is one."""
    best = order.first(left)
    if best is None or not _gives_way(order, first, best):
        return best
    looked = islice(order.ordered(left), LOOKED_AT)
    return next((one for one in looked if not _gives_way(order, first, one)), best)


def _gives_way(order: Order, first: list[int], one: int) -> bool:
    prepared = order.sieve.directory.prepared
    service = prepared[one].service
    if service.offers.get("work_abroad") is True:
        return order.sieve.facts.get(ABROAD) != "yes"
    alike = [other for other in first if prepared[other].service.org == service.org]
    return len(alike) == SAME_HOUSE_MAX


def _with_business(order: Order, first: list[int], asked: Bits) -> list[int]:
    """Who wants an activity of their own sees something for it among the first two, which a desk leaves in place: a course
    in its work comes beside it, not instead.
    """
    wanted = BUSINESS in order.wish.needs
    serving = asked & order.sieve.sets.needs.get(BUSINESS, 0) if wanted else 0
    if not serving or _set(first[: SHOWN - 1]) & serving:
        return first
    unfunded = without(serving, order.sieve.sets.kinds.get("finance", 0))
    best = order.first(serving & _set(first) or unfunded or serving)
    others = [one for one in first if one != best]
    return first if best is None else [*others[:1], best, *others[1:]][:SHOWN]


def _with_desk(order: Order, first: list[int], others: Bits) -> list[int]:
    """A public desk for every adult (R77): one that receives them for sure before one for some ways of returning."""
    if _set(first) & order.sieve.sets.of_desks:
        return first
    desks = others & order.sieve.sets.desks
    desk = order.first(without(desks, order.sieve.depends) or desks)
    return first if desk is None else [*first[: SHOWN - 1], desk]


def _work_first(order: Order, first: list[int], asked: Bits) -> list[int]:
    """Who must earn sees work that is paid before advice and courses (R35, R54); a third of its kind gives way to it."""
    soon = order.sieve.sets.soon
    best = (order.first(asked & soon.get(level, 0)) for level in EARNING)
    work = next((one for one in best if one is not None), None)
    if work is None:
        return first
    others = [one for one in first if one != work]
    alike = [one for one in others if _kind(order, one) == _kind(order, work)]
    if len(others) == SHOWN and len(alike) == SAME_KIND_MAX:
        others.remove(alike[-1])
    return [work, *others][:SHOWN]


def _check_first(order: Order, first: list[int], asked: Bits) -> list[int]:
    """A trade that is claimed is checked before anything else is tried (R31); who has not said that they can leave their
    region sees first what can be reached from home, and no job before the check.
    """
    kinds = order.sieve.sets.kinds
    check = order.first(asked & kinds.get("skills_check", 0))
    if check is None:
        return first
    others = [one for one in first if one != check]
    if order.within_reach >> check & 1:
        return [check, *others][:SHOWN]
    before = [one for one in others if without(order.within_reach, kinds.get("job", 0)) >> one & 1][:1]
    return [*before, check, *(one for one in others if one not in before)][:SHOWN]


def _taught_first(order: Order, first: list[int], asked: Bits) -> list[int]:
    """Who named a trade sees a course in it before those in others: « near » is for where there is none in reach. For who
    cannot read a course that suits them comes before one that does not (R40).
    """
    sets = order.sieve.sets
    courses = sets.kinds.get("training", 0)
    course = next((best for exact in order.taught if (best := order.first(asked & exact)) is not None), None)
    if course is None:
        return first
    kept = union(order.taught)
    if order.sieve.facts.get("reads") in CANNOT_READ and not sets.suits_who_cannot_read >> course & 1:
        kept |= sets.suits_who_cannot_read
    others = [one for one in first if one != course]
    strange = [one for one in others if without(courses, kept) >> one & 1]
    if course in first and not strange:
        return first
    place = others.index(strange[0]) if strange else min(1, len(others))
    if len(others) == SHOWN:
        alike = [one for one in others if courses >> one & 1]
        spare = [one for one in others[1:] if not sets.of_desks >> one & 1]
        others.remove((strange or (alike if len(alike) == SAME_KIND_MAX else spare) or others)[-1])
    return [*others[:place], course, *others[place:]]


def _credit_later(order: Order, first: list[int], others: Bits) -> list[int]:
    """Credit comes with somebody who helps with the project, and after them (R58)."""
    kinds = order.sieve.sets.kinds
    credit = [one for one in first if kinds.get("finance", 0) >> one & 1]
    support = [one for one in first if one not in credit]
    if credit and not support:
        helper = order.first(others & union(kinds.get(kind, 0) for kind in HELPERS))
        if helper is not None:
            return [helper, *credit[: SHOWN - 1]]
    return support + credit


def _kind(order: Order, position: int) -> Kind:
    return order.sieve.directory.prepared[position].service.kind


def _set(positions: list[int]) -> Bits:
    return union(1 << position for position in positions)
