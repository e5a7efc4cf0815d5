"""Sessions of the desk: locked when nobody is there, over after twelve hours, revocable at once."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, exists, insert, select, update

from bot.desk.audit import note
from bot.desk.staff import Worker, worker_of
from bot.records.clock import now as clock_now
from bot.records.tables import worker, worker_session

TOKEN_BYTES = 32
IDLE_SECONDS = 15 * 60  # then the page locks
SESSION_SECONDS = 12 * 3600
LATE_SECONDS = 72 * 3600
"""After its end nothing opens under a session, but words that were written on its page still find their worker, also those of a
machine that slept from Friday to Monday."""
NAME_MAX = 40


def open_session(conn: Connection, worker_id: str, name: str = "") -> str:
    """A fresh session. Returns its random id, of which only the hash is kept. ``name``: what its owner knows it by."""
    now = clock_now(conn)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    conn.execute(
        insert(worker_session).values(
            hash=digest_of(token), worker_id=worker_id, created_at=now, active_at=now, name=name[:NAME_MAX]
        )
    )
    return token


def session_of(conn: Connection, token: str, *, active: bool) -> tuple[Worker, bool] | None:
    """The worker of a session, and whether the page is locked. ``active``: a person did something (polls did not).

    What is no activity writes nothing, so that an open page costs a look and no more.
    """
    now = clock_now(conn)
    here = worker_session.c.hash == digest_of(token)
    row = conn.execute(select(worker_session).where(here)).mappings().first()
    if row is None:
        return None
    found = worker_of(conn, row["worker_id"])
    over = found is None or _is_over(row, now)
    locked = bool(row["locked"]) or row["active_at"] + IDLE_SECONDS <= now
    if active and locked and not over and not row["locked"]:
        conn.execute(update(worker_session).where(here).values(locked=1))
    elif active and not locked and not over and found is not None:
        conn.execute(update(worker_session).where(here).values(active_at=now))
        conn.execute(update(worker).where(worker.c.id == found.id).values(seen_at=now))
    return None if over or found is None else (found, locked)


def owner_of_closed(conn: Connection, token: str) -> tuple[Worker, bool] | None:
    """Whose page it was that is locked or over, and whether it is over; None for one that is open, or nobody's."""
    now = clock_now(conn)
    row = conn.execute(select(worker_session).where(worker_session.c.hash == digest_of(token))).mappings().first()
    found = worker_of(conn, row["worker_id"]) if row is not None else None
    if row is None or found is None:
        return None
    over = _is_over(row, now)
    locked = bool(row["locked"]) or row["active_at"] + IDLE_SECONDS <= now
    return (found, over) if over or locked else None


def is_removed(conn: Connection, token: str) -> bool:
    """Whether it was the session of somebody who has left the team: no door leads them back."""
    theirs = worker_session.join(worker, worker.c.id == worker_session.c.worker_id)
    left = (
        select(worker.c.id).select_from(theirs).where(worker_session.c.hash == digest_of(token), worker.c.active == 0)
    )
    return conn.execute(left).first() is not None


def why_closed(conn: Connection, token: str) -> tuple[str, bool] | None:
    """Who closed a session that is over, "" for nobody but the hour, and whether it was its own worker, who may have been
    withdrawn meanwhile; None for one that is not over.
    """
    row = conn.execute(select(worker_session).where(worker_session.c.hash == digest_of(token))).mappings().first()
    if row is None or not _is_over(row, clock_now(conn)):
        return None
    by = conn.execute(select(worker.c.login).where(worker.c.id == row["ended_by"])).scalar_one_or_none()
    return by or "", row["ended_by"] == row["worker_id"]


def _is_over(row: RowMapping, now: int) -> bool:
    return bool(row["ended_by"]) or bool(row["created_at"] + SESSION_SECONDS <= now)


def lock(conn: Connection, token: str) -> None:
    """The worker leaves the screen: the page closes at once."""
    conn.execute(update(worker_session).where(worker_session.c.hash == digest_of(token)).values(locked=1))


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One of a worker's sessions. ``id``: what stands in a form to end it; it signs nobody in."""

    id: str
    name: str
    created_at: int
    active_at: int
    locked: bool
    here: bool


def sessions_of(conn: Connection, worker_id: str, token: str = "") -> list[OpenSession]:
    """Those that are not over, the newest first. ``token``: the session that asks."""
    alive = (
        worker_session.c.worker_id == worker_id,
        worker_session.c.created_at > clock_now(conn) - SESSION_SECONDS,
        worker_session.c.ended_by == "",
    )
    rows = conn.execute(select(worker_session).where(*alive).order_by(worker_session.c.created_at.desc()))
    mine = digest_of(token)
    return [
        OpenSession(row.hash, row.name, row.created_at, row.active_at, bool(row.locked), row.hash == mine)
        for row in rows
    ]


def end_session(conn: Connection, worker_id: str, session_id: str, by: str) -> bool:
    """End one session of a worker. False when there is none such. ``by``: who ends it."""
    here = (worker_session.c.hash == session_id, *_not_ended(worker_id))
    gone = conn.execute(update(worker_session).where(*here).values(ended_by=by)).rowcount == 1
    if gone:
        note(conn, by, "end_session", worker_id, clock_now(conn))
    return gone


def end_all(conn: Connection, worker_id: str, by: str) -> int:
    """End every session of a worker, at once. Returns how many. ``by``: who ends them."""
    ended = update(worker_session).where(*_not_ended(worker_id)).values(ended_by=by)
    return int(conn.execute(ended).rowcount)


def _not_ended(worker_id: str) -> tuple[ColumnElement[bool], ...]:
    return worker_session.c.worker_id == worker_id, worker_session.c.ended_by == ""


def has_ended(conn: Connection, now: int) -> bool:
    """Whether `forget_ended` would do anything."""
    return bool(conn.execute(select(exists().where(_forgotten(now)))).scalar_one())


def forget_ended(conn: Connection, now: int) -> int:
    """Remove what is over: nobody comes back to it. Returns how many."""
    return int(conn.execute(delete(worker_session).where(_forgotten(now))).rowcount)


def _forgotten(now: int) -> ColumnElement[bool]:
    return worker_session.c.created_at <= now - SESSION_SECONDS - LATE_SECONDS


def sign_out(conn: Connection, token: str) -> None:
    """End one session."""
    here = worker_session.c.hash == digest_of(token)
    gone = conn.execute(delete(worker_session).where(here).returning(worker_session.c.worker_id)).scalar_one_or_none()
    if gone is not None:
        note(conn, gone, "sign_out", gone, clock_now(conn))


def change_password(conn: Connection, worker_id: str, password_hash: str, name: str = "") -> str:
    """Keep the new password; every session of the worker ends. Returns a fresh one, called ``name``."""
    conn.execute(update(worker).where(worker.c.id == worker_id).values(password_hash=password_hash, must_change=0))
    end_all(conn, worker_id, worker_id)
    note(conn, worker_id, "change_password", worker_id, clock_now(conn))
    return open_session(conn, worker_id, name)


def digest_of(token: str) -> str:
    """What is kept of a session's id."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
