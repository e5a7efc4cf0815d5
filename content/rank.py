"""The order of suggestions: lexicographic, so that it can be printed and disputed part by part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from content.directory import Prepared
from content.needs import kind_order
from content.places import Nearness
from content.rules import Truth
from content.trades import Kinship
from content.traits import EARNING
from content.view import View
from content.wish import Wish

PARTS = (
    "asked",
    "income soon",
    "outcome",
    "schooling",
    "own land",
    "need",
    "reading",
    "trade",
    "place",
    "earns soon",
    "intake",
    "cost",
    "language",
    "preferred",
    "freshness",
    "answers",
    "turn",
)
"""Names of the parts of a rank, in order. ``asked``: 0 protection that is needed, 1 what was asked for, 2 anything
else, 3 credit for somebody whom debts press (R57). ``income soon`` counts only for them (R54). ``place``: nearness
twice, plus one in the next region without lodging; farther away what has lodging first, and of that the nearest. Who
cannot stop earning has the far ones among « anything else »: what is where they live, and what earns soon, comes before
(R35). Who named neither region nor trade has there whatever serves a few regions only, who said nothing of an income
what takes a large sum, and who must earn a long course or an internship (R54). ``own land`` counts for who farms: land
does not move (R72). ``reading`` counts only for who cannot read (R40). ``schooling``: until more is told, what
asks for more than primary school or for a diploma comes after what does not: most who come back did not go further.
``answers``: organisations that answer no requests now come after their equals."""

PROTECTION_FIRST, ASKED, BESIDE, HELD_BACK = range(4)
CANNOT_READ = frozenset({"no", "little"})
NATIONAL_LANGUAGE = "bm"
NO_NEED = 999


def rank(prepared: Prepared, outcome: Truth, view: View, turn: int, *, silent: bool = False) -> tuple[int, ...]:
    """The rank of one service for one person; smaller comes first. ``turn`` makes equal partners take turns.

    ``silent``: its organisation answers no requests now.
    """
    traits, wish = prepared.traits, view.wish
    kin = view.kinship(prepared)
    near = view.nearest(prepared)
    unlodged = near >= Nearness.NEIGHBOUR and not traits.lodging
    asked = _asked(prepared, wish, kin)
    guessed = wish.nowhere and not prepared.reach.wide and prepared.service.kind != "protection"
    unasked = prepared.traits.dear and view.facts.get("income") != "yes"
    too_slow = prepared.traits.slow and wish.must_earn
    if guessed or unasked or too_slow or (unlodged and _cannot_leave(view, near)):
        asked = max(asked, BESIDE)
    return (
        asked,
        traits.soon if wish.presses else 0,
        int(Truth.TRUE - outcome),
        int(traits.schooled and wish.little_school),
        int(wish.farms and near > Nearness.SAME_CERCLE),
        _need(prepared, wish, kin),
        _reading(prepared, view.facts, near),
        int(kin),
        _place(near, traits.lodging),
        traits.soon if wish.cannot_wait else 0,
        traits.wait,
        traits.price if wish.counts_money else 0,
        _language(prepared, view.facts),
        -sum(clause.truth(view.facts) is Truth.TRUE for clause in prepared.prefers),
        traits.freshness,
        int(silent),
        turn,
    )


def _asked(prepared: Prepared, wish: Wish, kin: int) -> int:
    if prepared.service.kind == "protection":
        if wish.protection & prepared.needs or (wish.urgent and not wish.protection):
            return PROTECTION_FIRST
        return ASKED if prepared.needs.intersection(wish.needs) else BESIDE
    if prepared.service.kind == "finance" and wish.presses:
        return HELD_BACK
    works = prepared.traits.soon in EARNING
    if wish.must_earn and prepared.service.kind == "job":
        return ASKED
    if _strange(prepared, kin):
        return BESIDE
    if wish.must_earn and (works or (prepared.service.kind == "public_desk" and "job" in prepared.needs)):
        return ASKED
    return ASKED if prepared.needs.intersection(wish.needs) else BESIDE


def _strange(prepared: Prepared, kin: int) -> bool:
    """Whether it is for trades far from the one wanted."""
    return bool(prepared.trades) and kin == Kinship.NONE and prepared.service.kind != "protection"


def _cannot_leave(view: View, near: int) -> bool:
    """Whether a place so far would cost the work one lives from; who said that they can move decided otherwise."""
    return view.wish.cannot_wait and near != Nearness.UNKNOWN and view.facts.get("can_move") != "yes"


def _place(near: int, lodged: bool) -> int:  # noqa: FBT001
    if near <= Nearness.NEIGHBOUR:
        return near * 2 + (near == Nearness.NEIGHBOUR and not lodged)
    return near + Nearness.SECOND + (0 if lodged else 1 + Nearness.UNKNOWN - Nearness.SECOND)


def _need(prepared: Prepared, wish: Wish, kin: int) -> int:
    """The first need served, then how well this kind of service answers it.

    For who must earn, what teaches other trades alone answers none: no time to learn what they did not ask for.
    """
    if wish.must_earn and _strange(prepared, kin):
        return NO_NEED
    for place, need in enumerate(wish.needs):
        if need in prepared.needs:
            return place * 10 + kind_order(need, prepared.service.kind)
    return NO_NEED


def _reading(prepared: Prepared, facts: Mapping[str, Any], near: int) -> int:
    """Who cannot read sees first the courses that teach it or are held in a national language (R40).

    One for which they must leave their region comes with those at home that do not: it costs more than the reading saves.
    """
    if facts.get("reads") not in CANNOT_READ or prepared.service.kind != "training":
        return 0
    return int(near >= Nearness.NEIGHBOUR) + int(not suits_who_cannot_read(prepared))


def _language(prepared: Prepared, facts: Mapping[str, Any]) -> int:
    """For somebody who speaks no French: their language first, then what is not written, then French."""
    spoken = prepared.traits.languages
    if facts.get("french") != "no" or spoken & {NATIONAL_LANGUAGE, *facts.get("languages", ())}:
        return 0
    return 2 if spoken else 1


def suits_who_cannot_read(prepared: Prepared) -> bool:
    """Reading is taught there, or the course is in a national language (R40)."""
    return prepared.traits.literacy or NATIONAL_LANGUAGE in prepared.traits.languages
