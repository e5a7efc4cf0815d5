"""Which worker a Telegram account is, for the staff bot: only a fingerprint of its number is kept."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from bot.desk import links_once
from bot.desk.audit import note
from bot.desk.staff import Worker, worker_of
from bot.records.clock import now as clock_now
from bot.records.seal import Vault
from bot.records.tables import worker

PURPOSE = "staff-telegram"


def join(conn: Connection, vault: Vault, code: str, user: int) -> Worker | None:
    """The account ``user`` is the worker's for whom ``code`` was made, and nobody else's. None for no such code."""
    found = links_once.use(conn, "telegram", code)
    who = worker_of(conn, found[0]) if found else None
    if who is None:
        return None
    mark = _fingerprint(vault, user)
    conn.execute(update(worker).where(worker.c.telegram == mark).values(telegram=""))
    conn.execute(update(worker).where(worker.c.id == who.id).values(telegram=mark))
    note(conn, who.id, "join_telegram", who.id, clock_now(conn))
    return who


def leave(conn: Connection, who: Worker) -> None:
    """The worker's account is nobody's any more."""
    conn.execute(update(worker).where(worker.c.id == who.id).values(telegram=""))
    note(conn, who.id, "leave_telegram", who.id, clock_now(conn))


def is_joined(conn: Connection, who: Worker) -> bool:
    """Whether the worker may take a request in the group."""
    return bool(conn.execute(select(worker.c.telegram).where(worker.c.id == who.id)).scalar_one_or_none())


def owner(conn: Connection, vault: Vault, user: int) -> Worker | None:
    """Whose account it is; None when nobody's, or when they are deactivated."""
    mark = _fingerprint(vault, user)
    found = conn.execute(select(worker.c.id).where(worker.c.telegram == mark)).scalar_one_or_none()
    return worker_of(conn, found) if found else None


def _fingerprint(vault: Vault, user: int) -> str:
    return vault.token(PURPOSE, str(user))
