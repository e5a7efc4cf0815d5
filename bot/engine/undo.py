"""« Retour »: the last answer is undone, up to the last barrier."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.engine.complaint_told import take_words_back
from bot.engine.kept import accept
from bot.engine.options import offered
from bot.engine.said_first import take_back
from bot.engine.session import Checkpoint, Frame, Session
from bot.engine.turn import Turn
from bot.engine.walk import put, reopen, walk
from bot.engine.whose import is_held

GO_ON = "go_on"
"""The choice that leaves a question of its own: « retour » means the same where nothing lies behind."""


def undoes(session: Session) -> bool:
    """Whether « retour » takes back an answer on the road they are on: not where it only leaves what was put on top, nor
    before the first yes or no.
    """
    history = _still_open(session.history, len(session.frames))
    return bool(session.consent and history) and len(Checkpoint(*history[-1]).frames) == len(session.frames)


def _still_open(history: Sequence[Sequence[Any]], depth: int) -> list[Sequence[Any]]:
    """The answers but those of what was put on top of ``depth`` frames and is over."""
    kept = list(history)
    while kept and len(Checkpoint(*kept[-1]).frames) > depth:
        kept.pop()
    return kept


def undo(turn: Turn) -> None:
    """Undo the last answer, up to the last barrier; of what was put on top since, only that is left. What was put on top and
    is over, such as a complaint that was sent, is not opened again. Beneath a path that stays open beside a human nothing is
    asked again.
    """
    turn.history = _still_open(turn.history, len(turn.frames))
    last = Checkpoint(*turn.history[-1]) if turn.history else None
    if len(turn.frames) > 1 and (last is None or len(last.frames) < len(turn.frames)):
        turn.pop()
        if not is_held(turn):
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
    turn.told = list(dict.fromkeys((*turn.told, *last.told)))
    for name in last.facts:
        if name in turn.unknown:
            turn.unknown.remove(name)
    if turn.frames and turn.node.is_question:
        put(turn, turn.node)
    else:
        walk(turn)
