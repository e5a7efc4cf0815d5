"""The paths that a word opens wherever one stands: help, the menu, « ma demande », a debt that somebody frightens them for."""

from __future__ import annotations

from collections.abc import Callable

from bot.engine.actions.referral import FINISHED, say_where_it_stands
from bot.engine.effects import Button, OpenHandover
from bot.engine.handover import promise
from bot.engine.how_are_you import asked_how_they_are
from bot.engine.kept import ASKED_OF_DEBTS, OWES
from bot.engine.options import MENU_COMMANDS
from bot.engine.owing import say_once
from bot.engine.turn import Turn
from bot.engine.urgent import block
from bot.engine.values import filled
from bot.engine.walk import put, walk
from bot.engine.whose import is_beside, is_theirs

MENU_BESIDE = ("status", "urgent", "complaint", "language", "data", "stop")
"""Of the menu's choices those that stay open beside a human."""
BEHIND = ("my_data", "choose", "forget")
"""Of « Mes informations » erasing alone stays open then: it stands in the menu itself, where everybody is sent for it."""


def opens(flow: str, state: str = "") -> Callable[[Turn], None]:
    """The command that puts this path on top, from its beginning or from ``state``."""

    def opened(turn: Turn) -> None:
        if turn.frames and turn.flow.name == flow:
            turn.pop()
        turn.push(flow, state)
        walk(turn)

    return opened


_whole_menu = opens("menu")
_safety = opens("safety", "what")


def help_at_once(turn: Turn) -> None:
    """Where to go and a human, at once; beside a human who holds the talk nothing more is asked."""
    turn.for_team = True
    if not is_theirs(turn):
        _safety(turn)
        return
    turn.send(block(turn, called=True), kind="safety")
    turn.effects.append(OpenHandover("P0", "asked_for_help", "protection"))
    turn.send(promise(turn, "P0"), kind="receipt")


def menu(turn: Turn) -> None:
    """Everything that can be asked for; beside a human who holds the talk what stays open then, each by its own button."""
    if not is_theirs(turn):
        _whole_menu(turn)
        return
    node = turn.book.node("menu", "choose")
    behind = {"data": next(one for one in turn.book.node(*BEHIND[:2]).options if one.id == BEHIND[2])}
    open_now = [behind.get(option.id, option) for option in node.options if option.id in MENU_BESIDE]
    buttons = [Button(f"@{MENU_COMMANDS.get(one.id, one.id)}", one.label, one.picture) for one in open_now]
    turn.send((filled(turn, node.text),), tuple(buttons), kind="command")
    if is_beside(turn) and turn.before.invited:  # what the human asked through Sira keeps its buttons
        put(turn, turn.node, again=True)


def status(turn: Turn) -> None:
    """Where each request stands; beside a human who holds the talk it is said, and nothing more is asked."""
    if is_theirs(turn):
        say_where_it_stands(turn)
    else:
        opens("status")(turn)


def withdraw(turn: Turn) -> None:
    """Which request to take back; with none open, how they stand."""
    opens("status", "which" if any(one.status not in FINISHED for one in turn.requests) else "")(turn)


def owes(turn: Turn) -> None:
    """Debts are known then, and the one thing that is asked is whether somebody frightens them now (protection A8)."""
    if turn.facts.get("debts", "none") == "none":
        turn.learn({"debts": "some"})
    if asked_how_they_are(turn):
        turn.pop()
    turn.jot(ASKED_OF_DEBTS, "yes")
    say_once(turn)
    opens(OWES)(turn)
