"""Filing a complaint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine.effects import Complain
from bot.engine.turn import Turn


def complain(turn: Turn, _with: Mapping[str, Any]) -> str:
    """File it; its words leave the session with it."""
    turn.effects.append(
        Complain(
            number=turn.moment.ticket,
            text=str(turn.notes.pop("complaint_text", "")),
            about=str(turn.notes.pop("complaint_about", "")),
            anonymous=turn.notes.pop("complaint_name", "") == "anonymous",
        )
    )
    return "done"
