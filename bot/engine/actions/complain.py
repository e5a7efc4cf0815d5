"""Filing a complaint, and asking what became of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine import standing
from bot.engine.complaint_effects import AddToComplaint, AnswerHere, AskComplaint, Complain
from bot.engine.options import COMPLAINT_BEGUN, COMPLAINTS
from bot.engine.turn import Turn
from locales.words import is_grave, safety_signs

NUMBERS_MAX = 3
TEXT, NAME, ABOUT, NUMBER = COMPLAINT_BEGUN, "complaint_name", "complaint_about", "complaint_number"
"""Notes of the flow, by the names that it gives them."""
TOLD = "complaint_told"
"""The note that the words are there already: the flow does not ask for them."""
UNASKED = "complaint_unasked"
"""The note that the complaint just filed was written before anybody asked for one."""
ANONYMOUS = "anonymous"


def complain(turn: Turn, _with: Mapping[str, Any]) -> str:
    """File it; its words leave the session with it. The words only raise its level: none is put aside (A11).

    What was written as one in the middle of the talk has no name: whoever walks away from the question that follows has
    complained all the same, and gave nobody leave to know them.
    """
    text, name = (str(turn.notes.pop(note, "")) for note in (TEXT, NAME))
    turn.notes.pop(TOLD, None)
    if name:
        turn.notes.pop(UNASKED, None)
    else:
        turn.notes[NUMBER] = turn.moment.ticket
    if name not in ("", ANONYMOUS):
        _remember(turn, turn.moment.ticket)
    grave = must_be_first(text)
    turn.effects.append(
        Complain(
            number=turn.moment.ticket,
            text=text,
            about=str(turn.notes.pop(ABOUT, "")),
            anonymous=name in ("", ANONYMOUS),
            level="P0" if grave else "P3",
            request=str(turn.notes.pop("complaint_request", "")),
        )
    )
    if turn.moment.unread:
        return "nobody"
    return "grave" if grave else "noted"


def must_be_first(text: str) -> bool:
    """Whether it is read before the others: force, sex or money asked, or a danger."""
    return is_grave(text) or bool(safety_signs(text))


def answer_here(turn: Turn, _with: Mapping[str, Any]) -> str:
    """Whether the answer to one without a name comes into this talk."""
    turn.notes.pop(UNASKED, None)
    number, name = (str(turn.notes.pop(note, "")) for note in (NUMBER, NAME))
    if name != ANONYMOUS:
        turn.effects.append(AnswerHere(number))
        _remember(turn, number)
    return "done"


def _remember(turn: Turn, number: str) -> None:
    turn.jot(COMPLAINTS, [*turn.notes.get(COMPLAINTS, ()), number][-NUMBERS_MAX:])


def find_complaint(turn: Turn, _with: Mapping[str, Any]) -> str:
    """What became of it, for whoever brings its number: that is all that an anonymous one can be told by. The number of a
    request has come to the wrong place, and is answered all the same.
    """
    number = "".join(filter(str.isalnum, str(turn.notes.pop(NUMBER, "")))).upper()
    turn.notes.pop(ABOUT, None)
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
        turn.notes[NUMBER] = number
        return "asked"
    if told.answered:
        turn.send((turn.book.phrase("complaint_answered", number=number, text=told.text),), kind="command")
    else:
        turn.send((turn.book.phrase("complaint_open", number=number),), kind="command")
    return "known"


def add(turn: Turn, _with: Mapping[str, Any]) -> str:
    """What they say to a question of those who see to it; like the complaint, its words leave the session."""
    number, text = (str(turn.notes.pop(name, "")) for name in (NUMBER, "complaint_more"))
    turn.effects.append(AddToComplaint(number, text))
    return "done"
