"""What the person hears when a worker leaves: written with the leaving itself, so that a crash between the two costs no word.

A timer that is due at once: whoever acted on the page rings it, and after a crash the sweep does.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, RowMapping, delete, exists, or_, select

from bot import timers
from bot.desk.safe_hours import wait_until
from bot.engine.events import Event, HandedOn, HandoverEnded, PutBack
from bot.engine.session import Session
from bot.records.tables import conversation, handover, is_filled, is_open, timer

KIND = "parted_"
PUT_BACK = f"{KIND}back"
ENDED = f"{KIND}end_"
CLOSED = f"{KIND}shut_"
"""An end of which nothing was heard before: that somebody « a fini » would not be true."""
HANDED_ON = f"{KIND}on"
_MODES: Mapping[str, frozenset[str]] = {PUT_BACK: frozenset({"queued"}), HANDED_ON: frozenset({"queued", "human"})}
"""In which modes it is still so; an end, in the bot's."""


def is_unnoticed(conn: Connection, conversation_id: str) -> bool:
    """Whether the person knows nothing of the open case: a worker took it up again, and neither has written since. They
    are not told that it waits, or is over.
    """
    silent = (
        select(handover.c.id)
        .join(conversation, conversation.c.id == handover.c.conversation_id)
        .where(
            handover.c.conversation_id == conversation_id,
            is_open(handover),
            is_filled(handover.c.resumes),
            handover.c.first_words_at == 0,
            conversation.c.last_at < handover.c.opened_at,
        )
    )
    return bool(conn.execute(select(exists(silent))).scalar_one())


def put_back(conn: Connection, conversation_id: str, now: int) -> None:
    """The worker left, the request waits again."""
    if not is_unnoticed(conn, conversation_id):
        timers.put(conn, conversation_id, PUT_BACK, now)


def ended(conn: Connection, conversation_id: str, outcome: str, now: int, *, heard: bool) -> None:
    """The worker gave the talk back, with an outcome. ``heard``: the person has had anything of the team. The goodbye of an
    earlier case that still waits for the morning is dropped: one is enough.
    """
    waits = or_(timer.c.kind.startswith(ENDED, autoescape=True), timer.c.kind.startswith(CLOSED, autoescape=True))
    conn.execute(delete(timer).where(timer.c.conversation_id == conversation_id, waits))
    timers.put(conn, conversation_id, f"{ENDED if heard else CLOSED}{outcome}", now)


def handed_on(conn: Connection, conversation_id: str, now: int) -> None:
    """Somebody else of the team goes on; only who was written to before wonders about another's words."""
    timers.put(conn, conversation_id, HANDED_ON, now)


def event_of(conn: Connection, row: RowMapping, session: Session, kind: str) -> Event | None:
    """What the timer is for the talk, ``row``; None when it is not so any more, or nothing may be said.

    It waits for the person's hours, like all that comes out of silence (protection A7). Of a danger that is still open it
    does not wait; an end, which leaves none open, always does, while the talk is the machine's at once.
    """
    if row["mode"] not in _MODES.get(kind, {"bot"}):
        return None
    danger = row["level"] == "P0"
    later = row["now"] if danger else wait_until(session, row["now"], row["last_at"])
    waits = later > row["now"]
    if waits:
        timers.put(conn, row["id"], kind, later)
    if kind not in _MODES:
        unheard = kind.startswith(CLOSED)
        return HandoverEnded(kind.removeprefix(CLOSED if unheard else ENDED), unheard=unheard, unsaid=waits)
    if waits:
        return None
    return PutBack(danger=danger) if kind == PUT_BACK else HandedOn()
