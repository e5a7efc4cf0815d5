"""Filing a complaint, and asking what became of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine.effects import AskComplaint, Complain
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
            request=str(turn.notes.pop("complaint_request", "")),
        )
    )
    return "grave" if grave else "noted"


def find_complaint(turn: Turn, _with: Mapping[str, Any]) -> str:
    """What became of it, for whoever brings its number: that is all that an anonymous one can be told by."""
    number = "".join(filter(str.isalnum, str(turn.notes.pop("complaint_number", "")))).upper()
    turn.notes.pop("complaint_about", None)
    turn.effects.append(AskComplaint(number))
    told = turn.moment.complaint
    if told is None:
        return "unknown"
    if told.answered:
        turn.send((turn.book.phrase("complaint_answered", number=number, text=told.text),), kind="command")
    else:
        turn.send((turn.book.phrase("complaint_open", number=number),), kind="command")
    return "known"
