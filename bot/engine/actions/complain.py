"""Filing a complaint, and asking what became of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine import standing
from bot.engine.complaint_effects import AddToComplaint, AskComplaint, Complain
from bot.engine.options import COMPLAINTS
from bot.engine.turn import Turn
from locales.words import is_grave, safety_signs

NUMBERS_MAX = 3


def complain(turn: Turn, _with: Mapping[str, Any]) -> str:
    """File it; its words leave the session with it. The words only raise its level: none is put aside (A11)."""
    text = str(turn.notes.pop("complaint_text", ""))
    anonymous = turn.notes.pop("complaint_name", "") == "anonymous"
    if not anonymous:
        turn.jot(COMPLAINTS, [*turn.notes.get(COMPLAINTS, ()), turn.moment.ticket][-NUMBERS_MAX:])
    grave = is_grave(text) or bool(safety_signs(text))
    turn.effects.append(
        Complain(
            number=turn.moment.ticket,
            text=text,
            about=str(turn.notes.pop("complaint_about", "")),
            anonymous=anonymous,
            level="P0" if grave else "P3",
            request=str(turn.notes.pop("complaint_request", "")),
        )
    )
    if turn.moment.unread:
        return "nobody"
    return "grave" if grave else "noted"


def find_complaint(turn: Turn, _with: Mapping[str, Any]) -> str:
    """What became of it, for whoever brings its number: that is all that an anonymous one can be told by. The number of a
    request has come to the wrong place, and is answered all the same.
    """
    number = "".join(filter(str.isalnum, str(turn.notes.pop("complaint_number", "")))).upper()
    turn.notes.pop("complaint_about", None)
    mine = next((request for request in turn.requests if request.number == number), None)
    if mine is not None and mine.service in turn.book.directory.services:
        turn.send_lines(standing.told(turn, mine), kind="command")
        return "known"
    turn.effects.append(AskComplaint(number))
    told = turn.moment.complaint
    if told is None:
        return "unknown"
    if told.asks:
        turn.send((turn.book.phrase("complaint_asked", number=number, text=told.text),), kind="command")
        turn.notes["complaint_number"] = number
        return "asked"
    if told.answered:
        turn.send((turn.book.phrase("complaint_answered", number=number, text=told.text),), kind="command")
    else:
        turn.send((turn.book.phrase("complaint_open", number=number),), kind="command")
    return "known"


def add(turn: Turn, _with: Mapping[str, Any]) -> str:
    """What they say to a question of those who see to it; like the complaint, its words leave the session."""
    number, text = (str(turn.notes.pop(name, "")) for name in ("complaint_number", "complaint_more"))
    turn.effects.append(AddToComplaint(number, text))
    return "done"
