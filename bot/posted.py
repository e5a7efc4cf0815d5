"""What a provider has taken, written down, many at once.

A process that slept, or that its store kept waiting, may find that another has taken the row over: then it changes
nothing but the one thing that it alone knows, the provider's id of what it has sent, which *hide* and *forget* need.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Connection,
    String,
    Update,
    and_,
    bindparam,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)

from bot.channels.wire import JOINED
from bot.copies import CHANNEL, remember_one
from bot.outbox import Claimed
from bot.outgoing import unsent
from bot.records.prepared import Prepared
from bot.records.tables import conversation, is_one_of, outbox

log = structlog.get_logger()

Ended = tuple[Claimed, str, int]
"""A message that was delivered, the provider's ids of its calls, and how many of its parts are done."""


@dataclass(frozen=True, slots=True)
class Settled:
    """How a conversation stands once a message of it is written down as sent.

    ``epoch``: the number of its claim. ``more``: words of it are still to be sent; what is queued later rings by itself.
    """

    epoch: int
    more: bool


_EPOCH = select(conversation.c.epoch).where(conversation.c.id == outbox.c.conversation_id).scalar_subquery()
_other = outbox.alias("other")
_MORE = exists().where(_other.c.conversation_id == outbox.c.conversation_id, _other.c.id != outbox.c.id, unsent(_other))

_STANDS = (_EPOCH.label("epoch"), _MORE.label("more"))


def with_ids(ids: Any) -> Any:
    """The ids that stand there and these."""
    return func.trim(outbox.c.earlier_ids + literal(JOINED) + ids, JOINED)


def _sent(row: object, lease: object, part: object, provider: object, earlier: object) -> Update:
    """Whoever had put it back or given it up did not know that it had gone."""
    mine = and_(is_one_of(outbox.c.state, "sending"), outbox.c.lease_until == lease)
    nobodys = is_one_of(outbox.c.state, "ready", "pending", "dropped", "failed")
    said_already = and_(outbox.c.provider_id == provider, outbox.c.provider_id != literal_column("''"))
    # … and the store's answer to that was lost on its way
    return (
        update(outbox)
        .where(outbox.c.id == row, or_(mine, nobodys, said_already))
        .values(
            state="sent",
            lease_until=literal(0),
            parts_done=part,
            provider_id=provider,
            earlier_ids=with_ids(earlier),
            error="",
        )
    )


_many = select(
    func.unnest(bindparam("rows", type_=ARRAY(String))).label("row"),
    func.unnest(bindparam("leases", type_=ARRAY(BigInteger))).label("lease"),
    func.unnest(bindparam("parts", type_=ARRAY(BigInteger))).label("part"),
    func.unnest(bindparam("providers", type_=ARRAY(String))).label("provider"),
    func.unnest(bindparam("earliers", type_=ARRAY(String))).label("earlier"),
).subquery("ended")
MANY_SENT = Prepared(
    _sent(_many.c.row, _many.c.lease, _many.c.part, _many.c.provider, _many.c.earlier).returning(outbox.c.id, *_STANDS)
)
ONE_SENT = Prepared(
    _sent(
        bindparam("row"),
        bindparam("lease", type_=BigInteger),
        bindparam("part"),
        bindparam("provider"),
        bindparam("earlier", type_=String),
    )
)
STANDS = Prepared(select(outbox.c.id, *_STANDS).where(outbox.c.id == bindparam("row")))
"""What SQLite is asked after that: its RETURNING tells nothing of other rows."""


def settle_sent(conn: Connection, ended: list[Ended]) -> dict[str, Settled]:
    """Write down what was delivered, in one statement. Returns how each conversation stands now, by outbox row; a row that
    is not in it belonged to somebody who was forgotten meanwhile, or is another's now: see `keep_ids`.
    """
    rows = []
    for claimed, provider_id, parts in ended:
        earlier, _, last = provider_id.rpartition(JOINED)
        rows.append(
            {"row": claimed.outbox, "lease": claimed.lease, "part": parts, "provider": last, "earlier": earlier}
        )
    if conn.dialect.name == "postgresql":
        found = MANY_SENT.all(conn, {f"{name}s": [row[name] for row in rows] for name in rows[0]})
    else:
        sent = [row for row in rows if ONE_SENT.changed(conn, row)]
        found = [stands for row in sent for stands in STANDS.all(conn, row)]
    return {one["id"]: Settled(one["epoch"], bool(one["more"])) for one in found}


def keep_ids(conn: Connection, claimed: Claimed, ids: str) -> None:
    """What was delivered under a lease that had ended. Of who was forgotten meanwhile the copy is to be deleted."""
    if not ids:
        return
    kept = update(outbox).where(outbox.c.id == claimed.outbox).values(earlier_ids=with_ids(literal(ids)))
    if conn.execute(kept).rowcount:
        log.warning("lease_lost", outbox=claimed.outbox)
    elif claimed.channel == CHANNEL:
        for one in filter(None, ids.split(JOINED)):
            remember_one(conn, one)
