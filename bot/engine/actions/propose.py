"""What a case worker proposes to share, once the person has answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine.sharing import missing_papers
from bot.engine.turn import Turn

PROPOSAL = "proposal"
"""The flow that asks."""
PROPOSED_WHY = "proposed_why"
CHOSEN_BEFORE = "chosen_before"


def papers(turn: Turn, _with: Mapping[str, Any]) -> str:
    """Whether the service asks for a paper that the person has not said to have: they hear of it before their yes (R76)."""
    return "some" if missing_papers(turn) else "none"


def lay_aside(turn: Turn, _with: Mapping[str, Any]) -> str:
    """The service that the person had chosen before is theirs again: the talk below goes on with it, with no other."""
    turn.notes.pop(PROPOSED_WHY, None)
    before = turn.notes.pop(CHOSEN_BEFORE, "")
    if before:
        turn.notes["chosen"] = before
    else:
        turn.notes.pop("chosen", None)
    return "done"
