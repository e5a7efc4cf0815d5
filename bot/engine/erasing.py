"""At the question that destroys everything: yes in more words is yes, and no word typed there is kept for anybody."""

from __future__ import annotations

from bot.engine.options import offered
from bot.engine.turn import Turn
from flows.flow import Option
from locales.erasing import says_erase

FLOW = "forget"
YES = "yes"


def erasing(turn: Turn) -> bool:
    """Whether the open question is the one that destroys what is known of the person."""
    return bool(turn.frames) and turn.flow.name == FLOW and turn.node.is_question


def yes_erase(turn: Turn, text: str) -> Option | None:
    """« oui efface », « supprime tout »: the yes of that question; « n'efface pas » is none, and it is asked again."""
    if not erasing(turn) or not says_erase(text):
        return None
    return next((option for option in offered(turn, turn.node) if option.id == YES), None)
