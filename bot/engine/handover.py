"""The truth about who will answer, and when."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.engine.turn import Turn
from content.levels import URGENT_LEVELS
from flows.limits import QUIET_SECONDS
from locales.text import Text

PROMISED = "promised"
"""The note of what was last said of the team, and when."""
KEPT_REQUEST = "_request"
"""How the name of a phrase ends that says of a request, and of no words, that it is kept."""
REQUEST = "P2"  # what is kept is a request to be put in touch; at other levels it is words
OPEN_DANGER = "P1"
"""What is told of whatever comes while a case of danger is open: P0 alone rings once more, and it rang."""
NIGER_SECONDS = 3600  # Africa/Niamey is an hour ahead of Mali, which keeps UTC


def promise(turn: Turn, level: str, *, again: bool = False, words: bool = True) -> tuple[Text, ...]:
    """« Somebody is there » only if somebody is; else when the team is back, and what to do if it cannot wait (A12).

    Who waits for help is not told of days, whatever they send next: ``level`` is what is asked for now, and never below
    what is open.

    Whoever holds the talk and is at the desk outside office hours is there too: that the team is away would be untrue.
    Hours are those of where the person is. ``again``: nobody asked for it; what was said minutes ago is said in a word.
    ``words``: something was written or sent that is kept; else it is what they asked for. Who only touched a button wrote
    no message.
    """
    if turn.moment.urgent and level not in URGENT_LEVELS:
        level = OPEN_DANGER
    kept = turn.consent == "yes" or level in URGENT_LEVELS  # before a yes, words of danger alone outlast a no
    words = words and kept and not turn.touched
    lines = _promise(turn, level, words=words)
    told, at = f"{lines[0].key.removesuffix(KEPT_REQUEST)}/{turn.moment.availability.next_at}", turn.moment.at
    before, since = turn.notes.get(PROMISED, ("", 0))
    if again and told == before and at - since <= QUIET_SECONDS:
        return (turn.book.phrase("promise_again" if words else f"promise_unknown{KEPT_REQUEST}"),)
    turn.jot(PROMISED, [told, at])
    return lines


def _promise(turn: Turn, level: str, *, words: bool) -> tuple[Text, ...]:
    availability = turn.moment.availability
    if turn.moment.mode == "human" and availability.holder:
        return (turn.book.phrase("promise_holder"),)
    urgent = level in URGENT_LEVELS
    if turn.consent == "no":
        return _promise_without_words(turn, urgent=urgent)
    kept = KEPT_REQUEST if level == REQUEST or not words else ""
    if availability.present and availability.many:
        return _and_meanwhile(turn, turn.book.phrase(f"promise_many{kept}"), urgent=urgent)
    if availability.present and availability.rare and not urgent:
        return (turn.book.phrase(f"promise_rare{kept}"),)
    if availability.present:
        return (
            turn.book.phrase(
                f"promise_urgent{kept}" if urgent else f"promise_{level.lower()}{_unless_said(level, kept)}"
            ),
        )
    rings = level == "P0" and turn.moment.rings  # unsaid, the desk's half hour would contradict the hours
    if availability.next_at > turn.moment.at:
        text = turn.book.phrase(
            f"promise_later{'_called' if rings else ''}{kept}", when=_when(turn, availability.next_at)
        )
    elif rings:
        text = turn.book.phrase(f"promise_called{kept}")
    else:
        text = turn.book.phrase(f"promise_unknown{kept}")
    return _and_meanwhile(turn, text, urgent=urgent)


def _unless_said(level: str, kept: str) -> str:
    """What is told of a request to be put in touch speaks of the request already."""
    return "" if level == REQUEST else kept


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


def _when(turn: Turn, at: int) -> Text:
    ahead = NIGER_SECONDS if turn.facts.get("in") == "niger" else 0
    back = datetime.fromtimestamp(at + ahead, UTC)
    days = back.toordinal() - datetime.fromtimestamp(turn.moment.at + ahead, UTC).toordinal()
    if days == 0:
        return turn.book.phrase("when_today", hour=back.hour)
    if days == 1:
        return turn.book.phrase("when_tomorrow", hour=back.hour)
    return turn.book.phrase("when_day", day=turn.book.phrase(f"day_{back.weekday()}"), hour=back.hour)
