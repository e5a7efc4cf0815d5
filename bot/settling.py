"""How a message ended, written down, by whoever still holds it.

A process that slept, or that its store kept waiting, may find that another has taken the row over: then it changes
nothing but the one thing that it alone knows, the provider's id of what it has sent, which *hide* and *forget* need.
"""

from __future__ import annotations

import math
import random
from typing import Any

import structlog
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Connection,
    String,
    and_,
    bindparam,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)

from bot.channels.wire import JOINED, Delivered, Gone, Rejected, Retry, Sent, Uncertain
from bot.copies import CHANNEL, remember_one
from bot.house import House
from bot.outbox import TEMPLATE_SENT, Claimed, claim_head, is_held
from bot.outgoing import UNSURE
from bot.records.clock import DatabaseNow
from bot.records.prepared import Prepared
from bot.records.tables import address, conversation, is_one_of, outbox

log = structlog.get_logger()

TRIES_MAX = 5
BACKOFF_FIRST_SECONDS = 5.0
BACKOFF_MAX_SECONDS = 3600.0
ALWAYS_AGAIN = "safety"
"""Better read twice than not at all."""
NEVER_ALONE = "worker"
"""A worker's words: she sees that nobody knows, and sends them again herself, or does not."""
Ended = tuple[Claimed, str, int]
"""A message that was delivered, the provider's ids of its calls, and how many of its parts are done."""

_EPOCH = select(conversation.c.epoch).where(conversation.c.id == outbox.c.conversation_id).scalar_subquery()


def _with(ids: Any) -> Any:
    """The ids that stand there and these."""
    return func.trim(outbox.c.earlier_ids + literal(JOINED) + ids, JOINED)


def _sent(row: object, lease: object, part: object, provider: object, earlier: object) -> Prepared:
    """Whoever had put it back or given it up did not know that it had gone."""
    mine = and_(is_one_of(outbox.c.state, "sending"), outbox.c.lease_until == lease)
    nobodys = is_one_of(outbox.c.state, "ready", "pending", "dropped", "failed")
    said_already = and_(outbox.c.provider_id == provider, outbox.c.provider_id != literal_column("''"))
    # … and the store's answer to that was lost on its way
    statement = (
        update(outbox)
        .where(outbox.c.id == row, or_(mine, nobodys, said_already))
        .values(
            state="sent",
            lease_until=literal(0),
            parts_done=part,
            provider_id=provider,
            earlier_ids=_with(earlier),
            error="",
        )
        .returning(outbox.c.id, _EPOCH.label("epoch"))
    )
    return Prepared(statement)


_many = select(
    func.unnest(bindparam("rows", type_=ARRAY(String))).label("row"),
    func.unnest(bindparam("leases", type_=ARRAY(BigInteger))).label("lease"),
    func.unnest(bindparam("parts", type_=ARRAY(BigInteger))).label("part"),
    func.unnest(bindparam("providers", type_=ARRAY(String))).label("provider"),
    func.unnest(bindparam("earliers", type_=ARRAY(String))).label("earlier"),
).subquery("ended")
MANY_SENT = _sent(_many.c.row, _many.c.lease, _many.c.part, _many.c.provider, _many.c.earlier)
ONE_SENT = _sent(
    bindparam("row"),
    bindparam("lease", type_=BigInteger),
    bindparam("part"),
    bindparam("provider"),
    bindparam("earlier", type_=String),
)


def settle_sent(conn: Connection, ended: list[Ended]) -> dict[str, int]:
    """Write down what was delivered, in one statement. Returns the claim's number of each conversation now, by outbox
    row; a row that is not in it belonged to somebody who was forgotten meanwhile, or is another's now: see `keep_ids`.
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
        found = [one for row in rows for one in ONE_SENT.all(conn, row)]
    return {one["id"]: one["epoch"] for one in found}


def keep_ids(conn: Connection, claimed: Claimed, ids: str) -> None:
    """What was delivered under a lease that had ended. Of who was forgotten meanwhile the copy is to be deleted."""
    if not ids:
        return
    kept = update(outbox).where(outbox.c.id == claimed.outbox).values(earlier_ids=_with(literal(ids)))
    if conn.execute(kept).rowcount:
        log.warning("lease_lost", outbox=claimed.outbox)
    elif claimed.channel == CHANNEL:
        for one in filter(None, ids.split(JOINED)):
            remember_one(conn, one)


def settle_and_next(
    conn: Connection, house: House, claimed: Claimed, sent: Sent, parts: int, ids: str = ""
) -> Claimed | None:
    """Write down how ``claimed`` ended and lease the next row of its conversation, in one transaction."""
    settle(conn, claimed, sent, parts, ids)
    return claim_head(conn, house, claimed.conversation)


def release(conn: Connection, claims: list[Claimed]) -> None:
    """Rows that this process held and will not send now: anybody's again, not tried yet."""
    for claimed in claims:
        conn.execute(update(outbox).where(is_held(claimed)).values(state="ready", lease_until=0, tries=0))


def put_off(conn: Connection, claimed: Claimed, parts: int, seconds: float, ids: str = "") -> None:
    """What may not go yet, by our own measure: that was no try."""
    values = {"state": "ready", "parts_done": parts, "tries": claimed.tries - 1}
    values |= {"next_at": DatabaseNow() + math.ceil(seconds)}
    _end(conn, claimed, values, ids)


def settle(conn: Connection, claimed: Claimed, sent: Sent, parts: int, ids: str = "") -> None:
    """Write down how a message ended. ``ids``: the provider's, of those of its calls that were answered well."""
    match sent:
        case Delivered(provider_id=provider_id):
            if claimed.knock:
                _end(conn, claimed, {"state": "pending", "error": TEMPLATE_SENT}, "")
            elif not settle_sent(conn, [(claimed, provider_id, parts)]):
                keep_ids(conn, claimed, provider_id)
            return
        case Retry(after=after, reason=reason) if claimed.tries < TRIES_MAX or after is not None:
            values = {"state": "ready", "next_at": DatabaseNow() + delay(claimed.tries, after), "error": reason}
            if claimed.doubt:
                values["error"] = UNSURE + reason  # nobody has found out yet
        case Uncertain(reason=reason) if _again(claimed):
            values = {"state": "ready", "next_at": DatabaseNow() + delay(claimed.tries, None), "error": UNSURE + reason}
        case Gone(reason=reason):
            values = {"state": "failed", "error": reason}
            here = select(outbox.c.address_id).where(outbox.c.id == claimed.outbox).scalar_subquery()
            conn.execute(update(address).where(address.c.id == here).values(gone=1))
        case Retry(reason=reason) | Uncertain(reason=reason) | Rejected(reason=reason):
            unsure = isinstance(sent, Uncertain) or (claimed.doubt and isinstance(sent, Retry))
            values = {"state": "failed", "error": UNSURE + reason if unsure else reason}
            log.error("message_failed", outbox=claimed.outbox, channel=claimed.channel, reason=reason)
    _end(conn, claimed, values | {"parts_done": parts}, ids)


def _again(claimed: Claimed) -> bool:
    """Whether what may have arrived is tried again: safety always, a question once. A worker's words only where the
    provider can be asked first.
    """
    if claimed.kind == ALWAYS_AGAIN:
        return claimed.tries < TRIES_MAX
    return not claimed.doubt and (claimed.kind != NEVER_ALONE or claimed.channel == CHANNEL)


def _end(conn: Connection, claimed: Claimed, values: dict[str, object], ids: str) -> None:
    mine = update(outbox).where(is_held(claimed)).values(lease_until=0, **values)
    if ids:
        mine = mine.values(earlier_ids=_with(literal(ids)))
    if not conn.execute(mine).rowcount:
        keep_ids(conn, claimed, ids)


def reopen(conn: Connection, conversation_id: str) -> None:
    """The person wrote: what waited behind the template may go."""
    conn.execute(
        update(outbox)
        .where(outbox.c.conversation_id == conversation_id, outbox.c.state == "pending")
        .values(state="ready", error="", tries=0)
    )


def delay(tries: int, after: float | None) -> int:
    """Seconds until the next try: what the provider asks, or 5 s to 1 h doubling four-fold, with jitter."""
    if after is not None:
        return int(after) + 1
    base = min(BACKOFF_FIRST_SECONDS * 4 ** (tries - 1), BACKOFF_MAX_SECONDS)
    return int(base * random.uniform(0.8, 1.2))  # noqa: S311 — jitter, not a secret
