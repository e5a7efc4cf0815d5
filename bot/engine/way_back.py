"""The number of an open talk with the team: the way back to it for who has no numbered request, on a phone that others use.

It stands in the talk's own notes, sealed like everything the person said, and goes when they are forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine.session import Session
from bot.engine.turn import Turn

WAY_BACK = "way_back"
"""The note, and the phrase that says it."""


def given(session: Session) -> frozenset[str]:
    """The numbers that the hand of this talk alone was given."""
    return frozenset(request.number for request in session.requests) | frozenset(
        {str(session.notes.get(WAY_BACK, ""))} - {""}
    )


def give_number(turn: Turn, with_: Mapping[str, Any]) -> str:
    """Say the number in front of what comes next: once, or each time with ``again``. Who refused has none, since nothing of
    theirs is kept; who has a request has its number.
    """
    if turn.consent == "no" or turn.requests:
        return "done"
    known = WAY_BACK in turn.notes
    number = turn.notes.setdefault(WAY_BACK, turn.moment.ticket)
    if number and (with_.get("again") or not known):
        turn.note(turn.book.phrase("way_back", number=number))
    return "done"
