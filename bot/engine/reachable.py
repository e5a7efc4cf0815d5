"""The number on which a person can be called: asked for where the channel gives none, understood wherever it is typed."""

from __future__ import annotations

from bot.engine.turn import Turn
from flows.schema import Ask
from locales.phone import FEWEST_DIGITS, MALI, NIGER, phone_in

GIVES_A_NUMBER = frozenset({"whatsapp"})
"""Channels on which the team sees a number to call; the others show an account, or a browser."""
NUMBER = "own_number"
SECOND = "second_contact"
NONE = "none"
"""What is kept for who gives no number."""
ASKED_NEAR = frozenset({"safe_channel", "safe_hours"})
"""Questions at which a number typed is the person's own: how to be reached, and when."""


def reachable(turn: Turn) -> bool:
    """Whether the team has a number to call."""
    return turn.moment.channel in GIVES_A_NUMBER or turn.notes.get(NUMBER, NONE) != NONE


def number_typed(turn: Turn, text: str) -> str | None:
    """The number that the words hold, read where the person is now."""
    return phone_in(text, NIGER if turn.facts.get("in") == "niger" else MALI)


def second_number(turn: Turn) -> str | None:
    """The number in what was written of a second way to be reached, as it is read back: whose it is may be in another
    country than the person, so that no country is said that was not written.
    """
    words = str(turn.notes.get(SECOND, ""))
    number = number_typed(turn, words)
    with_country = sum(sign.isdigit() for sign in words) > FEWEST_DIGITS
    return number if number is None or with_country else number.partition(" ")[2]


def second_heard(turn: Turn) -> str:
    """Whether those words hold a ``whole`` number, a ``cut`` one (digits that nobody could dial), or none: words, a voice."""
    words = str(turn.notes.get(SECOND, ""))
    if not any(sign.isdigit() for sign in words):
        return "none"
    return "cut" if number_typed(turn, words) is None else "whole"


def own_number(turn: Turn, text: str) -> bool:
    """Keep a number typed near the question of how to be called, and say so; False when there is none."""
    spec = turn.node.spec
    number = number_typed(turn, text) if isinstance(spec, Ask) and spec.keep in ASKED_NEAR else None
    if number is None:
        return False
    turn.notes[NUMBER] = number
    turn.note(turn.book.phrase("number_noted", number=number))
    return True
