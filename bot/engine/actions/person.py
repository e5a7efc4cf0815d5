"""The person's own control: hide, stop, forget, another hand, start again, leave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine.effects import ClearTimers, Consent, Forget, Hide, NewPerson, Stop
from bot.engine.minors import without_age
from bot.engine.turn import Turn
from bot.engine.way_back import WAY_BACK


def hide(turn: Turn, _with: Mapping[str, Any]) -> str:
    """Take back what can be taken back (protection A4); where a channel cannot delete, say how to."""
    turn.effects.append(Hide())
    turn.hidden = True
    turn.pending.clear()
    by_hand = turn.moment.channel == "whatsapp"
    turn.send((turn.book.phrase("hidden_by_hand" if by_hand else "hidden"),), kind="command")
    turn.finished = True
    return "done"


def stop(turn: Turn, _with: Mapping[str, Any]) -> str:
    """No more messages until the person writes again; announcements not even then. Who waits for the team hears that its
    answer does not come either.
    """
    turn.effects += (Stop(), Consent("news", given=False, wording="stop.stop"))
    turn.send((turn.book.phrase("stopped_waiting" if turn.moment.waiting else "stopped"),), kind="command")
    turn.finished = True
    return "done"


def forget(turn: Turn, _with: Mapping[str, Any]) -> str:
    """Erase everything; the last word is said after, by who does the erasing."""
    turn.effects.append(Forget())
    turn.finished = True
    return "done"


def new_person(turn: Turn, _with: Mapping[str, Any]) -> str:
    """Another hand holds the phone."""
    turn.effects.append(NewPerson())
    turn.finished = True
    return "done"


def forget_age(turn: Turn, _with: Mapping[str, Any]) -> str:
    """The age was not theirs: it is asked again, and so is who is with them, where it matters."""
    without_age(turn)
    return "done"


def start_again(turn: Turn, _with: Mapping[str, Any]) -> str:
    """A fresh start for the same person: consent, requests, refused ideas and the number of their talk stay; answers go."""
    turn.facts.clear()
    turn.unknown.clear()
    turn.told.clear()
    turn.history.clear()
    kept = {name: value for name, value in turn.notes.items() if name == WAY_BACK}
    turn.notes.clear()
    turn.notes.update(kept)
    turn.shown = ()
    turn.helped = False
    turn.effects.append(ClearTimers("follow_up_"))  # an appointment stands whatever is asked anew
    del turn.frames[:-1]
    return "done"


def leave(turn: Turn, _with: Mapping[str, Any]) -> str:
    """Back to what was interrupted; with nothing below, the flow goes on to where it says."""
    if len(turn.frames) > 1:
        turn.pop()
    return "done"
