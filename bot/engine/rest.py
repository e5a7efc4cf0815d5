"""Silence: who writes after it may not be who wrote before, so neither the open question nor the past is shown."""

from __future__ import annotations

from bot.engine.turn import Turn
from bot.engine.walk import walk
from flows.limits import QUIET_SECONDS


def resting(turn: Turn) -> bool:
    """Silence was long enough for the phone to be in other hands, or the talk was hidden or stopped."""
    if not turn.before.frames or turn.before.invited or turn.held:
        return False
    quiet = turn.moment.at - turn.before.last_at > QUIET_SECONDS
    return quiet or turn.before.hidden or turn.moment.mode == "stopped"


def come_back(turn: Turn) -> None:
    """A neutral menu: never the open question, never the past."""
    lay_aside(turn)
    walk(turn)


def lay_aside(turn: Turn) -> None:
    """Put the neutral menu on top, unsaid: what is done over it (help, a language) ends there, not in the past."""
    if turn.consent == "" and not turn.facts:
        turn.frames.clear()
        turn.push("welcome")
    elif turn.flow.name != "coming_back":
        turn.push("coming_back")
