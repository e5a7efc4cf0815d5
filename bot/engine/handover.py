"""The truth about who will answer, and when."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.engine.effects import OpenHandover
from bot.engine.turn import Turn
from locales.text import Text

REQUEST = "P2"  # what is kept is a request to be put in touch; at other levels it is words
NIGER_SECONDS = 3600  # Africa/Niamey is an hour ahead of Mali, which keeps UTC


def promise(turn: Turn, level: str) -> tuple[Text, ...]:
    """« Somebody is there » only if somebody is; else when the team is back, and what to do if it cannot wait (A12).

    Whoever holds the talk and is at the desk outside office hours is there too: that the team is away would be untrue.
    Hours are those of where the person is.
    """
    availability = turn.moment.availability
    if turn.moment.mode == "human" and availability.holder:
        return (turn.book.phrase("promise_holder"),)
    urgent = level in {"P0", "P1"}
    if turn.consent == "no":
        return _promise_without_words(turn, urgent=urgent)
    if availability.present and availability.many:
        return _and_meanwhile(turn, turn.book.phrase("promise_many"), urgent=urgent)
    if availability.present:
        return (turn.book.phrase("promise_urgent" if urgent else f"promise_{level.lower()}"),)
    kept = "_request" if level == REQUEST else ""
    if availability.next_at > turn.moment.at:
        text = turn.book.phrase(f"promise_later{kept}", when=_when(turn, availability.next_at))
    else:
        text = turn.book.phrase(f"promise_unknown{kept}")
    return _and_meanwhile(turn, text, urgent=urgent)


def _promise_without_words(turn: Turn, *, urgent: bool) -> tuple[Text, ...]:
    """Who refused and calls for help is seen by the team, their words are not: nothing else may be said of them."""
    availability = turn.moment.availability
    if availability.present:
        return (turn.book.phrase("promise_refused"),)
    if availability.next_at > turn.moment.at:
        text = turn.book.phrase("promise_refused_later", when=_when(turn, availability.next_at))
    else:
        text = turn.book.phrase("promise_refused_unknown")
    return _and_meanwhile(turn, text, urgent=urgent)


def _and_meanwhile(turn: Turn, text: Text, *, urgent: bool) -> tuple[Text, ...]:
    """Where to go while nobody is there; not a second time in the turn that has just said it."""
    return (text, turn.book.phrase("promise_do_not_wait")) if urgent and not turn.told_where else (text,)


def reassure(turn: Turn) -> None:
    """The worker who had spoken went away: say once that the words are kept, and who reads them when.

    The talk waits for a human and not for the bot (casework.md), but nobody writes into nothing.
    """
    if turn.moment.mode != "queued" or turn.reassured:
        return
    turn.reassured = True
    turn.effects.append(OpenHandover("P3", "wrote_again"))
    turn.send(promise(turn, "P1" if turn.moment.urgent else "P3"), kind="receipt")


def _when(turn: Turn, at: int) -> Text:
    ahead = NIGER_SECONDS if turn.facts.get("in") == "niger" else 0
    back = datetime.fromtimestamp(at + ahead, UTC)
    days = back.toordinal() - datetime.fromtimestamp(turn.moment.at + ahead, UTC).toordinal()
    if days == 0:
        return turn.book.phrase("when_today", hour=back.hour)
    if days == 1:
        return turn.book.phrase("when_tomorrow", hour=back.hour)
    return turn.book.phrase("when_day", day=turn.book.phrase(f"day_{back.weekday()}"), hour=back.hour)
