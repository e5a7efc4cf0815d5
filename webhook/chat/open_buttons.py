"""Which buttons count now: those of the open question, whatever was said since that does not close it."""

from __future__ import annotations

from typing import Final

from bot.channels.message import Choice
from bot.engine.book import Book
from webhook.chat.present import BOT, PERSON
from webhook.chat.sitting import Sitting

OF_A_COMMAND: Final = "command"
"""The kind of a line that answers one."""
COMMAND: Final = ":@"
"""What stands in the payload of a button that asks for a command, not for an answer."""


def choices(book: Book, sitting: Sitting) -> tuple[Choice, ...]:
    """The buttons of the newest question. A receipt, news or what a command says in between does not close it; a human's
    turn does, unless that human asks by it, or the person is on a path that stays open beside them, such as a complaint;
    under a human's words stands no question of the machine's own.
    """
    if sitting.stopped:  # a button of the menu would do nothing but ask again who is there
        return ()
    if sitting.team and not (sitting.put_by_team or _goes_on(book, sitting.asking)):
        return _of_menu(sitting)
    if sitting.team and _spoken_over(book, sitting):
        return ()
    for line in reversed(sitting.lines):
        said = line.words.choices
        if line.mark.author != BOT or line.mark.kind == "receipt":
            continue
        if said or line.mark.kind != OF_A_COMMAND:
            return said if said and sitting.counts(said[0]) else ()
    return ()


def _of_menu(sitting: Sitting) -> tuple[Choice, ...]:
    """Beside a human only the menu's own buttons, which are commands, and only until something else is said."""
    said = sitting.lines[-1].words.choices if sitting.lines and sitting.lines[-1].mark.author == BOT else ()
    return said if all(COMMAND in choice.payload for choice in said) else ()


def _spoken_over(book: Book, sitting: Sitting) -> bool:
    """Whether a human has written since the machine put its own question (`bot/engine/turn.py` says the same)."""
    if sitting.put_by_team or not book.flows[sitting.asking].head.beside:
        return False
    for line in reversed(sitting.lines):
        if line.mark.author not in {BOT, PERSON}:
            return True
        if line.words.choices and sitting.counts(line.words.choices[0]):
            return False
    return False


def _goes_on(book: Book, asking: str) -> bool:
    head = book.flows[asking].head if asking in book.flows else None
    return head is not None and (head.beside or head.always)
