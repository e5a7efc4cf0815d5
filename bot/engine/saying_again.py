"""« Répétez »: all that was said since their last answer, and not only the question at its end, which by itself does not
say what one agrees to.

Only the names of the states are remembered, and said anew: no word of anybody's is kept for it.
"""

from __future__ import annotations

from dataclasses import replace

from bot.engine.actions.registry import SAID_AGAIN
from bot.engine.effects import Send
from bot.engine.handover import promise
from bot.engine.left import is_left
from bot.engine.turn import SAID_SINCE, Turn
from bot.engine.values import RUN_BY_OTHERS, filled
from bot.engine.walk import put, walk
from bot.engine.whose import is_held
from flows.flow import Node
from flows.schema import Do, HandOver, Say


def repeat(turn: Turn) -> None:
    """What led to the open question, then the question whole. Nothing while the talk waits for a human who would not hear
    the answer.
    """
    if is_held(turn) and is_left(turn):
        return
    if not turn.frames or not turn.node.is_question:
        walk(turn)
        return
    for flow, state in turn.notes.get(SAID_SINCE, ()):
        node = turn.book.flows[flow].nodes.get(state) if flow in turn.book.flows else None
        if node is not None:
            _say(turn, node)
    put(turn, turn.node, again=True, whole=True)


def slowly(turn: Turn) -> None:
    """As ``repeat``, in a voice that is drawn out; the page plays the same voice more slowly itself."""
    before = len(turn.effects)
    repeat(turn)
    if turn.moment.channel in RUN_BY_OTHERS:
        said = turn.effects[before:]
        turn.effects[before:] = [replace(one, slow=True) if isinstance(one, Send) else one for one in said]


def _say(turn: Turn, node: Node) -> None:
    match node.spec:
        case Say(kind=kind):
            turn.send((filled(turn, node.text),), kind=kind)
        case HandOver(hand_over=wish):
            turn.send(promise(turn, wish.level, again=True), kind="receipt")
        case Do(do=action, with_=with_) if action in SAID_AGAIN:
            SAID_AGAIN[action](turn, {name: value for name, value in with_.items() if name != "brief"})
        case _:  # a state that a newer release made into something else
            pass
