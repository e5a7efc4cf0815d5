"""The words of a call: how urgent, which language, where, how long, a code. Nothing of the person is known here."""

from __future__ import annotations

from bot.alerts.errands import Errand
from bot.desk import complaint_ladder, request_calls
from bot.desk.words import said
from bot.engine.book import Book

MINUTE_SECONDS = 60
HOUR_SECONDS = 3600
DAY_SECONDS = 86_400
MARKS = {"P0": "🔴", "P1": "🟠", "P2": "🔵", "P3": "⚪"}
PAGES = dict.fromkeys(complaint_ladder.CALLS, "/desk/complaints") | {request_calls.KIND: "/desk/requests"}
"""Where what a call is about stands when it is not in the queue."""
TOPIC_NAME_MAX = 128
"""Signs of a topic's name: https://core.telegram.org/bots/api#createforumtopic."""


def group_text(book: Book, errand: Errand) -> str:
    """What stands in the group, above the button."""
    language = said(book.catalogues, "call_language", errand.language or "none")
    places = book.directory.places
    known = errand.place in places
    where = places[errand.place].text.fr if known else said(book.catalogues, "call", "nowhere")
    waits = _waits(book, errand, "waits")
    code = said(book.catalogues, "call", "code")
    return f"{_head(book, errand)}\n{language} · {where} · {waits}\n{code} {errand.code}"


def ended_text(book: Book, errand: Errand) -> str:
    """What stands there once nobody need come: who took it is the team's own matter."""
    why = said(book.catalogues, "call", "taken" if errand.taken else "elsewhere")
    code = said(book.catalogues, "call", "code")
    return f"✓ {why}\n{errand.level} · {code} {errand.code}"


def mail(book: Book, errand: Errand, desk: str) -> tuple[str, str]:
    """Subject and text. The subject stands on locked screens: it says that something waits, and no more."""
    subject = said(book.catalogues, "call", "subject")
    if errand.kind in PAGES:
        return subject, f"{said(book.catalogues, 'call', errand.kind)}\n\n{desk}{PAGES[errand.kind]}\n"
    lines = (
        said(book.catalogues, "call", errand.kind),
        f"{said(book.catalogues, 'call', 'level')} {_level(book, errand)}",
        _waits(book, errand, "since"),
        f"{said(book.catalogues, 'call', 'code')} {errand.code}",
    )
    return subject, "\n".join((*lines, "", f"{desk}/desk/queue", ""))


def topic_name(errand: Errand) -> str:
    """The organisation and its team."""
    return " · ".join(part for part in (errand.organisation, errand.team) if part)[:TOPIC_NAME_MAX]


def _waits(book: Book, errand: Errand, name: str) -> str:
    """How long, behind the words ``name``; a wait of no minutes is none."""
    if errand.waits < MINUTE_SECONDS:
        return said(book.catalogues, "call", "just_now")
    return f"{said(book.catalogues, 'call', name)} {since(errand.waits)}"


def since(seconds: int) -> str:
    """``4 min``, ``3 h``, ``2 j``."""
    if seconds < HOUR_SECONDS:
        return f"{seconds // MINUTE_SECONDS} min"
    if seconds < DAY_SECONDS:
        return f"{seconds // HOUR_SECONDS} h"
    return f"{seconds // DAY_SECONDS} j"


def _head(book: Book, errand: Errand) -> str:
    return f"{MARKS[errand.level]} {_level(book, errand)} – {said(book.catalogues, 'call', errand.kind)}"


def _level(book: Book, errand: Errand) -> str:
    return f"{errand.level} · {said(book.catalogues, 'call_level', errand.level.lower())}"
