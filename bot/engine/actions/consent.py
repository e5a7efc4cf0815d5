"""Language and the first yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine.effects import Consent
from bot.engine.said_first import known_by_yes
from bot.engine.turn import Turn
from bot.engine.urgent import remember_signs
from bot.engine.whose import ASKED_BY_TEAM

WORDING = "welcome.consent.ask"


def set_language(turn: Turn, _with: Mapping[str, Any]) -> str:
    """Speak the language that was chosen from here on."""
    turn.language = str(turn.notes.pop("language", "") or turn.language or "fr")
    return "done"


def consent(turn: Turn, with_: Mapping[str, Any]) -> str:
    """Record the yes or no, with the wording that was shown. A no keeps nothing that was said before."""
    turn.consent = with_["given"]
    turn.agreeing = turn.notes.pop(ASKED_BY_TEAM, "") != ""
    wording = with_.get("wording", WORDING)
    version = turn.book.flows[wording.partition(".")[0]].version
    turn.effects.append(Consent("talk", with_["given"] == "yes", f"{wording}@{version}"))
    if turn.consent == "yes":
        centre = turn.notes.pop("entry", "")
        if centre in turn.book.directory.places.level("centre"):
            turn.learn({"in": "niger", "centre": centre})
        known_by_yes(turn)
        remember_signs(turn, frozenset(turn.alarms))
    else:
        turn.facts.clear()
        turn.unknown.clear()
        turn.notes.clear()
        turn.history.clear()
        turn.shown = turn.dismissed = ()
    return "done"


def taken(turn: Turn, _with: Mapping[str, Any]) -> str:
    """The yes or no that the team asked for is taken: whoever holds the talk goes on, and the rest waits for their goodbye."""
    turn.agreeing = False
    return "done"
