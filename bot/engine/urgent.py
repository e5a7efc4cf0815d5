"""What is said at once to somebody who is not safe, and what is remembered of it."""

from __future__ import annotations

from bot.engine.turn import Turn
from content.emergency import emergency_block
from locales.text import Text

WITH_CHILDREN = "alone_with_children"
"""Said in one breath, two facts: that somebody is alone, and that there are children."""


def block(turn: Turn) -> tuple[Text, ...]:
    """The emergency words for where the person is; works with no facts at all."""
    return emergency_block(turn.book.directory, turn.facts, turn.today)


def remember_signs(turn: Turn, signs: frozenset[str]) -> None:
    """Signs that the person wrote belong to the facts, once facts may be kept."""
    known: dict[str, object] = {f"signs.{sign}": "yes" for sign in sorted(signs - {"danger", WITH_CHILDREN})}
    if WITH_CHILDREN in signs:
        known |= {"signs.alone": "yes", "children": max(1, int(turn.facts.get("children", 0)))}
    turn.learn(known)
