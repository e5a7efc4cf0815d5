"""Who did what to which record, reads included; never content."""

from __future__ import annotations

from sqlalchemy import Connection, insert

from bot.records.ids import new_id
from bot.records.tables import audit

OPERATOR = "operator"
"""Who is named for what is done by a command."""
EVERYBODY = "everybody"
"""To whom a command was done that is about no single account."""


def note(conn: Connection, who: str, action: str, thing: str, now: int) -> None:
    """One line of the audit. ``who`` and ``thing`` are ids."""
    conn.execute(insert(audit).values(id=new_id(), worker_id=who, action=action, thing=thing, at=now))
