"""Who waits for a human after one had spoken and gone: Sira keeps to what is always open (casework.md), and never to silence.

For six days somebody once wrote, tapped and asked for a person, and nothing at all came back. Whatever comes is told in a
short true line that it is kept and when the team is there, with what is open as buttons; the whole of it once in a while.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.engine.effects import AskPresence, Button, OpenHandover, Send
from bot.engine.handover import promise
from bot.engine.turn import Turn
from bot.engine.whose import is_beside, is_theirs
from locales.numbers import number_in

MENU, CHOICES = "menu", "choose"
OPEN: Final[Mapping[str, str]] = {"urgent": "help", "status": "status", "complaint": "complaint"}
"""Choices of the menu, in its words and pictures, and the commands that are open beside a human too."""
BELOW: Final = "open_below"
"""The note of the commands that were shown with numbers, in their order: only then is a number one of them, and no answer
to what the human had asked.
"""
CALLED: Final = "asked_for_person"
READ: Final = "read"
"""The tap on the neutral template: what it lets through is the answer."""


def is_left(turn: Turn) -> bool:
    """Whether the talk waits for a human who had spoken, and no path that stays open is under way."""
    return turn.moment.mode == "queued" and is_theirs(turn)


def reassure(turn: Turn, *, words: bool = True, called: bool = False) -> None:
    """What comes is for the human who holds the talk, or for the next where none does: then it is said to be kept.

    ``words``: something to be read, and not a tap; ``called``: a human is asked for. What that human asked through Sira
    stays open to an answer, however long they talk about it.
    """
    if is_theirs(turn) and is_beside(turn):
        turn.invited = turn.before.invited
    turn.for_team |= words or called
    if turn.moment.mode != "queued":
        return
    if called:
        turn.effects.append(OpenHandover("P3", CALLED))
    elif words:
        turn.effects.append(OpenHandover("P3", "wrote_again"))
    else:
        turn.effects.append(AskPresence())
    turn.send(promise(turn, "P3", again=True, words=words and not called), kind="receipt")


def never_silent(turn: Turn) -> None:
    """After whatever the person did: a line if there is none yet, and what is open stands under the last one."""
    if not is_left(turn) or turn.finished:
        turn.notes.pop(BELOW, None)
        return
    turn.flush()
    if not any(isinstance(effect, Send) for effect in turn.effects):
        reassure(turn, words=False)
    shown = what_is_open(turn)
    if shown and turn.moment.numbered:
        turn.jot(BELOW, [button.id.removeprefix("@") for button in shown])


def what_is_open(turn: Turn) -> tuple[Button, ...]:
    """Put the always-open commands under the last words of the turn. None where those have buttons, or where a question of
    the human's own stands open with its buttons.
    """
    last = max((place for place, effect in enumerate(turn.effects) if isinstance(effect, Send)), default=-1)
    said = turn.effects[last] if last >= 0 else None
    if not isinstance(said, Send) or said.buttons or (is_beside(turn) and turn.invited):
        return ()
    shown = _buttons(turn)
    kind = "command" if said.kind == "receipt" else said.kind  # the page shows no buttons of a receipt
    turn.effects[last] = replace(said, buttons=shown, kind=kind)
    return shown


def numbered_open(turn: Turn, text: str) -> str | None:
    """The open command whose number ``text`` is, where they were shown with numbers under the last words."""
    told, number = turn.notes.get(BELOW, ()), number_in(text)
    if not is_left(turn) or not isinstance(number, int) or not 0 < number <= len(told):
        return None
    return str(told[number - 1])


def _buttons(turn: Turn) -> tuple[Button, ...]:
    options = turn.book.node(MENU, CHOICES).options
    names = OPEN if turn.requests else OPEN.keys() - {"status"}
    return tuple(Button(f"@{OPEN[one.id]}", one.label, one.picture) for one in options if one.id in names)
