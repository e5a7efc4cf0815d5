"""Where a request stands, in words: since when, what comes next, whom to ask. Nothing is promised for anybody."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.engine.session import Request
from bot.engine.turn import Turn
from locales.text import Text

NEXT = frozenset({"draft", "sent", "seen", "accepted"})
"""Where something is still to come; it has a phrase ``next_…``."""


def status_of(turn: Turn, request: Request) -> Text:
    """One sentence or two."""
    if request.status == "accepted" and request.meets > turn.moment.at:
        return meeting(turn, "status_meeting", request)
    return turn.book.phrase("status_studied" if request.studied else f"status_{request.status}")


def told(turn: Turn, request: Request) -> tuple[Text, ...]:
    """A request as « ma demande » says it."""
    service = turn.book.directory.services[request.service].name.text
    lines = [turn.book.phrase("status_line", number=request.number, service=service, status=status_of(turn, request))]
    if request.since:
        lines.append(turn.book.phrase("status_since", date=_date(request.since)))
    if following := _next(turn, request):
        lines.append(following)
    return tuple(lines)


def meeting(turn: Turn, phrase: str, request: Request) -> Text:
    """The appointment: day, hour, place, landmark, in a phrase that takes them."""
    at = datetime.fromtimestamp(request.meets, UTC)
    when = turn.book.phrase(
        "meeting_when", day=turn.book.phrase(f"day_{at.weekday()}"), date=f"{at:%d/%m/%Y}", hour=f"{at:%H:%M}"
    )
    where = turn.book.phrase("meeting_where", place=request.place, landmark=request.landmark)
    if not request.landmark:
        where = turn.book.phrase("meeting_place", place=request.place)
    return turn.book.phrase(phrase, number=request.number, when=when, where=where)


def _next(turn: Turn, request: Request) -> Text | None:
    if request.status not in NEXT:
        return None
    if request.studied:
        return turn.book.phrase("next_studied")
    if request.status in {"sent", "seen"} and request.until > turn.moment.at:
        return turn.book.phrase("next_until", date=_date(request.until))
    if request.status == "accepted" and request.meets > turn.moment.at:
        return turn.book.phrase("next_meeting")
    return turn.book.phrase(f"next_{request.status}")


def _date(at: int) -> str:
    """By figures, which both languages read."""
    return f"{datetime.fromtimestamp(at, UTC):%d/%m/%Y}"
