"""The page of a turn: every row that nearly each turn writes, put down together.

What came, the transcript's lines, what goes out, and the conversation's own row: one statement on PostgreSQL, where each
costs a round trip; four prepared ones on SQLite, where they cost nothing. Rarer writings (a hand-over, a timer) stand in
`bot/carry.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    LargeBinary,
    String,
    Update,
    and_,
    bindparam,
    case,
    column,
    exists,
    false,
    insert,
    literal_column,
    select,
    true,
    update,
    values,
)  # fmt: skip
from sqlalchemy.dialects import postgresql, sqlite

from bot.outgoing import unsent
from bot.records.prepared import Prepared, named
from bot.records.tables import conversation, inbound, message, outbox

ROW = (
    "session", "seq", "language", "region", "centre", "mode", "epoch", "level", "due_at", "claimed_by", "lease_until",
    "spoken", "organisation", "team", "last_from", "last_at",
)  # fmt: skip
"""Columns of the conversation that a turn may change: written always, so that the statement is one."""
LINE = {"id": String, "author": String, "kind": String, "sealed": LargeBinary, "ref": String, "hidden": BigInteger}
OUT = {"id": String, "kind": String, "state": String, "sealed": LargeBinary}
CONVERSATION = bindparam("conversation", type_=String)
SENDING: ColumnElement[str] = literal_column("'sending'")
READY: ColumnElement[str] = literal_column("'ready'")
ZERO: ColumnElement[int] = literal_column("0")
EMPTY: ColumnElement[str] = literal_column("''")


@dataclass(slots=True)
class Page:
    """``came``: the row of the inbox, None when it stands there already. ``lines`` and ``out``: see `outgoing.rows`.

    ``row``: the conversation's columns of ``ROW``; ``version``: the one that was read and thought about.
    """

    conversation: str
    address: str
    epoch: int
    seq: int
    at: int
    lease_until: int
    version: int
    row: dict[str, Any]
    came: dict[str, Any] | None
    lines: list[dict[str, Any]]
    out: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Put:
    """``new`` False: the provider had sent the message before, or the conversation has changed since it was read; nothing
    was written. ``ours``: rows that asked to be *sending* are this process's to send.
    """

    new: bool
    ours: bool


def put(conn: Connection, page: Page) -> Put:
    """Write ``page``, if the conversation is still as it was read. Without ``came`` the caller must hold its row."""
    given = {
        "conversation": page.conversation, "address": page.address, "out_epoch": page.epoch, "line_seq": page.seq,
        "now": page.at, "lease": page.lease_until, "version": page.version,
    }  # fmt: skip
    if conn.dialect.name != "postgresql":
        return _one_by_one(conn, page, given)
    given |= named("new", page.row) | named("in", page.came or {})
    for prefix, columns, rows in (("line", LINE, page.lines), ("out", OUT, page.out)):
        given |= {f"{prefix}_{name}_{place}": row[name] for place, row in enumerate(rows) for name in columns}
    found = _together(len(page.lines), len(page.out), later=page.came is None).first(conn, given)
    return Put(found is not None, bool(found and found["ours"]))


def _one_by_one(conn: Connection, page: Page, given: dict[str, Any]) -> Put:
    if page.came is not None and not _CAME.changed(conn, named("in", page.came)):
        return Put(new=False, ours=False)
    if page.lines:
        _SAID.run(conn, *[given | named("line", line) for line in page.lines])
    if page.out:
        _QUEUED.run(conn, *[given | named("out", row) for row in page.out])
    _ROW.run(conn, given | named("new", page.row))
    return Put(new=True, ours=True)


def _row() -> Update:
    return (
        update(conversation)
        .where(conversation.c.id == CONVERSATION)
        .values(version=conversation.c.version + 1, **{name: bindparam(f"new_{name}") for name in ROW})
    )


def _out_values(row: Any) -> dict[str, Any]:
    leased = row["state"] == SENDING
    return {name: row[name] for name in OUT} | {
        "conversation_id": CONVERSATION, "address_id": bindparam("address", type_=String), "epoch": _number("out_epoch"),
        "at": _number("now"), "parts_done": ZERO, "next_at": ZERO, "provider_id": EMPTY, "earlier_ids": EMPTY,
        "error": EMPTY, "tries": case((leased, literal_column("1")), else_=ZERO),
        "lease_until": case((leased, _number("lease")), else_=ZERO),
    }  # fmt: skip


def _line_values(row: Any) -> dict[str, Any]:
    return {name: row[name] for name in LINE} | {
        "conversation_id": CONVERSATION, "seq": _number("line_seq"), "at": _number("now"),
    }  # fmt: skip


def _number(name: str) -> ColumnElement[int]:
    return bindparam(name, type_=BigInteger)


def _bound(prefix: str, columns: dict[str, Any]) -> dict[str, Any]:
    return {name: bindparam(f"{prefix}_{name}", type_=kind()) for name, kind in columns.items()}


def _listed(prefix: str, columns: dict[str, Any], count: int) -> FromClause:
    """So many rows, each value by itself: as arrays they would cost the driver three times as much."""
    given = [
        tuple(bindparam(f"{prefix}_{name}_{place}", type_=kind()) for name, kind in columns.items())
        for place in range(count)
    ]
    return values(*(column(name, kind) for name, kind in columns.items()), name=f"{prefix}_rows").data(given)


@cache
def _together(lines_count: int, out_count: int, *, later: bool) -> Prepared:
    """The statement for so many lines and so many words; a turn says few, so there are few such statements."""
    unchanged = conversation.c.version == bindparam("version", type_=BigInteger)
    held = select(conversation.c.id).where(conversation.c.id == CONVERSATION, unchanged).with_for_update().cte("held")
    given = {column.name: bindparam(f"in_{column.name}", type_=column.type) for column in inbound.c}
    came: CTE = (
        postgresql.insert(inbound)
        .from_select(list(given), select(*given.values()).where(exists(select(held.c.id))), include_defaults=False)
        .on_conflict_do_nothing()
        .returning(inbound.c.id)
        .cte("came")
    )
    new = true() if later else exists(select(came.c.id))
    statement = _row().where(new)
    if lines_count:
        lines = _listed("line", LINE, lines_count)
        said = _line_values(lines.c)
        put_lines = insert(message).from_select(list(said), select(*said.values()).where(new), include_defaults=False)
        statement = statement.add_cte(put_lines.cte("said"))
    if not out_count:
        return Prepared(statement.returning(conversation.c.id, false().label("ours")))
    out = _listed("out", OUT, out_count)
    waits = exists().where(outbox.c.conversation_id == CONVERSATION, unsent())
    state = case((and_(out.c.state == SENDING, waits), READY), else_=out.c.state)
    placed = select(*(state.label("state") if name == "state" else out.c[name] for name in OUT)).subquery("placed")
    queued = _out_values(placed.c)
    put_out = (
        insert(outbox)
        .from_select(list(queued), select(*queued.values()).where(new), include_defaults=False)
        .returning(outbox.c.state)
        .cte("queued")
    )
    ours = exists(select(put_out.c.state).where(put_out.c.state == SENDING))
    statement = statement.add_cte(put_out)
    return Prepared(statement.returning(conversation.c.id, select(ours).scalar_subquery().label("ours")))


_CAME = Prepared(
    sqlite.insert(inbound)
    .values({column.name: bindparam(f"in_{column.name}", type_=column.type) for column in inbound.c})
    .on_conflict_do_nothing()
)
_SAID = Prepared(insert(message).values(_line_values(_bound("line", LINE))))
_QUEUED = Prepared(insert(outbox).values(_out_values(_bound("out", OUT))))
_ROW = Prepared(_row())
