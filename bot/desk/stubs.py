"""What is left of an urgent case after « forget me », as the desk sees it: enough to reach the person, for 72 hours.

A human closes it, or time does; either way nothing of the address stays (protection A5).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, delete, exists, select, update

from bot.desk.audit import note
from bot.desk.staff import Worker
from bot.desk.stub_ladder import call_off
from bot.engine.beneath import PAGE
from bot.records.clock import DatabaseNow
from bot.records.clock import now as clock_now
from bot.records.seal import Vault
from bot.records.tables import alert, is_open, stub

CALLS_SECONDS = 90 * 86_400
"""How long calls are kept after the end, as those of a case are (`bot/records/dictionary.yaml`)."""


@dataclass(frozen=True, slots=True)
class Stub:
    """``address`` is only filled for who opened it: a number, or a chat's id; nothing reaches who wrote on the site's page."""

    id: str
    organisation: str
    level: str
    language: str
    region: str
    channel: str
    at: int
    until: int
    now: int
    address: str = ""

    @property
    def reachable(self) -> bool:
        """Whether what was kept leads to the person: a page of the site that was emptied does not."""
        return self.channel != PAGE


def open_stubs(conn: Connection, viewer: Worker) -> list[Stub]:
    """Those of the viewer's organisation, the most urgent and oldest first."""
    rows = conn.execute(_mine(viewer).order_by(stub.c.level, stub.c.at)).mappings()
    return [_shown(row) for row in rows]


def opened(conn: Connection, vault: Vault, viewer: Worker, stub_id: str) -> Stub | None:
    """One of them with its address, which the audit notes; None when it is not for this viewer, or over."""
    row = conn.execute(_mine(viewer).where(stub.c.id == stub_id)).mappings().first()
    if row is None:
        return None
    note(conn, viewer.id, "read_stub", stub_id, row["now"])
    if row["channel"] == PAGE:
        return _shown(row)
    address = vault.unwrap(stub_id, row["wrapped"]).open(stub_id, "address", row["sealed"]).decode()
    return _shown(row, address)


def close(conn: Connection, viewer: Worker, stub_id: str) -> bool:
    """A human has seen to it: nothing of the person stays."""
    now = clock_now(conn)
    open_here = (stub.c.id == stub_id) & (stub.c.organisation == viewer.organisation) & (is_open(stub))
    done = conn.execute(update(stub).where(open_here).values(wrapped=b"", sealed=b"", closed_at=now))
    if done.rowcount != 1:
        return False
    call_off(conn, [stub_id])
    note(conn, viewer.id, "close_stub", stub_id, now)
    return True


def is_over(conn: Connection, now: int) -> bool:
    """Whether `expire` would do anything."""
    over = exists().where(is_open(stub), stub.c.until <= now)
    return bool(conn.execute(select(over | exists().where(_of_the_past(now)))).scalar_one())


def expire(conn: Connection, now: int) -> int:
    """End those whose time is over, and the calls for those that ended long ago. Returns how many."""
    over = update(stub).where(is_open(stub), stub.c.until <= now).values(wrapped=b"", sealed=b"", closed_at=now)
    ended = list(conn.execute(over.returning(stub.c.id)).scalars())
    call_off(conn, ended)
    conn.execute(delete(alert).where(_of_the_past(now)))
    return len(ended)


def _of_the_past(now: int) -> ColumnElement[bool]:
    ended = select(stub.c.id).where(stub.c.closed_at > 0, stub.c.closed_at <= now - CALLS_SECONDS)
    return alert.c.stub_id.in_(ended)


def _mine(viewer: Worker) -> Select[Any]:
    now = DatabaseNow()
    return select(stub, now.label("now")).where(
        stub.c.organisation == viewer.organisation, is_open(stub), stub.c.until > now
    )


def _shown(row: RowMapping, address: str = "") -> Stub:
    return Stub(
        row["id"], row["organisation"], row["level"], row["language"], row["region"], row["channel"], row["at"],
        row["until"], row["now"], address,
    )  # fmt: skip
