"""The first three: ranked, but never three of a kind, never credit alone, and for an adult a public desk among them."""

from __future__ import annotations

from collections.abc import Iterator

from content.rank import ASKED, PROTECTION_FIRST
from content.scored import Scored
from content.wish import Wish

SHOWN = 3
SAME_KIND_MAX = 2
PUBLIC_DESKS = frozenset({"anpe", "apej"})
"""For every adult in each region the first set holds the employment agency or the youth one (R77)."""


def arranged(ranked: list[Scored], wish: Wish) -> tuple[Scored, ...]:
    """Protection that is needed as it stands; then the others, their first three chosen for variety.

    The others are arranged all the same: who is helped today also sees work that can be reached (R77).
    """
    helping = [one for one in ranked if one.rank[0] == PROTECTION_FIRST]
    return (*helping, *_chosen(ranked[len(helping) :], wish))


def _chosen(ranked: list[Scored], wish: Wish) -> tuple[Scored, ...]:
    asked = [one for one in ranked if one.rank[0] == ASKED]
    first = list(_varied(asked))
    if wish.unproven and not wish.presses:
        first = _check_first(first, asked)
    if wish.adult:
        first = _with_desk(first, ranked)
    first = _credit_later(first, ranked)
    chosen = {one.id for one in first}
    return (*first, *(one for one in ranked if one.id not in chosen))


def _varied(asked: list[Scored]) -> Iterator[Scored]:
    """Three in rank order with at most two of a kind, as long as another kind answers the wish too."""
    kinds: dict[str, int] = {}
    spare: list[Scored] = []
    left = SHOWN
    for one in asked:
        kind = one.service.kind
        if kinds.get(kind, 0) < SAME_KIND_MAX:
            kinds[kind] = kinds.get(kind, 0) + 1
            yield one
            left -= 1
            if left == 0:
                return
        else:
            spare.append(one)
    yield from spare[:left]


def _with_desk(first: list[Scored], ranked: list[Scored]) -> list[Scored]:
    if any(one.service.org in PUBLIC_DESKS for one in first):
        return first
    desk = next((one for one in ranked if one.service.org in PUBLIC_DESKS and one.service.kind == "public_desk"), None)
    return first if desk is None else [*first[: SHOWN - 1], desk]


def _check_first(first: list[Scored], asked: list[Scored]) -> list[Scored]:
    """A trade that is claimed is checked before anything else is tried (R31)."""
    check = next((one for one in asked if one.service.kind == "skills_check"), None)
    if check is None:
        return first
    return [check, *(one for one in first if one is not check)][:SHOWN]


def _credit_later(first: list[Scored], ranked: list[Scored]) -> list[Scored]:
    """Credit comes with somebody who helps with the project, and after them (R58)."""
    credit = [one for one in first if one.service.kind == "finance"]
    support = [one for one in first if one.service.kind != "finance"]
    if credit and not support:
        helper = next((one for one in ranked if one.service.kind in {"incubator", "public_desk", "network"}), None)
        if helper is not None:
            return [helper, *credit[: SHOWN - 1]]
    return support + credit
