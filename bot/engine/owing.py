"""A debt that is named where a choice of the question stands for it: taken as that choice, and said back once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.engine.turn import Turn
from flows.flow import Option
from locales.told import told_in
from locales.words import reply_first, topic_in

DEBTS: Final = "debts"
TO_A_SMUGGLER: Final = "owes_smuggler"
SAID_BACK: Final = "phrase.heard_so"
AS_DEBTS: Final = "phrase.heard_debts"


def owing(text: str, shown: Iterable[Option]) -> Option | None:
    """The choice « j'ai des dettes » for « je dois de l'argent au passeur »; None where the words begin with a yes."""
    choice = next((option for option in shown if DEBTS in option.set), None)
    if choice is None or reply_first(text) == "yes":
        return None
    named = told_in(text).get(DEBTS, "none") != "none" or topic_in(text) == TO_A_SMUGGLER
    return choice if named else None


def say_once(turn: Turn) -> None:
    """Take the debts out of « J'ai compris : … »: the question that follows begins with them."""
    pending, turn.pending = turn.pending, []
    for text in pending:
        said = text.values.get("facts") if text.key == SAID_BACK else None
        if not isinstance(said, tuple):
            turn.note(text)
        elif left := tuple(fact for fact in said if fact.key != AS_DEBTS):
            turn.note(turn.book.phrase("heard_so", facts=left))
