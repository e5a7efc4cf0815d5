"""Words that work everywhere: they put a frame on top and come back to the question."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.engine import aloud, beside
from bot.engine.actions import person
from bot.engine.how_are_you import NOT_WELL, TEARS, how_are_you, not_well
from bot.engine.paths import help_at_once, menu, opens, owes, status, withdraw
from bot.engine.saying_again import repeat, slowly
from bot.engine.turn import Turn
from bot.engine.undo import undo
from bot.engine.values import filled
from bot.engine.walk import reopen
from bot.engine.why import among_ideas, tell_reasons

ALWAYS_OPEN = frozenset({"help", "stop", "hide", "forget", "complaint", "language", "repeat", "slowly"})
"""Open in every mode (casework.md), whoever holds the talk."""
BESIDE = ALWAYS_OPEN | {"status", "menu"}
"""What asks the machine and no human, beside one too: each receipt says « ma demande », and the menu names the others."""
AFTER_SILENCE = ALWAYS_OPEN | {"person"}
"""Done even when the phone may be in other hands."""
RECALL = frozenset({"repeat", "slowly"})
"""Of these, what would show the past to whoever holds the phone after a silence."""
HERE = "here"
"""The page's « Continuer » after a silence, which says nothing else."""
ASKING_AGAIN = frozenset({HERE, "listen", "further", "menu", "back"}) | RECALL
"""Buttons that put the open question again: after a silence they too lead to the neutral menu."""


def run(turn: Turn, command: str) -> None:
    """Do the command; an unknown one is the menu."""
    COMMANDS.get(command, menu)(turn)


def _hide(turn: Turn) -> None:
    person.hide(turn, {})


def _stop(turn: Turn) -> None:
    person.stop(turn, {})


def _why(turn: Turn) -> None:
    """Why the open question is asked, or among ideas why these; and the question again."""
    if among_ideas(turn) and turn.node.is_question and not turn.node.why:
        tell_reasons(turn)
        reopen(turn)
        return
    why = turn.node.why if turn.frames and turn.node.is_question else None
    turn.note(filled(turn, why or turn.book.phrase("why_in_general")))
    reopen(turn)


def _told(phrase: str) -> Callable[[Turn], None]:
    """A question or word of theirs that a sentence answers; the open question stays, and it is no miss."""

    def told(turn: Turn) -> None:
        turn.note(filled(turn, turn.book.phrase(phrase)))
        reopen(turn)

    return told


def _hello(turn: Turn) -> None:
    """A greeting is returned, but where the question itself begins with one."""
    hello = turn.book.phrase("hello")
    asked = turn.node.text if turn.frames and turn.node.is_question else None
    if asked is None or not asked.fr.startswith(hello.fr):
        turn.note(hello)
    reopen(turn)


def _read(_turn: Turn) -> None:
    """The tap on the neutral template: it only opens the window, behind which the real words waited."""


COMMANDS: Mapping[str, Callable[[Turn], None]] = {
    "help": help_at_once,
    "stop": _stop,
    "hide": _hide,
    "forget": opens("forget"),
    "complaint": opens("complaint"),
    "language": opens("language"),
    "status": status,
    "withdraw": withdraw,
    "my_data": opens("my_data"),
    "person": opens("person"),
    "menu": menu,
    "back": undo,
    "repeat": repeat,
    "slowly": slowly,
    HERE: reopen,
    "listen": aloud.listen,
    "silent": aloud.silent,
    "further": aloud.further,
    "why": _why,
    "read": _read,
    TEARS: how_are_you,
    NOT_WELL: not_well,
    "owes_smuggler": owes,
    "how_much": opens("money"),
    "leave_again": opens("leaving"),
    "health": beside.health,
    "papers": beside.papers,
    "school": beside.school,
    "again": opens("coming_back", "again"),
    "hello": _hello,
    "thanks": _told("thanks"),
    "goodbye": _told("goodbye"),
    "who": _told("who_is_it"),
    "name": _told("my_name"),
    "police": _told("not_the_police"),
    "price": _told("price"),
    "how_long": _told("how_long"),
    "no_money": _told("no_money"),
    "begins": _told("begins"),
    "cannot_read": aloud.cannot_read,
    "insult": _told("insult"),
    "grief": _told("grief"),
}
