"""A worker leaves the talk: what the person hears of it, and how the bot goes on where it may."""

from __future__ import annotations

from typing import assert_never

from bot.engine.events import HandedOn, HandoverEnded, PutBack
from bot.engine.left import what_is_open
from bot.engine.misses import HANDED
from bot.engine.turn import Turn
from bot.engine.urgent import THIS_CASE
from bot.engine.walk import put, walk
from bot.engine.whose import ASKED_BY_TEAM, has_human, is_held


def parted(turn: Turn, event: HandoverEnded | PutBack | HandedOn) -> None:
    """A worker left the talk: for good, for the queue, or for somebody else of the team."""
    match event:
        case HandoverEnded():
            handover_ended(turn, event)
        case PutBack():
            put_back(turn, danger=event.danger)
        case HandedOn():
            handed_on(turn)
        case _:
            assert_never(event)


def handover_ended(turn: Turn, ended: HandoverEnded) -> None:
    """The worker gave the talk back: say so, and go on where it was. To whom nobody has said anything it is not said that somebody
    has finished, but that nobody follows it any more, and how to ask again. At night it is only remembered, and said later.
    """
    turn.notes["last_outcome"] = ended.outcome
    turn.notes.pop(HANDED, None)
    turn.notes.pop(ASKED_BY_TEAM, None)  # from here on it is the machine's own question again
    turn.notes.pop(THIS_CASE, None)
    if ended.unsaid:
        turn.invited = turn.before.invited
        return
    _go_on(turn, "handover_closed" if ended.unheard else "handover_ended")


def put_back(turn: Turn, *, danger: bool) -> None:
    """The worker left and the request waits again: say so, so that nobody waits for who is gone. In danger they hear that
    somebody else is sought, and not to wait for them. Who was quicker and holds the talk by now is not talked over.

    Who was only put back has the open question again with its buttons. Where a human had spoken and went away the talk
    waits for a human, and for Sira only what is always open (casework.md): that stands below, and what that human asked
    through Sira stays open.
    """
    if turn.moment.mode != "queued":
        return
    told = ("put_back_danger", "promise_do_not_wait") if danger else ("put_back",)
    if has_human(turn) or danger:
        turn.send(tuple(turn.book.phrase(one) for one in told), kind="receipt")
    else:
        turn.note(turn.book.phrase("put_back"))
    if has_human(turn):
        turn.invited = turn.before.invited
        what_is_open(turn)
    else:
        _go_on(turn, "meanwhile")


def handed_on(turn: Turn) -> None:
    """Somebody else of the team has, or may take, who was talking to one of them, and is never named: whether they write is
    not known yet. Until one of a team has taken it, the bot answers: the open question stands again with its buttons.
    """
    someone = turn.book.phrase("put_back")
    if turn.moment.mode == "queued" and not is_held(turn):
        turn.note(someone)
        _go_on(turn, "meanwhile")
        return
    turn.send((someone,), kind="receipt")
    turn.invited = turn.before.invited


def _go_on(turn: Turn, phrase: str) -> None:
    turn.note(turn.book.phrase(phrase))
    if turn.frames and turn.node.is_question:
        put(turn, turn.node)
    else:
        walk(turn)
    turn.invited = True
