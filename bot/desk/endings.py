"""What may be said of a case that ends, and what is asked before it does.

A call for help once left the queue as « Question répondue » in two touches, without one word to its person and without a
question to its worker. What is said of an ending is true now, and whoever leaves somebody without a word is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from content.levels import URGENT_LEVELS

ANSWERED: Final = "answered"
OUTCOMES: Final = (ANSWERED, "referred", "not_reached", "moved", "other")
Doubt = Literal["unwritten", "unanswered", "urgent", ""]


@dataclass(frozen=True, slots=True)
class Case:
    """An open case: its level, when the team wrote first, and when it answered the person's last word; 0 for not yet.
    ``referred``: a request was sent in it, of which the person heard.
    """

    level: str
    first_words_at: int
    answered_at: int
    referred: bool = False

    @property
    def heard(self) -> bool:
        """Whether its person has had anything of the team."""
        return bool(self.first_words_at) or self.referred


def outcomes(case: Case) -> tuple[str, ...]:
    """Those that are true of it. In danger whoever wrote last and waits was not answered; else a « merci » may be the end."""
    written = case.answered_at if case.level in URGENT_LEVELS else case.first_words_at
    return OUTCOMES if written else tuple(one for one in OUTCOMES if one != ANSWERED)


def doubt(case: Case) -> Doubt:
    """What is asked a second time before it ends; "" for nothing. No danger is ended by a slip of the finger."""
    if case.level not in URGENT_LEVELS:
        return "" if case.heard else "unwritten"
    if not case.first_words_at:
        return "unwritten"
    return "urgent" if case.answered_at else "unanswered"
