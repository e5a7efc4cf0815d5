"""Silence: who writes after it may not be who wrote before, so neither the open question nor the past is shown."""

from __future__ import annotations

from bot.engine.session import Frame
from bot.engine.turn import Turn
from bot.engine.walk import walk
from bot.engine.whose import is_held
from flows.limits import QUIET_SECONDS


def resting(turn: Turn) -> bool:
    """Silence was long enough for the phone to be in other hands, or the talk was hidden or stopped."""
    if not turn.before.frames or turn.before.invited or is_held(turn):
        return False
    return _quiet(turn) or turn.before.hidden or turn.moment.mode == "stopped"


def just_stopped(turn: Turn) -> bool:
    """« Stop » a moment ago and nothing else: the same hand still holds the phone."""
    return turn.moment.mode == "stopped" and not turn.before.hidden and not _quiet(turn)


def _quiet(turn: Turn) -> bool:
    return turn.moment.at - turn.before.last_at > QUIET_SECONDS


FLOW, GO_ON = "coming_back", "continue"
"""The neutral menu, and its choice by which the same hand takes the talk up again."""
SAID = "said_after_silence"
"""The note of what was typed before the neutral menu: whoever goes on has said it, and need not say it twice."""
SAID_MAX = 800


def come_back(turn: Turn, text: str = "") -> None:
    """A neutral menu: never the open question, never the past. ``text``: what was typed.

    Who waits in danger is not greeted as a stranger: what not to wait for, and that they are not forgotten. Who hid the talk
    is not told on whatever screen it comes back.
    """
    if turn.moment.urgent and not turn.before.hidden:
        turn.note(turn.book.phrase("promise_do_not_wait"))
        turn.note(turn.book.phrase("still_open_called" if turn.moment.rings else "promise_unknown_request"))
    lay_aside(turn)
    turn.notes.pop(SAID, None)
    if text and turn.consent != "no" and turn.flow.name == FLOW:
        turn.notes[SAID] = text[:SAID_MAX]
    walk(turn)


def neutral(turn: Turn) -> None:
    """Back to the first question of the neutral menu, where another of it stood open: who comes back by their number has not
    said that somebody else holds the phone now.
    """
    if turn.frames and turn.flow.name == FLOW:
        turn.frames[-1] = Frame(FLOW, turn.flow.version, turn.flow.head.start)


def lay_aside(turn: Turn) -> None:
    """Put the neutral menu on top, unsaid: what is done over it (help, a language) ends there, not in the past.

    Who has said nothing yet begins anew, unless they called somebody and wait.
    """
    if turn.consent == "" and not turn.facts and not (turn.language and turn.moment.waiting):
        turn.frames.clear()
        turn.push("welcome")
    elif turn.flow.name != FLOW:
        turn.push(FLOW)
