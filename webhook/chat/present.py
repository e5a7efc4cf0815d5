"""Which messages belong to the present sitting: what was said before a silence may be somebody else's secret."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flows.limits import QUIET_SECONDS

PERSON: Final = "person"
BOT: Final = "bot"


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of the transcript, unopened. ``at`` in Unix seconds."""

    id: str
    author: str
    kind: str
    at: int
    hidden: bool


def sitting_start(marks: Sequence[Mark]) -> int:
    """Where in ``marks``, oldest first, the present sitting begins.

    It begins with the person's first words after a silence or after *hide*, and with what came for them meanwhile:
    an answer of the team that arrived while the phone lay aside must not stay unread.
    """
    start, spoke = 0, None
    for place, mark in enumerate(marks):
        if mark.author != PERSON:
            continue
        if spoke is not None and (spoke.hidden or mark.at - spoke.at > QUIET_SECONDS):
            start = place
            while start and marks[start - 1].author != PERSON and marks[start - 1].at > spoke.at:
                start -= 1
        spoke = mark
    return start


def is_quiet(marks: Sequence[Mark], last_at: int, now: int) -> bool:
    """Whether nothing may be shown until somebody says that they are there: a long silence, or *hide*."""
    spoke = _last_of_person(marks)
    return now - last_at > QUIET_SECONDS or (spoke is not None and spoke.hidden)


def came_meanwhile(marks: Sequence[Mark]) -> bool:
    """Whether something came for the person that did not answer their last words at once."""
    spoke = _last_of_person(marks)
    return spoke is not None and any(mark.author != PERSON and mark.at > spoke.at for mark in marks)


def _last_of_person(marks: Sequence[Mark]) -> Mark | None:
    return next((mark for mark in reversed(marks) if mark.author == PERSON), None)
