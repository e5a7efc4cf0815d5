"""Words that work everywhere: they put a frame on top and come back to the question."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.engine import aloud, beside
from bot.engine.actions import person
from bot.engine.actions.referral import FINISHED, say_where_it_stands
from bot.engine.complaint_told import take_words_back
from bot.engine.effects import Button, OpenHandover
from bot.engine.handover import promise
from bot.engine.how_are_you import NOT_WELL, TEARS, asked_how_they_are, how_are_you, not_well
from bot.engine.kept import ASKED_OF_DEBTS, OWES, accept
from bot.engine.options import MENU_COMMANDS, offered
from bot.engine.owing import say_once
from bot.engine.said_first import take_back
from bot.engine.saying_again import repeat, slowly
from bot.engine.session import Checkpoint, Frame
from bot.engine.turn import Turn
from bot.engine.urgent import block
from bot.engine.values import filled
from bot.engine.walk import put, reopen, walk
from bot.engine.why import among_ideas, tell_reasons

ALWAYS_OPEN = frozenset({"help", "stop", "hide", "forget", "complaint", "language", "repeat", "slowly"})
"""Open in every mode (casework.md), whoever holds the talk."""
BESIDE = ALWAYS_OPEN | {"status", "menu"}
"""What asks the machine and no human, beside one too: each receipt says « ma demande », and the menu names the others."""
AFTER_SILENCE = ALWAYS_OPEN | {"person"}
"""Done even when the phone may be in other hands."""
GO_ON = "go_on"
"""The choice that leaves a question of its own: « retour » means the same where nothing lies behind."""
MENU_BESIDE = ("status", "urgent", "complaint", "language", "data", "stop")
"""Of the menu's choices those that stay open beside a human."""
BEHIND = ("my_data", "choose", "forget")
"""Of « Mes informations » erasing alone stays open then: it stands in the menu itself, where everybody is sent for it."""
RECALL = frozenset({"repeat", "slowly"})
"""Of these, what would show the past to whoever holds the phone after a silence."""
HERE = "here"
"""The page's « Continuer » after a silence, which says nothing else."""
ASKING_AGAIN = frozenset({HERE, "listen", "further", "menu", "back"}) | RECALL
"""Buttons that put the open question again: after a silence they too lead to the neutral menu."""


def run(turn: Turn, command: str) -> None:
    """Do the command; an unknown one is the menu."""
    COMMANDS.get(command, _menu)(turn)


def _open(flow: str, state: str = "") -> Callable[[Turn], None]:
    def opened(turn: Turn) -> None:
        if turn.frames and turn.flow.name == flow:
            turn.pop()
        turn.push(flow, state)
        walk(turn)

    return opened


_whole_menu = _open("menu")
_help_at_once = _open("safety", "what")


def _help(turn: Turn) -> None:
    """Where to go and a human, at once; beside a human who holds the talk nothing more is asked."""
    turn.for_team = True
    if not turn.theirs:
        _help_at_once(turn)
        return
    turn.send(block(turn, called=True), kind="safety")
    turn.effects.append(OpenHandover("P0", "asked_for_help", "protection"))
    turn.send(promise(turn, "P0"), kind="receipt")


def _menu(turn: Turn) -> None:
    """Everything that can be asked for; beside a human who holds the talk what stays open then, each by its own button."""
    if not turn.theirs:
        _whole_menu(turn)
        return
    node = turn.book.node("menu", "choose")
    behind = {"data": next(one for one in turn.book.node(*BEHIND[:2]).options if one.id == BEHIND[2])}
    open_now = [behind.get(option.id, option) for option in node.options if option.id in MENU_BESIDE]
    buttons = [Button(f"@{MENU_COMMANDS.get(one.id, one.id)}", one.label, one.picture) for one in open_now]
    turn.send((filled(turn, node.text),), tuple(buttons), kind="command")
    if turn.beside and turn.before.invited:  # what the human asked through Sira keeps its buttons
        put(turn, turn.node, again=True)


def _status(turn: Turn) -> None:
    """Where each request stands; beside a human who holds the talk it is said, and nothing more is asked."""
    if turn.theirs:
        say_where_it_stands(turn)
    else:
        _open("status")(turn)


def _withdraw(turn: Turn) -> None:
    """Which request to take back; with none open, how they stand."""
    _open("status", "which" if any(one.status not in FINISHED for one in turn.requests) else "")(turn)


def _owes(turn: Turn) -> None:
    """Debts are known then, and the one thing that is asked is whether somebody frightens them now (protection A8)."""
    if turn.facts.get("debts", "none") == "none":
        turn.learn({"debts": "some"})
    if asked_how_they_are(turn):
        turn.pop()
    turn.jot(ASKED_OF_DEBTS, "yes")
    say_once(turn)
    _open(OWES)(turn)


def _hide(turn: Turn) -> None:
    person.hide(turn, {})


def _stop(turn: Turn) -> None:
    person.stop(turn, {})


def _back(turn: Turn) -> None:
    """Undo the last answer, up to the last barrier; of what was put on top since, only that is left. Beneath a path that
    stays open beside a human nothing is asked again.
    """
    last = Checkpoint(*turn.history[-1]) if turn.history else None
    if len(turn.frames) > 1 and (last is None or len(last.frames) < len(turn.frames)):
        turn.pop()
        if not turn.held:
            reopen(turn)
        return
    if last is None:
        on = next((option for option in offered(turn, turn.node) if option.id == GO_ON), None) if turn.frames else None
        if on is not None:
            accept(turn, on)
            return
        turn.note(turn.book.phrase("no_way_back"))
        reopen(turn)
        return
    turn.history.pop()
    turn.frames = [
        Frame(flow, turn.book.flows[flow].version, state)
        for flow, _version, state in last.frames
        if flow in turn.book.flows and state in turn.book.flows[flow].nodes
    ]
    take_back(turn, last.facts)
    take_words_back(turn)
    turn.learn(last.facts)
    for name in last.facts:
        if name in turn.unknown:
            turn.unknown.remove(name)
    if turn.frames and turn.node.is_question:
        put(turn, turn.node)
    else:
        walk(turn)


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
    "help": _help,
    "stop": _stop,
    "hide": _hide,
    "forget": _open("forget"),
    "complaint": _open("complaint"),
    "language": _open("language"),
    "status": _status,
    "withdraw": _withdraw,
    "my_data": _open("my_data"),
    "person": _open("person"),
    "menu": _menu,
    "back": _back,
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
    "owes_smuggler": _owes,
    "how_much": _open("money"),
    "leave_again": _open("leaving"),
    "health": beside.health,
    "papers": beside.papers,
    "school": beside.school,
    "again": _open("coming_back", "again"),
    "hello": _hello,
    "thanks": _told("thanks"),
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
