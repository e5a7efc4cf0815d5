"""News 7, 30, 90 or 365 days later: which request is asked about next, and what was answered so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine.effects import FollowedUp
from bot.engine.turn import Turn

ASKED_ABOUT = frozenset({"draft", "ready", "sent", "seen", "accepted", "served"})
"""Requests of which there can be news; how the others ended is known."""
ANSWERS = ("started", "helped", "missing", "reason")
SKIPPED = "skip"
DAYS, ABOUT, BEFORE = "follow_up_days", "follow_about", "follow_before"


def next_followed(turn: Turn, _with: Mapping[str, Any]) -> str:
    """The next request to ask about; who never made one is asked once, in general."""
    before = list(turn.notes.get(BEFORE, ()))
    numbers = [request.number for request in turn.requests if request.status in ASKED_ABOUT] or (
        [] if turn.requests else [""]
    )
    left = [number for number in numbers if number not in before]
    if not left:
        return "over"
    for answer in ANSWERS:
        turn.notes.pop(f"follow_{answer}", None)
    turn.notes |= {ABOUT: left[0], BEFORE: [*before, left[0]]}
    if len(numbers) > 1:
        turn.note(turn.book.phrase("follow_which", number=left[0]))
    return "one"


def tell_follow_up(turn: Turn, _with: Mapping[str, Any]) -> str:
    """Write down what is known by now, so that who stops half-way has not spoken in vain; then what to ask next."""
    said = {name: str(turn.notes.get(f"follow_{name}", "")) for name in ANSWERS}
    kept = {name: "" if word == SKIPPED else word for name, word in said.items()}
    if any(kept.values()):
        turn.effects.append(FollowedUp(int(turn.notes.get(DAYS, 0)), str(turn.notes.get(ABOUT, "")), **kept))
    return _next(said)


def _next(said: Mapping[str, str]) -> str:
    match said:
        case {"started": "no"}:
            return "nothing"
        case {"started": "yes", "helped": ""}:
            return "helped"
        case {"started": "yes", "helped": "little" | "no", "missing": ""}:
            return "missing"
        case {"started": "stopped", "reason": ""}:
            return "reason"
        case {"started": "yes", "helped": "yes"} | {"started": "stopped", "reason": "found"}:
            return "good"
        case {"started": "appointment"}:
            return "good"
        case {"started": "yes", "helped": "little" | "no"} | {"started": "stopped"}:
            return "bad"
    return "quiet"
