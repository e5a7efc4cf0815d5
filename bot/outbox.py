"""Taking from the outbox what is to be sent: which rows may go stands in `bot/due.py`, how they ended in `bot/settling.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    RowMapping,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from bot.channels.message import Message
from bot.due import TEMPLATE_SENT, due, gave_way, has_knocked, is_closed, is_free
from bot.hiding import late
from bot.house import House
from bot.outgoing import BULK, BY_WORKER, SENDING_LEASE_SECONDS, UNSURE, rewrite, unsent
from bot.records.clock import DatabaseNow
from bot.records.prepared import Prepared
from bot.records.tables import address, is_one_of, outbox, person_key
from bot.withdrawal import without_withdrawn

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Claimed:
    """The oldest unsent row of a conversation, leased by this process and opened.

    ``knock``: the window is closed, so the neutral template goes instead and the row waits. ``epoch``: number of the
    claim under which it was written; a human has come since when the conversation's is higher. ``lease``: when it ends;
    no two leases of a row end at the same time, so it tells whose the row is. ``doubt``: an earlier try got no answer, or
    its process died over it. ``at``: when it was written. ``yields``: said to many, and nobody waits behind it.
    """

    outbox: str
    conversation: str
    channel: str
    address: str
    words: Message
    parts_done: int
    tries: int
    knock: bool = False
    epoch: int = 0
    lease: int = 0
    kind: str = "prompt"
    doubt: bool = False
    at: int = 0
    yields: bool = False


_younger, _head = outbox.alias("younger"), outbox.alias("head")
_TO = outbox.c.address_id == address.c.id
_AWAITED = exists().where(
    _younger.c.conversation_id == outbox.c.conversation_id, _younger.c.id > outbox.c.id, unsent(_younger)
)
_WRAPPED = select(person_key.c.wrapped).join(address, address.c.person_id == person_key.c.person_id).where(_TO)
_CLAIMED = (
    *(column for column in outbox.c if column.name not in {"provider_id", "earlier_ids"}),
    select(address.c.channel).where(_TO).scalar_subquery().label("channel"),
    select(address.c.sealed).where(_TO).scalar_subquery().label("sealed_address"),
    select(address.c.person_id).where(_TO).scalar_subquery().label("person_id"),
    select(is_closed()).where(_TO).scalar_subquery().label("knock"),
    _WRAPPED.scalar_subquery().label("wrapped"),
    _AWAITED.label("awaited"),
)
"""What is known of a row once it is leased."""


def _lease(of: ColumnElement[bool]) -> ReturningUpdate[Any]:
    """Rows whose process died over them, and that nobody found out about, bear their doubt from now on."""
    free = due(_head).where(of, ~gave_way(_head), ~and_(is_closed(), has_knocked(_head)))
    known = or_(~is_one_of(outbox.c.state, "sending"), outbox.c.error.startswith(UNSURE))
    return (
        update(outbox)
        .where(outbox.c.id.in_(free.with_for_update(of=_head, skip_locked=True)))
        .values(
            state="sending",
            lease_until=DatabaseNow() + SENDING_LEASE_SECONDS,
            tries=outbox.c.tries + 1,
            error=case((known, outbox.c.error), else_=literal(UNSURE, String) + outbox.c.error),
        )
        .returning(outbox.c.id)
    )


_MANY = Prepared(
    _lease(_head.c.conversation_id == func.any(bindparam("conversations", type_=ARRAY(String)))).returning(
        *_CLAIMED[1:]
    )
)
_ONE = Prepared(_lease(_head.c.conversation_id == bindparam("conversation", type_=String)))
_LEASED = Prepared(select(*_CLAIMED).where(outbox.c.id == bindparam("id")))
"""SQLite's RETURNING tells nothing of other tables."""


def claim_heads(conn: Connection, house: House, conversations: Sequence[str]) -> dict[str, Claimed]:
    """Lease the oldest unsent row of each of ``conversations``, in one statement. Who is not in it has nothing to send now,
    or something that only `claim_head` can clear away.

    A row that cannot be opened is left to its lease: it must not keep others from theirs.
    """
    if conn.dialect.name == "postgresql":
        rows = _MANY.all(conn, {"conversations": list(conversations)})
    else:
        leased = [row for one in conversations for row in _ONE.all(conn, {"conversation": one})]
        rows = [row for one in leased for row in _LEASED.all(conn, {"id": one["id"]})]
    found = {}
    for row in rows:
        try:
            claimed = _opened(conn, house, row)
        except ValueError as error:
            log.error("not_opened", outbox=row["id"], error=type(error).__name__)
            continue
        if claimed.words.delete_refs:
            refs = dict.fromkeys((*claimed.words.delete_refs, *late(conn, claimed.conversation, claimed.outbox)))
            claimed = replace(claimed, words=replace(claimed.words, delete_refs=tuple(refs)))
        found[claimed.conversation] = claimed
    return found


def claim_head(conn: Connection, house: House, conversation_id: str) -> Claimed | None:
    """As ``claim_heads``, clearing away first what is not to go: prompts that a human's claim has outdated, and what must
    wait behind a template that was sent before. None: nothing to do now.
    """
    mine = outbox.c.conversation_id == conversation_id
    conn.execute(update(outbox).where(mine, is_free(), gave_way(outbox)).values(state="dropped"))
    while not (found := claim_heads(conn, house, [conversation_id])):
        waits = due(_head).where(_head.c.conversation_id == conversation_id, is_closed(), has_knocked(_head))
        waiting = update(outbox).where(outbox.c.id.in_(waits)).values(state="pending", error=TEMPLATE_SENT)
        if not conn.execute(waiting).rowcount:
            return None
    return found[conversation_id]


def is_held(claimed: Claimed) -> ColumnElement[bool]:
    """Whether the row is still the one that was leased: a process that slept finds it changed by another."""
    mine = is_one_of(outbox.c.state, "sending"), outbox.c.lease_until == claimed.lease
    return and_(outbox.c.id == claimed.outbox, *mine)


def _opened(conn: Connection, house: House, row: RowMapping) -> Claimed:
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    words = Message.from_json(key.open(row["id"], "outbox", row["sealed"]))
    safe = words if row["kind"] == BY_WORKER else without_withdrawn(house.book, words)
    if safe != words:
        rewrite(conn, key, row["id"], safe)
    return Claimed(
        outbox=row["id"],
        conversation=row["conversation_id"],
        channel=row["channel"],
        address=key.open(row["address_id"], "address", row["sealed_address"]).decode(),
        words=safe,
        parts_done=row["parts_done"] if safe == words else 0,
        tries=row["tries"],
        knock=bool(row["knock"]),
        epoch=row["epoch"],
        lease=row["lease_until"],
        kind=row["kind"],
        doubt=row["error"].startswith(UNSURE),
        at=row["at"],
        yields=row["kind"] == BULK and not row["awaited"],
    )
