"""What is said at once to somebody who is not safe, and what is remembered of it."""

from __future__ import annotations

from bot.engine.turn import Turn
from content.emergency import emergency_block
from content.phrases import phrase
from locales.text import Text

HOW_TO_CALL = phrase("emergency.human").key
WITH_CHILDREN = "alone_with_children"
"""Said in one breath, two facts: that somebody is alone, and that there are children."""


def block(turn: Turn, *, called: bool = False) -> tuple[Text, ...]:
    """The emergency words for where the person is; works with no facts at all.

    ``called``: the team is called in the same turn, so how to call it need not be said.
    """
    turn.told_where = True
    lines = emergency_block(turn.book.directory, turn.facts, turn.today)
    return tuple(line for line in lines if line.key != HOW_TO_CALL) if called else lines


def remember_signs(turn: Turn, signs: frozenset[str]) -> None:
    """Signs that the person wrote belong to the facts, once facts may be kept."""
    known: dict[str, object] = {f"signs.{sign}": "yes" for sign in sorted(signs - {"danger", WITH_CHILDREN})}
    if WITH_CHILDREN in signs:
        known |= {"signs.alone": "yes", "children": max(1, int(turn.facts.get("children", 0)))}
    turn.learn(known)
