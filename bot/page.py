"""The page of a turn: every row that nearly each turn writes, put down together.

What came, the transcript's lines, what goes out, and the conversation's own row: one statement on PostgreSQL, where each
costs a round trip; four prepared ones on SQLite, where they cost nothing. Rarer writings (a hand-over, a timer) stand in
`bot/carry.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    BigInteger,
    ColumnElement,
    Connection,
    LargeBinary,
    String,
    Subquery,
    Update,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal_column,
    select,
    true,
    update,
)  # fmt: skip
from sqlalchemy.dialects import postgresql, sqlite

from bot.outgoing import unsent
from bot.records.prepared import Prepared
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
    values = {
        "conversation": page.conversation, "address": page.address, "out_epoch": page.epoch, "line_seq": page.seq,
        "now": page.at, "lease": page.lease_until, "version": page.version, **{f"new_{name}": page.row[name] for name in ROW},
    }  # fmt: skip
    if page.came is not None:
        values |= {f"in_{name}": value for name, value in page.came.items()}
    if conn.dialect.name != "postgresql":
        return _one_by_one(conn, page, values)
    for prefix, columns, rows in (("line", LINE, page.lines), ("out", OUT, page.out)):
        values |= {f"{prefix}_{name}s": [row[name] for row in rows] for name in columns}
    found = (_TOGETHER if page.came is not None else _TOGETHER_LATER).first(conn, values)
    return Put(found is not None, bool(found and found["ours"]))


def _one_by_one(conn: Connection, page: Page, values: dict[str, Any]) -> Put:
    if page.came is not None and not _CAME.all(conn, values):
        return Put(new=False, ours=False)
    if page.lines:
        _SAID.run(conn, *({**values, **{f"line_{name}": line[name] for name in LINE}} for line in page.lines))
    if page.out:
        _QUEUED.run(conn, *({**values, **{f"out_{name}": row[name] for name in OUT}} for row in page.out))
    _ROW.run(conn, values)
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


def _arrays(prefix: str, columns: dict[str, Any]) -> Subquery:
    """Lists side by side, as rows."""
    lists = (func.unnest(bindparam(f"{prefix}_{n}s", type_=ARRAY(kind))).label(n) for n, kind in columns.items())
    return select(*lists).subquery(f"{prefix}_rows")


def _together(*, later: bool) -> Prepared:
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
    lines, out = _arrays("line", LINE), _arrays("out", OUT)
    waits = exists().where(outbox.c.conversation_id == CONVERSATION, unsent())
    state = case((and_(out.c.state == SENDING, waits), READY), else_=out.c.state)
    placed = select(*(state.label("state") if name == "state" else out.c[name] for name in OUT)).subquery("placed")
    said, queued = _line_values(lines.c), _out_values(placed.c)
    put_lines = insert(message).from_select(list(said), select(*said.values()).where(new), include_defaults=False)
    put_out = (
        insert(outbox)
        .from_select(list(queued), select(*queued.values()).where(new), include_defaults=False)
        .returning(outbox.c.state)
        .cte("queued")
    )
    ours = exists(select(put_out.c.state).where(put_out.c.state == SENDING))
    statement = _row().where(new).add_cte(put_lines.cte("said"), put_out)
    return Prepared(statement.returning(conversation.c.id, select(ours).scalar_subquery().label("ours")))


_TOGETHER = _together(later=False)
_TOGETHER_LATER = _together(later=True)
_CAME = Prepared(
    sqlite.insert(inbound)
    .values({column.name: bindparam(f"in_{column.name}", type_=column.type) for column in inbound.c})
    .on_conflict_do_nothing()
    .returning(inbound.c.id)
)
_SAID = Prepared(insert(message).values(_line_values(_bound("line", LINE))))
_QUEUED = Prepared(insert(outbox).values(_out_values(_bound("out", OUT))))
_ROW = Prepared(_row())
