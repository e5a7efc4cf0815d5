"""Sessions of the desk: locked when nobody is there, over after twelve hours, revocable at once."""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import Connection, delete, insert, select, update

from bot.desk.audit import note
from bot.desk.staff import Worker, worker_of
from bot.records.clock import now as clock_now
from bot.records.tables import worker, worker_session

TOKEN_BYTES = 32
IDLE_SECONDS = 15 * 60  # then the page locks
SESSION_SECONDS = 12 * 3600


def open_session(conn: Connection, worker_id: str) -> str:
    """A fresh session. Returns its random id, of which only the hash is kept."""
    now = clock_now(conn)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    conn.execute(
        insert(worker_session).values(hash=digest_of(token), worker_id=worker_id, created_at=now, active_at=now)
    )
    return token


def session_of(conn: Connection, token: str, *, active: bool) -> tuple[Worker, bool] | None:
    """The worker of a session, and whether the page is locked. ``active``: a person did something (polls did not)."""
    now = clock_now(conn)
    here = worker_session.c.hash == digest_of(token)
    row = conn.execute(select(worker_session).where(here)).mappings().first()
    if row is None:
        return None
    found = worker_of(conn, row["worker_id"])
    if found is None or row["created_at"] + SESSION_SECONDS <= now:
        conn.execute(delete(worker_session).where(here))
        return None
    locked = bool(row["locked"]) or row["active_at"] + IDLE_SECONDS <= now
    if locked and not row["locked"]:
        conn.execute(update(worker_session).where(here).values(locked=1))
    if active and not locked:
        conn.execute(update(worker_session).where(here).values(active_at=now))
        conn.execute(update(worker).where(worker.c.id == found.id).values(seen_at=now))
    return found, locked


def sign_out(conn: Connection, token: str) -> None:
    """End one session."""
    here = worker_session.c.hash == digest_of(token)
    gone = conn.execute(delete(worker_session).where(here).returning(worker_session.c.worker_id)).scalar_one_or_none()
    if gone is not None:
        note(conn, gone, "sign_out", gone, clock_now(conn))


def change_password(conn: Connection, worker_id: str, password_hash: str) -> str:
    """Keep the new password; every session of the worker ends. Returns a fresh one."""
    conn.execute(update(worker).where(worker.c.id == worker_id).values(password_hash=password_hash, must_change=0))
    conn.execute(delete(worker_session).where(worker_session.c.worker_id == worker_id))
    note(conn, worker_id, "change_password", worker_id, clock_now(conn))
    return open_session(conn, worker_id)


def digest_of(token: str) -> str:
    """What is kept of a session's id."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
