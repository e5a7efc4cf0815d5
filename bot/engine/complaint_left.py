"""A complaint that was left half-way for something else on the menu is not put again by force; its words wait for its return."""

from __future__ import annotations

from typing import Final

from bot.engine.turn import Turn
from flows.flow import Option

MENU, COMPLAINT = "menu", "complaint"
RETURN: Final = "back"
"""The menu's choice that leads to what lay open before it."""


def lay_complaint_by(turn: Turn, chosen: Option) -> None:
    """Whoever chooses something else on the menu has left the complaint beneath: a new language, or a copy that was asked
    for, ended at « Dites ce qui ne va pas », out of nowhere.
    """
    if turn.flow.name == MENU and chosen.id != RETURN:
        turn.frames[:-1] = [frame for frame in turn.frames[:-1] if frame.flow != COMPLAINT]
