"""One turn of a conversation: ``step(book, session, event, moment) -> Step``. Pure."""

from __future__ import annotations

from bot.engine import arrivals, left, listen, taps
from bot.engine.book import Book
from bot.engine.effects import Step
from bot.engine.events import Event, Picked, Said, Sent, Started
from bot.engine.moment import Moment
from bot.engine.session import Session
from bot.engine.turn import Turn
from bot.engine.walk import move_frames
from locales.sentence import sentence


def step(book: Book, session: Session, event: Event, moment: Moment) -> Step:
    """Answer ``event`` for ``session``. Raises only for faults of the flows, which the runner turns into the safety text."""
    turn = Turn(book, session, moment)
    move_frames(turn)
    if isinstance(event, Said | Picked | Sent | Started):
        turn.last_at = moment.at
        arrivals.came_by(turn, event.entry)
        turn.for_team = moment.mode == "stopped"
    match event:
        case Said():
            listen.said(turn, sentence(event.text))
        case Picked():
            turn.touched = True
            taps.picked(turn, event)
        case Sent():
            listen.sent(turn, event.media)
        case _:
            arrivals.arrived(turn, event)
    if isinstance(event, Said | Picked | Sent | Started):
        left.never_silent(turn)
    return turn.close()
