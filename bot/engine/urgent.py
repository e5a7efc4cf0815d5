"""What is said at once to somebody who is not safe, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from bot.engine.turn import Turn
from content.emergency import HOW_TO_CALL, ONCE, emergency_block
from content.levels import CHILD_ALONE
from content.plights import ALONE, Plight, plights_of, told_apart
from flows.limits import QUIET_SECONDS
from locales.text import Text
from locales.words import around_danger

TOLD_AT = "told_where_at"
"""The note of when the block was last read: minutes later it is not read out whole again."""
THIS_CASE = "heard_in_this_case"
"""The note of the signs heard since a human was called; what an earlier case has brought is said again."""
WITH_CHILDREN = "alone_with_children"
"""Said in one breath, two facts: that somebody is alone, and that there are children."""
VERY_ILL = "very_ill"
AROUND = "feared"
"""The note that those of the law are feared: whoever says so is not sent to them later either."""
NO_FACTS = frozenset({"danger", CHILD_ALONE, WITH_CHILDREN, VERY_ILL, "missing"})


def block(
    turn: Turn,
    plights: AbstractSet[Plight] = frozenset(),
    *,
    called: bool = False,
    brief: bool = False,
    written: bool = False,
) -> tuple[Text, ...]:
    """The emergency words for where the person is and what they are in; works with no facts at all.

    ``plights``: of what they have just said, else whatever the talk knows. ``called``: the team is called in the same
    turn, so how to call it need not be said. ``brief``: without what was read minutes ago; where to go is said each time.
    ``written``: they have put it into words themselves.
    """
    turn.told_where = True
    asked = told_apart(plights or _known(turn), turn.notes.get(AROUND, ()), frozenset())
    lines = emergency_block(turn.book.directory, turn.facts, turn.today, asked, written=written)
    if called:
        lines = tuple(line for line in lines if line != HOW_TO_CALL)
    if brief and turn.moment.at - int(turn.notes.get(TOLD_AT, 0)) <= QUIET_SECONDS:
        lines = tuple(line for line in lines if line.key not in ONCE)
    turn.jot(TOLD_AT, turn.moment.at)
    return lines


def _known(turn: Turn) -> frozenset[Plight]:
    """Of who asks for help without a word why: everything, unless they said what calls for company and nothing else."""
    known = plights_of(frozenset(turn.alarms), turn.facts)
    return known if known <= ALONE else known | {"any"}


def plights_said(turn: Turn, signs: frozenset[str], text: str) -> frozenset[Plight]:
    """What somebody is in who has just written ``text``: hurt by whom, now or long ago."""
    around = around_danger(text)
    if "law" in around:
        turn.jot(AROUND, ["law"])
    return told_apart(plights_of(signs, turn.facts), around, signs)


def remember_signs(turn: Turn, signs: frozenset[str]) -> None:
    """Signs that the person wrote belong to the facts, once facts may be kept."""
    known: dict[str, object] = {f"signs.{sign}": "yes" for sign in sorted(signs - NO_FACTS)}
    if VERY_ILL in signs:
        known["signs.ill"] = "yes"
    if WITH_CHILDREN in signs:
        known |= {"signs.alone": "yes", "children": max(1, int(turn.facts.get("children", 0)))}
    turn.learn(known)
