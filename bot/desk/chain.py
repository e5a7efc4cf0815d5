"""The audit's chain: a changed, removed or inserted row is named by its place, and so is a tail that was cut off.

Each link covers a row and the link before it, with the pepper, which stands outside the database: who can write to the
database alone cannot make the links again. One sealer works at a time; that bounds what waits, not what is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, RowMapping, Select, func, insert, select, text

from bot.records.clock import now as clock_now
from bot.records.seal import Vault
from bot.records.tables import audit, audit_chain

BATCH = 500
LOCK = 0x51A4B  # an advisory lock: the migrations have the number before
LATE_MS = 10 * 60 * 1000
"""A row may be written this long after its id was made: beyond, it counts as put in afterwards."""
ID_TIME_DIGITS = 12  # milliseconds since 1970 at the head of a UUIDv7, RFC 9562
SEALED_WITHIN_SECONDS = 60
KEPT_SECONDS = 730 * 86_400
"""protection.md B3: the audit is kept for 24 months; what is older may be gone."""
FIRST = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The last link at some moment: its place and its hash."""

    place: int
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """``fault``: the first thing that is wrong, in words; empty when all is right. ``rows``: how many links were read."""

    rows: int
    fault: str = ""


def seal(conn: Connection, vault: Vault) -> int:
    """Chain the rows that wait, at most a batch. Returns how many; 0 too when another process is at it."""
    if conn.dialect.name == "postgresql":
        mine = conn.execute(text("select pg_try_advisory_xact_lock(:lock)"), {"lock": LOCK}).scalar_one()
        if not mine:
            return 0
    before = head(conn)
    rows = conn.execute(_unsealed(conn, before)).mappings().all()
    links = []
    for row in rows:
        before = Head(before.place + 1, _link(vault, before, row))
        links.append({"place": before.place, "audit_id": row["id"], "hash": before.hash})
    if links:
        conn.execute(insert(audit_chain), links)
    return len(links)


def waits(conn: Connection) -> bool:
    """Whether `seal` would do anything."""
    return conn.execute(_unsealed(conn, head(conn)).limit(1)).first() is not None


def head(conn: Connection) -> Head:
    """The last link."""
    last = select(audit_chain.c.place, audit_chain.c.hash).order_by(audit_chain.c.place.desc()).limit(1)
    row = conn.execute(last).first()
    return Head(row.place, row.hash) if row else Head(0, FIRST)


def verify(
    conn: Connection, vault: Vault, heads: Sequence[Head], seen: Callable[[int], None] = lambda _rows: None
) -> Verdict:
    """Read the whole chain. ``heads``: what was written outside the database, oldest first. ``seen``: progress."""
    outside = {one.place: one.hash for one in heads}
    now = clock_now(conn)
    before, count, ended = Head(0, FIRST), 0, True
    for row in _links(conn):
        ended = ended and _has_ended(row, now)
        fault = "" if ended else _fault(vault, before, row)
        fault = fault or _against(outside, row)
        if fault:
            return Verdict(count, fault)
        before = Head(row["place"], row["hash"])
        count += 1
        if count % BATCH == 0:
            seen(count)
    last = heads[-1].place if heads else 0
    if last > before.place:
        return Verdict(count, f"la fin manque : la chaîne a {before.place} maillons, il y en avait {last}.")
    stray = conn.execute(_never_sealed(now)).first()
    if stray is not None:
        return Verdict(count, f"la ligne {stray.id} n'est pas dans la chaîne : ajoutée après coup, ou rien ne scelle.")
    return Verdict(count)


def _has_ended(row: RowMapping, now: int) -> bool:
    """Whether the row is gone because its time was over; only rows at the beginning can be."""
    made = int(row["audit_id"][:ID_TIME_DIGITS], 16) // 1000
    return row["id"] is None and made < now - KEPT_SECONDS


def _fault(vault: Vault, before: Head, row: RowMapping) -> str:
    place = row["place"]
    if place != before.place + 1:
        return f"le maillon {before.place + 1} manque."
    if row["id"] is None:
        return f"la ligne {row['audit_id']} (maillon {place}) manque."
    if row["hash"] != _link(vault, before, row):
        return f"la ligne {row['id']} (maillon {place}) a changé."
    return ""


def _against(outside: dict[int, str], row: RowMapping) -> str:
    known = outside.get(row["place"], row["hash"])
    return "" if known == row["hash"] else f"le maillon {row['place']} n'est pas celui qui est écrit hors de la base."


def _link(vault: Vault, before: Head, row: RowMapping) -> str:
    kept = [before.place + 1, before.hash, row["id"], row["worker_id"], row["action"], row["thing"], row["at"]]
    return vault.token("audit", orjson.dumps(kept).decode())


def _unsealed(conn: Connection, last: Head) -> Select[Any]:
    """Rows that no link covers, oldest first; only the newest rows are looked through."""
    newest = conn.execute(select(func.max(audit_chain.c.audit_id)).where(audit_chain.c.place > last.place - BATCH))
    since = newest.scalar_one() or ""
    late = f"{max(0, int(since[:ID_TIME_DIGITS], 16) - LATE_MS):012x}" if since else ""
    return (
        select(audit)
        .outerjoin(audit_chain, audit_chain.c.audit_id == audit.c.id)
        .where(audit.c.id > late, audit_chain.c.place.is_(None))
        .order_by(audit.c.id)
        .limit(BATCH)
    )


def _never_sealed(now: int) -> Select[Any]:
    return (
        select(audit.c.id)
        .outerjoin(audit_chain, audit_chain.c.audit_id == audit.c.id)
        .where(audit_chain.c.place.is_(None), audit.c.at < now - SEALED_WITHIN_SECONDS)
        .order_by(audit.c.id)
        .limit(1)
    )


def _links(conn: Connection) -> Iterator[RowMapping]:
    """Every link with its row, by pages: the whole does not fit a small machine's memory."""
    at = -1
    while True:
        page = conn.execute(
            select(audit_chain, audit)
            .outerjoin(audit, audit.c.id == audit_chain.c.audit_id)
            .where(audit_chain.c.place > at)
            .order_by(audit_chain.c.place)
            .limit(BATCH)
        ).mappings().all()  # fmt: skip
        yield from page
        if len(page) < BATCH:
            return
        at = page[-1]["place"]
