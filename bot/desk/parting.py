"""What the person hears when a worker leaves: written with the leaving itself, so that a crash between the two costs no word.

A timer that is due at once: whoever acted on the page rings it, and after a crash the sweep does.
"""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping

from bot import timers
from bot.engine.events import Event, HandoverEnded, PutBack

KIND = "parted_"
PUT_BACK = f"{KIND}back"
ENDED = f"{KIND}end_"


def put_back(conn: Connection, conversation_id: str, now: int) -> None:
    """The worker left, the request waits again."""
    timers.put(conn, conversation_id, PUT_BACK, now)


def ended(conn: Connection, conversation_id: str, outcome: str, now: int) -> None:
    """The worker gave the talk back, with an outcome."""
    timers.put(conn, conversation_id, f"{ENDED}{outcome}", now)


def event_of(row: RowMapping, kind: str) -> Event | None:
    """What the timer is for the talk, ``row``; None when it is not so any more, or nothing may be said."""
    if kind == PUT_BACK:
        return PutBack() if row["mode"] == "queued" else None
    return HandoverEnded(kind.removeprefix(ENDED)) if row["mode"] == "bot" else None
