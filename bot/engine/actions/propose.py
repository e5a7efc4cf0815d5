"""What a case worker proposes to share, once the person has answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine.sharing import missing_papers
from bot.engine.turn import Turn

PROPOSAL = "proposal"
"""The flow that asks."""
PROPOSED_WHY = "proposed_why"
INSTEAD = "instead"
BECAUSE = ("wished", "talked", "near", "care", "paper", INSTEAD)
"""Why, by stable words: each is a phrase « because_… », in every language."""
WRITTEN_IN = ("fr", "bm")
"""In which languages a worker writes; each has a phrase that says so to who reads another."""
CHOSEN_BEFORE = "chosen_before"


def say_why(turn: Turn, _with: Mapping[str, Any]) -> str:
    """What is proposed and why: the reason in the person's language, then the worker's words, as theirs and in which
    language they are written, where that is not the person's. A message of its own, so that the question can be spoken.
    """
    because, words, language = turn.notes[PROPOSED_WHY]
    service = turn.book.directory.services[str(turn.notes["chosen"])]
    lines = [turn.book.phrase("proposed", service=service.name.text)]
    if because in BECAUSE:
        lines.append(turn.book.phrase(f"because_{because}"))
    if words:
        written = "" if language == turn.language else f"_{language}"
        lines.append(turn.book.phrase(f"proposed_words{written}", words=words))
    turn.send_lines(tuple(lines))
    return "done"


def papers(turn: Turn, _with: Mapping[str, Any]) -> str:
    """Whether the service asks for a paper that the person has not said to have: they hear of it before their yes (R76)."""
    return "some" if missing_papers(turn) else "none"


def lay_aside(turn: Turn, _with: Mapping[str, Any]) -> str:
    """The service that the person had chosen before is theirs again: the talk below goes on with it, with no other."""
    turn.notes.pop(PROPOSED_WHY, None)
    before = turn.notes.pop(CHOSEN_BEFORE, "")
    if before:
        turn.notes["chosen"] = before
    else:
        turn.notes.pop("chosen", None)
    return "done"
