"""What the team does with complaints, as the person hears of it: apart from the talk, whose open question stays open."""

from __future__ import annotations

from bot.engine.actions.complain import must_be_first
from bot.engine.complaint_effects import Complain
from bot.engine.effects import Send
from bot.engine.events import ComplaintAnswered, ComplaintMade
from bot.engine.turn import Turn
from bot.engine.values import filled
from locales.text import Text

FLOW = "complaint"


def complaint_at_desk(turn: Turn, event: ComplaintAnswered | ComplaintMade) -> None:
    """Neutral at first sight, and not for the transcript, which those may read whom it is about."""
    lines = _made(turn, event) if isinstance(event, ComplaintMade) else (_answered(turn, event),)
    turn.effects.append(Send(lines, kind="receipt", private=True))
    turn.invited = turn.before.invited


def _answered(turn: Turn, news: ComplaintAnswered) -> Text:
    phrase = "complaint_asks" if news.asks else "complaint_answered"
    return turn.book.phrase(phrase, number=news.number, text=news.text)


def _made(turn: Turn, made: ComplaintMade) -> tuple[Text, ...]:
    """Kept without a name: nobody has given leave to be known by those who read it, and the number brings the answer. A
    complaint that the person is writing themselves stays as it is.
    """
    grave = must_be_first(made.text)
    level = "P0" if grave else "P3"
    number, whose = turn.moment.ticket, {"request": made.request, "worker": made.worker}
    for name in [name for name, kept in turn.notes.items() if kept == made.text]:
        turn.notes.pop(name)  # the desk's card would go on showing them
    turn.effects.append(Complain(number, made.text, made.about, anonymous=True, level=level, **whose))
    receipt = "receipt_kept" if turn.moment.unread else "receipt_first" if grave else "receipt"
    return turn.book.phrase("complaint_made"), filled(turn, turn.book.node(FLOW, receipt).text)
