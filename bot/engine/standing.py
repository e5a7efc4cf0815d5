"""Where a request stands, in words: since when, what comes next, whom to ask. Nothing is promised for anybody."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.engine.session import READY, Request
from bot.engine.turn import Turn
from bot.engine.values import filled
from locales.text import Text

NEXT = frozenset({"draft", READY, "sent", "seen", "accepted"})
"""Where something is still to come; it has a phrase ``next_…``."""

PROTECTION = "protection"
"""The kind of service of which no notification says more than « votre demande »."""


GIVEN_UP = frozenset({"declined", "withdrawn"})
"""By somebody else than the person, where there is a reason."""
OVER = frozenset({"declined", "expired", "withdrawn", "closed"})
"""Nobody is expected on the day that was given."""


def status_of(turn: Turn, request: Request) -> Text:
    """A few short sentences. A day that was given and stands no more is said first: somebody might go."""
    if request.status == "accepted" and request.meets > turn.moment.at:
        return meeting(turn, "status_moved" if request.before else "status_meeting", request)
    if request.status == "accepted" and request.meets:
        return meeting(turn, "status_met", request)
    if called_off(turn, request):
        return turn.book.phrase("status_called_off", date=_day(turn, request.before))
    status = turn.book.phrase(_named(turn, request))
    if request.status in OVER and request.before > turn.moment.at:
        return turn.book.phrase("status_day_over", date=_day(turn, request.before), status=status)
    return status


def called_off(turn: Turn, request: Request) -> bool:
    """Whether the organisation still says yes, but not on the day that it gave."""
    return request.status == "accepted" and not request.meets and request.before > turn.moment.at


def _named(turn: Turn, request: Request) -> str:
    """The phrase. Why it was refused, or taken back by the team, is told where there are words for the reason chosen."""
    because = f"{request.status}_{request.because}"
    if request.status in GIVEN_UP and because in turn.book.phrases:
        return because
    return "status_studied" if request.studied else f"status_{request.status}"


def told(turn: Turn, request: Request) -> tuple[Text, ...]:
    """A request as « ma demande » says it."""
    service = turn.book.directory.services[request.service].name.text
    lines = [turn.book.phrase("status_line", service=service, number=request.number, status=status_of(turn, request))]
    if request.since:
        lines.append(turn.book.phrase("status_since", date=_day(turn, request.since)))
    if following := _next(turn, request):
        lines.append(following)
    return tuple(lines)


def news(turn: Turn, request: Request) -> Text:
    """What is pushed when it moves on. It begins with the service, which is all that a notification may show: who has
    asked in two places knows which one answers. The name of a place of protection stays inside the talk (A3).
    """
    service, status = turn.book.directory.services.get(request.service), status_of(turn, request)
    if service is None or service.kind == PROTECTION:
        return turn.book.phrase("status_news", number=request.number, status=status)
    return turn.book.phrase("status_news_of", service=service.name.text, number=request.number, status=status)


def meeting(turn: Turn, phrase: str, request: Request) -> Text:
    """The appointment: day, hour, place, landmark, in a phrase that takes them."""
    at = datetime.fromtimestamp(request.meets, UTC)
    when = turn.book.phrase("meeting_when", date=_day(turn, request.meets), hour=f"{at:%H:%M}")
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
        return turn.book.phrase("next_until", date=_day(turn, request.until))
    if request.status == "accepted" and request.meets > turn.moment.at:
        return filled(turn, turn.book.phrase("next_meeting"))
    return filled(turn, turn.book.phrase(f"next_{request.status}"))


def _day(turn: Turn, at: int) -> Text:
    """Weekday, day and month, as people say a date and as the pages write it."""
    when = datetime.fromtimestamp(at, UTC)
    named = {"day": turn.book.phrase(f"day_{when.weekday()}"), "month": turn.book.phrase(f"month_{when.month}")}
    return turn.book.phrase("date_said", number=when.day, **named)
