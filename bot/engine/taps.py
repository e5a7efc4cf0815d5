"""Tapped buttons: one counts while its question is open; later it is told kindly, but for a cry for help."""

from __future__ import annotations

from bot.engine import answers, commands
from bot.engine.beneath import PERSON
from bot.engine.effects import BACK
from bot.engine.events import Picked
from bot.engine.kept import accept
from bot.engine.left import READ, reassure
from bot.engine.options import offered
from bot.engine.rest import FLOW, GO_ON, SAID, come_back, lay_aside, resting
from bot.engine.turn import Turn
from bot.engine.walk import reopen, walk
from bot.engine.whose import is_held, is_theirs
from flows.flow import Option
from locales.words import command_in

DOUBLE_TAP_SECONDS = 60  # a second tap so soon is a slow network, not a wish
CRY = "help"
"""« Non, il faut m'aider »: the one button that counts however late it is tapped."""


def picked(turn: Turn, tap: Picked) -> None:
    """A tapped button: only one made since the open question was put counts, or a cry for help."""
    command = tap.choice.removeprefix("@")
    asked = turn.before.invited and tap.choice == f"@{commands.HERE}"
    theirs = is_held(turn) or (is_theirs(turn) and command != tap.choice and not asked)
    if theirs and command == READ:
        return
    if theirs and command not in commands.BESIDE:
        _beside(turn, tap)
        return
    if command != tap.choice and command in commands.ASKING_AGAIN and resting(turn):
        come_back(turn)
        return
    if tap.choice == BACK and tap.seq < turn.since:  # of an earlier question: what it undid is not undone twice
        _late(turn, tap)
        return
    if command != tap.choice:
        turn.tapped = tap.button if tap.choice == BACK else ""
        commands.run(turn, command)
        return
    if not turn.frames:
        turn.push("welcome")
        turn.since = 0
    if turn.node.is_question and tap.seq >= turn.since:
        for option in offered(turn, turn.node):
            if option.id == tap.choice:
                turn.tapped = tap.button
                turn.for_team |= is_theirs(turn)
                accepted(turn, option)
                return
    _late(turn, tap)


def _beside(turn: Turn, tap: Picked) -> None:
    """While a human holds the talk a button of the machine answers nothing; whoever taps it is told so once."""
    if turn.moment.mode == "human" and tap.choice[:1] != "@" and turn.before.tapped != tap.button:
        turn.tapped = tap.button
        turn.send((turn.book.phrase("tap_beside"),), kind="receipt")
    reassure(turn, words=False, called=tap.choice == f"@{PERSON}")


def _late(turn: Turn, tap: Picked) -> None:
    """A button of a question that is past: told kindly, but a cry for help counts."""
    if turn.before.tapped == tap.button and turn.moment.at - turn.before.last_at <= DOUBLE_TAP_SECONDS:
        turn.tapped = tap.button
        turn.send((turn.book.phrase("tap_again"),), kind="receipt")  # the buttons of the open question stay
        return
    if tap.choice == CRY:
        if resting(turn):
            lay_aside(turn)
        commands.run(turn, CRY)
        return
    if resting(turn):
        come_back(turn)
        return
    turn.note(turn.book.phrase("tap_late"))
    ask_again(turn)


def accepted(turn: Turn, option: Option) -> None:
    """An answer is taken. What was typed after a silence answers the open question once they go on: nobody says a word
    twice for our caution.
    """
    before = turn.flow.name
    text = str(turn.notes.pop(SAID, "")) if before == FLOW else ""
    if before != FLOW or option.id != GO_ON:
        accept(turn, option)
        return
    turn.goto(turn.node.by_result[GO_ON], f"choice:{GO_ON}")
    turn.pop()
    command = command_in(text)
    if command is not None:
        commands.run(turn, command)
    elif not (text and turn.frames and turn.node.is_question and answers.take_plain(turn, text)):
        walk(turn)


def ask_again(turn: Turn) -> None:
    """The open question once more; who has none begins."""
    if not turn.frames:
        turn.push("welcome" if not turn.consent else "menu")
    reopen(turn)
