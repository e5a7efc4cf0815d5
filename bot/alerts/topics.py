"""The group's topic for an organisation's team: made once, by whichever process comes first.

``thread`` is the topic's number. While one makes it, or where the group takes none, it is minus the moment until which
nobody else tries: calls then go to the group itself, since danger does not wait for a topic.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, select, update

from bot.records.clock import now as clock_now
from bot.records.tables import alert_topic, insert_new

MAKING_SECONDS = 60
WITHOUT_SECONDS = 3600
NONE = 0
"""The group itself."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where calls of a team go."""

    chat: str
    organisation: str
    team: str


def thread_of(conn: Connection, place: Place) -> int | None:
    """The topic's number, ``NONE`` while there is none, or None: the caller is the one who makes it."""
    now = clock_now(conn)
    kept = conn.execute(select(alert_topic.c.thread).where(*_here(place))).scalar_one_or_none()
    if kept is not None and (kept >= NONE or -kept > now):
        return max(int(kept), NONE)
    reserved = -(now + MAKING_SECONDS)
    if kept is None:
        row = {"chat": place.chat, "organisation": place.organisation, "team": place.team, "thread": reserved}
        mine = conn.execute(insert_new(conn, alert_topic).values(row)).rowcount == 1
    else:
        again = update(alert_topic).where(*_here(place), alert_topic.c.thread == kept)
        mine = conn.execute(again.values(thread=reserved)).rowcount == 1
    return None if mine else NONE


def keep(conn: Connection, place: Place, thread: int) -> None:
    """It is made; ``NONE``: the group takes no topics, which is asked again in an hour."""
    kept = thread or -(clock_now(conn) + WITHOUT_SECONDS)
    conn.execute(update(alert_topic).where(*_here(place)).values(thread=kept))


def lost(conn: Connection, place: Place, thread: int) -> None:
    """Somebody deleted it; the next call makes a new one."""
    conn.execute(delete(alert_topic).where(*_here(place), alert_topic.c.thread == thread))


def _here(place: Place) -> tuple[ColumnElement[bool], ...]:
    return (
        alert_topic.c.chat == place.chat,
        alert_topic.c.organisation == place.organisation,
        alert_topic.c.team == place.team,
    )
