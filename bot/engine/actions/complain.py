"""Filing a complaint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine.effects import Complain
from bot.engine.turn import Turn
from locales.words import is_grave, safety_signs


def complain(turn: Turn, _with: Mapping[str, Any]) -> str:
    """File it; its words leave the session with it. The words only raise its level: none is put aside (A11)."""
    text = str(turn.notes.pop("complaint_text", ""))
    grave = is_grave(text) or bool(safety_signs(text))
    turn.effects.append(
        Complain(
            number=turn.moment.ticket,
            text=text,
            about=str(turn.notes.pop("complaint_about", "")),
            anonymous=turn.notes.pop("complaint_name", "") == "anonymous",
            level="P0" if grave else "P3",
        )
    )
    return "grave" if grave else "noted"
