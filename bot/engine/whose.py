"""Whose word the open question is, and for whom what comes is: the machine's, or the human's who holds the talk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine.turn import WELCOME, Turn

ASKED_BY_TEAM = "asked_by_team"
"""The note that a human asked for it, while they hold the talk."""
PUT_BY_TEAM = frozenset({"proposal"})
"""The flows that a worker puts to the person through Sira."""


def put_by_team(flow: str, notes: Mapping[str, Any]) -> bool:
    """Whether an open question of ``flow`` is one that a human asks through Sira: a service, or the first yes."""
    return flow in PUT_BY_TEAM or (flow == WELCOME and ASKED_BY_TEAM in notes)


def is_held(turn: Turn) -> bool:
    """A human holds the talk, and this is not one of the paths that stay open beside them (invariant I5)."""
    open_beside = turn.frames and (turn.flow.head.always or is_asked_by_team(turn)) and not is_spoken_over(turn)
    return has_human(turn) and not open_beside


def is_spoken_over(turn: Turn) -> bool:
    """The open question is the machine's own, and a human has written since it was put: whatever comes answers the human,
    and « Oui, ça va » under « Avez-vous mangé ? » would be read as an answer to that.
    """
    own = turn.flow.head.beside and not put_by_team(turn.flow.name, turn.notes)
    return own and turn.moment.spoken >= max(1, turn.since) and not turn.moved


def is_asked_by_team(turn: Turn) -> bool:
    """The first yes is asked for by whoever holds the talk, in the words and by the buttons of the beginning."""
    return turn.flow.name == WELCOME and (turn.agreeing or ASKED_BY_TEAM in turn.notes)


def is_beside(turn: Turn) -> bool:
    """The open question is one that a human put through Sira."""
    return bool(turn.frames) and (turn.flow.head.beside or is_asked_by_team(turn))


def is_theirs(turn: Turn) -> bool:
    """As ``is_held``, and while the open question is the human's own: whatever does not answer it is for them."""
    return is_held(turn) or (has_human(turn) and is_beside(turn))


def has_human(turn: Turn) -> bool:
    """A human holds the talk, or held it and is expected back."""
    return turn.moment.mode == "human" or (turn.moment.mode == "queued" and turn.moment.spoken > 0)
