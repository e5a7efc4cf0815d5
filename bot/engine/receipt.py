"""A number that was given, typed by itself: where the request, the open talk or the complaint stands; on a phone that has
changed hands, the way back.

A complaint's number is answered wherever it is typed and leaves no line: among the words that a team reads it would tell
whose the anonymous complaint is.

Whoever says « une autre personne » closes the talk of the hand before. Its own way back is what that hand alone was given:
the receipt number, or that of its talk with the team, on the same phone. Without it nobody learns whether anybody wrote here
before (protection, the shared phone).
"""

from __future__ import annotations

import re

from bot.engine import commands
from bot.engine.complaint_effects import AskComplaint
from bot.engine.effects import AskFormer, TakeBack
from bot.engine.rest import lay_aside, neutral, resting
from bot.engine.turn import Turn
from bot.engine.walk import reopen, walk
from bot.engine.way_back import WAY_BACK
from bot.engine.whose import is_theirs
from flows.schema import Ask

COMPLAINT = "complaint"
_RECEIPT = re.compile(r"[2-9A-HJKMNP-Z]{6}")
"""A receipt as `bot/signs.py` draws it."""
_WRITTEN = re.compile(r"(\w{3})[\s.-]?(\w{3})\W*", re.ASCII)
"""In one piece or two halves: « c'est 25 » has six signs too, and is an age."""
_BEFORE = re.compile(
    r"^(?:(?:ma|la|mon|le|n ka)\s+)?(?:demande|plainte|num[ée]ro(?: de (?:ma )?plainte)?|n°|no|ɲinini|damakasi|nimɔrɔ)\s*:?\s+",
    re.IGNORECASE,
)


def is_receipt_told(turn: Turn, text: str) -> bool:
    """Do what a number asks for; False when ``text`` is none. A request's is for the human who holds the talk, if one does."""
    number = _number_in(text)
    if number and _is_complaint_told(turn, number):
        return True
    if not number or is_theirs(turn) or not (resting(turn) or _choice_awaited(turn)):
        return False
    if number == turn.notes.get(WAY_BACK) or any(request.number == number for request in turn.requests):
        if resting(turn):
            lay_aside(turn)
        neutral(turn)
        commands.run(turn, "status")
        return True
    if _RECEIPT.fullmatch(number) is None:
        return False
    turn.effects.append(AskFormer(number))
    if turn.moment.former:
        turn.effects.append(TakeBack(number))
        turn.finished = True
        return True
    if number.isalpha() or number.isdecimal() or resting(turn) or not turn.frames:
        return False  # six letters are a word, six digits an answer; after a silence only the neutral menu
    turn.note(turn.book.phrase("number_not_found"))
    reopen(turn)
    return True


def _is_complaint_told(turn: Turn, number: str) -> bool:
    """Say what became of the complaint, whatever is asked and whoever holds the talk; its own path asks for it itself."""
    spec = turn.node.spec if turn.frames and turn.flow.head.private else None
    if _RECEIPT.fullmatch(number) is None or (isinstance(spec, Ask) and spec.answer.text is not None):
        return False
    turn.effects.append(AskComplaint(number))
    if turn.moment.complaint is None:
        return False
    if resting(turn):
        lay_aside(turn)
    elif not turn.frames:
        turn.push("welcome")
    elif turn.flow.name == COMPLAINT:
        turn.pop()
    turn.notes["complaint_number"] = number
    turn.push(COMPLAINT, "find")
    walk(turn)
    return True


def _choice_awaited(turn: Turn) -> bool:
    """Whether the open question waits for no words of theirs: those are kept as they are, numbers and all."""
    spec = turn.node.spec if turn.frames else None
    return spec is None or (isinstance(spec, Ask) and spec.answer.text is None and not turn.flow.head.private)


def _number_in(text: str) -> str:
    """« ug74 n3 », « Ma demande UG74N3. » → UG74N3; longer words hold no number of ours."""
    whole = _WRITTEN.fullmatch(_BEFORE.sub("", text.strip()))
    return "".join(whole.groups()).upper() if whole else ""
