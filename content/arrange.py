"""The first three: ranked, but never three of a kind, never credit alone, and for an adult a public desk among them."""

from __future__ import annotations

from collections.abc import Iterator

from content.bitsets import PUBLIC_DESKS, Bits
from content.rank import ASKED, PROTECTION_FIRST
from content.sieve import Sieve, without

__all__ = ["PUBLIC_DESKS", "SAME_KIND_MAX", "SHOWN", "arranged"]

SHOWN = 3
SAME_KIND_MAX = 2
HELPERS = ("incubator", "public_desk", "network")


def arranged(sieve: Sieve) -> Iterator[int]:
    """Positions: protection that is needed as it stands; then the others, their first three chosen for variety.

    The others are arranged all the same: who is helped today also sees work that can be reached (R77).
    """
    helping = sieve.open & sieve.asked[PROTECTION_FIRST]
    yield from sieve.ordered(helping)
    others = without(sieve.open, helping)
    first = _chosen(sieve, others)
    yield from first
    yield from sieve.ordered(without(others, _set(first)))


def _chosen(sieve: Sieve, others: Bits) -> list[int]:
    asked = others & sieve.asked[ASKED]
    first = _varied(sieve, asked)
    if sieve.wish.unproven and not sieve.wish.presses:
        first = _check_first(sieve, first, asked)
    if sieve.wish.adult:
        first = _with_desk(sieve, first, others)
    return _credit_later(sieve, first, others)


def _varied(sieve: Sieve, asked: Bits) -> list[int]:
    """Three in rank order with at most two of a kind, as long as another kind answers the wish too."""
    first: list[int] = []
    left = asked
    while len(first) < SHOWN and (best := sieve.first(left)) is not None:
        first.append(best)
        left ^= 1 << best
        same = sieve.sets.kinds[sieve.directory.prepared[best].service.kind]
        if (_set(first) & same).bit_count() == SAME_KIND_MAX:
            left = without(left, same)
    for spare in sieve.ordered(without(asked, _set(first))) if len(first) < SHOWN else ():
        first.append(spare)
        if len(first) == SHOWN:
            break
    return first


def _with_desk(sieve: Sieve, first: list[int], others: Bits) -> list[int]:
    if _set(first) & sieve.sets.of_desks:
        return first
    desk = sieve.first(others & sieve.sets.desks)
    return first if desk is None else [*first[: SHOWN - 1], desk]


def _check_first(sieve: Sieve, first: list[int], asked: Bits) -> list[int]:
    """A trade that is claimed is checked before anything else is tried (R31)."""
    check = sieve.first(asked & sieve.sets.kinds.get("skills_check", 0))
    if check is None:
        return first
    return [check, *(one for one in first if one != check)][:SHOWN]


def _credit_later(sieve: Sieve, first: list[int], others: Bits) -> list[int]:
    """Credit comes with somebody who helps with the project, and after them (R58)."""
    kinds = sieve.sets.kinds
    credit = [one for one in first if kinds.get("finance", 0) >> one & 1]
    support = [one for one in first if one not in credit]
    if credit and not support:
        helper = sieve.first(others & _any_of([kinds.get(kind, 0) for kind in HELPERS]))
        if helper is not None:
            return [helper, *credit[: SHOWN - 1]]
    return support + credit


def _any_of(sets: list[Bits]) -> Bits:
    found = 0
    for bits in sets:
        found |= bits
    return found


def _set(positions: list[int]) -> Bits:
    return _any_of([1 << position for position in positions])
