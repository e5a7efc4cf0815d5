"""Signing in: the same answer for every failure, growing delay, sessions that lock when nobody is there."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

import pyotp
from sqlalchemy import Connection, delete, insert, select, update

from bot.desk.staff import HASHER, PASSWORD_LENGTH_MIN, Worker, worker_of
from bot.records.clock import now as clock_now
from bot.records.seal import Vault
from bot.records.tables import worker, worker_session

TOKEN_BYTES = 32
IDLE_SECONDS = 15 * 60  # then the page locks
SESSION_SECONDS = 12 * 3600
FREE_FAILURES = 3  # tries without delay
DELAY_MAX_SECONDS = 900
NOBODY = HASHER.hash(secrets.token_urlsafe(16))  # so that an unknown login costs as much time as a known one
TOTP_STEP_SECONDS = 30


@dataclass(frozen=True, slots=True)
class SignedIn:
    """``token`` goes into the cookie; only its hash is kept."""

    token: str
    worker: Worker


@dataclass(frozen=True, slots=True)
class Refused:
    """Why, in one sentence that is the same for a wrong login, password and code. ``wait``: seconds."""

    wait: int = 0


def sign_in(
    conn: Connection, vault: Vault, login: str, password: str, code: str, *, second_factor: bool
) -> SignedIn | Refused:
    """Check and open a session. A code counts once; in a demonstration it is waived."""
    now = clock_now(conn)
    row = conn.execute(
        select(worker).where(worker.c.login == login, worker.c.active == 1).with_for_update()
    ).mappings().first()  # fmt: skip
    if row is None:
        HASHER.verify(password, NOBODY)
        return Refused()
    if row["blocked_until"] > now:
        return Refused(row["blocked_until"] - now)
    step = _code_step(vault, row["id"], bytes(row["totp"]), row["totp_last"], code, now) if second_factor else 1
    if not HASHER.verify(password, row["password_hash"]) or not step:
        failures = row["failures"] + 1
        wait = min(2 ** max(0, failures - FREE_FAILURES), DELAY_MAX_SECONDS) if failures > FREE_FAILURES else 0
        conn.execute(update(worker).where(worker.c.id == row["id"]).values(failures=failures, blocked_until=now + wait))
        return Refused(wait)
    values = {"failures": 0, "blocked_until": 0, "seen_at": now}
    if second_factor:
        values["totp_last"] = step
    conn.execute(update(worker).where(worker.c.id == row["id"]).values(**values))
    found = worker_of(conn, row["id"])
    if found is None:
        return Refused()
    return SignedIn(_open(conn, found.id, now), found)


def session_of(conn: Connection, token: str, *, active: bool) -> tuple[Worker, bool] | None:
    """The worker of a session, and whether the page is locked. ``active``: a person did something (polls did not)."""
    now = clock_now(conn)
    digest = digest_of(token)
    row = conn.execute(select(worker_session).where(worker_session.c.hash == digest)).mappings().first()
    if row is None or row["created_at"] + SESSION_SECONDS < now:
        return None
    found = worker_of(conn, row["worker_id"])
    if found is None:
        return None
    locked = bool(row["locked"]) or row["active_at"] + IDLE_SECONDS < now
    if locked and not row["locked"]:
        conn.execute(update(worker_session).where(worker_session.c.hash == digest).values(locked=1))
    if active and not locked:
        conn.execute(update(worker_session).where(worker_session.c.hash == digest).values(active_at=now))
        conn.execute(update(worker).where(worker.c.id == found.id).values(seen_at=now))
    return found, locked


def sign_out(conn: Connection, token: str) -> None:
    """End one session."""
    conn.execute(delete(worker_session).where(worker_session.c.hash == digest_of(token)))


def change_password(conn: Connection, worker_id: str, password: str) -> bool:
    """Set a password of at least twelve characters; every other session of the worker ends. False when too short."""
    if len(password) < PASSWORD_LENGTH_MIN:
        return False
    conn.execute(
        update(worker).where(worker.c.id == worker_id).values(password_hash=HASHER.hash(password), must_change=0)
    )
    conn.execute(delete(worker_session).where(worker_session.c.worker_id == worker_id))
    return True


def open_again(conn: Connection, worker_id: str) -> str:
    """A fresh session after a change of password."""
    return _open(conn, worker_id, clock_now(conn))


def digest_of(token: str) -> str:
    """What is kept of a session's id."""
    return hashlib.sha256(token.encode()).hexdigest()


def _open(conn: Connection, worker_id: str, now: int) -> str:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    conn.execute(
        insert(worker_session).values(hash=digest_of(token), worker_id=worker_id, created_at=now, active_at=now)
    )
    return token


def _code_step(vault: Vault, worker_id: str, sealed: bytes, last: int, code: str, now: int) -> int:
    """The time step of a right code that was not used before, or 0."""
    if not sealed:
        return 0
    secret = vault.inbox_key("totp").open(worker_id, "totp", sealed).decode()
    clock = pyotp.TOTP(secret)
    for step in (now // TOTP_STEP_SECONDS, now // TOTP_STEP_SECONDS - 1):
        if step > last and secrets.compare_digest(clock.at(step * TOTP_STEP_SECONDS), code.strip()):
            return step
    return 0
