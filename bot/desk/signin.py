"""Signing in: one answer and the same work for every failure, and a delay that grows.

The password is checked between two short transactions: `attempt` reads what is kept, `judge` writes what came of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, select, update

from bot.desk.audit import note
from bot.desk.password import fitting_nothing
from bot.desk.patience import delay
from bot.desk.second_factor import NONE, step_of
from bot.desk.sessions import open_session
from bot.desk.staff import Worker, worker_of
from bot.records.clock import now as clock_now
from bot.records.seal import Vault
from bot.records.tables import worker

NOBODY = fitting_nothing()
"""Checked for an unknown login, so that it costs as much time as a known one."""
WAIVED = 1
"""The step of a demonstration's second factor."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is kept for a login: ``worker`` is empty when there is none, and the caller must not show the difference."""

    worker: str
    password_hash: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """``token`` goes into the cookie; only its hash is kept."""

    token: str
    worker: Worker


def attempt(conn: Connection, login: str) -> Attempt:
    """What the password must be checked against."""
    row = conn.execute(
        select(worker.c.id, worker.c.password_hash).where(worker.c.login == login, worker.c.active == 1)
    ).first()
    return Attempt(row.id, row.password_hash) if row else Attempt("", NOBODY)


def judge(
    conn: Connection, vault: Vault, tried: Attempt, code: str, *, fits: bool, second_factor: bool, name: str = ""
) -> SignedIn | None:
    """Open a session, or None: wrong login, password or code, a code used before, or too early after failures.

    ``fits``: the password was right. ``second_factor`` False waives the code (demonstration) of who has no second factor:
    whoever has added one is asked for it, else it would protect nothing. A one-time password opens
    the desk once without a code for who has no second factor yet; the door then leads to its page and nowhere else.
    """
    now = clock_now(conn)
    row = conn.execute(select(worker).where(worker.c.id == tried.worker).with_for_update()).mappings().first()
    if row is None or row["blocked_until"] > now or row["password_hash"] != tried.password_hash:
        return None
    step = WAIVED
    if row["totp"] or (second_factor and not row["must_change"]):
        step = step_of(vault, row["id"], bytes(row["totp"]), row["totp_last"], code, now)
    here = update(worker).where(worker.c.id == row["id"])
    if not fits or step == NONE:
        _failed(conn, row, now)
        return None
    found = worker_of(conn, row["id"])
    if found is None:
        return None
    used = step if row["totp"] else row["totp_last"]
    conn.execute(here.values(failures=0, blocked_until=0, seen_at=now, totp_last=used))
    if row["must_change"] and second_factor:  # a one-time password was used: whoever else has read it comes too late
        conn.execute(here.values(password_hash=NOBODY))
    note(conn, found.id, "sign_in", found.id, now)
    return SignedIn(open_session(conn, found.id, name), found)


def proves(conn: Connection, tried: Attempt, *, fits: bool) -> bool:
    """Whether who is signed in knows their password: a page left open gives nobody the account. Guessing gets slower as at
    the door, and a right password says nothing while the next try must wait.
    """
    now = clock_now(conn)
    row = conn.execute(select(worker).where(worker.c.id == tried.worker).with_for_update()).mappings().first()
    if row is None or row["blocked_until"] > now or row["password_hash"] != tried.password_hash:
        return False
    if not fits:
        _failed(conn, row, now)
    return fits


def _failed(conn: Connection, row: RowMapping, now: int) -> None:
    failures = row["failures"] + 1
    conn.execute(
        update(worker).where(worker.c.id == row["id"]).values(failures=failures, blocked_until=now + delay(failures))
    )
    note(conn, row["id"], "sign_in_refused", row["id"], now)
