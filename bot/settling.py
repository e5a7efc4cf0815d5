"""How a message ended, written down, by whoever still holds it: delivered (`posted.py`), to be tried again, or given up."""

from __future__ import annotations

import math
import random

import structlog
from sqlalchemy import Connection, literal, select, update

from bot import posted
from bot.channels.wire import Delivered, Gone, Rejected, Retry, Sent, Uncertain
from bot.copies import CHANNEL
from bot.due import TEMPLATE_SENT
from bot.house import House
from bot.outbox import Claimed, claim_head, is_held
from bot.outgoing import BY_WORKER, UNSURE
from bot.records.clock import DatabaseNow
from bot.records.tables import address, outbox

log = structlog.get_logger()

TRIES_MAX = 5
BACKOFF_FIRST_SECONDS = 5.0
BACKOFF_MAX_SECONDS = 3600.0
ALWAYS_AGAIN = "safety"
"""Better read twice than not at all."""
NEVER_ALONE = BY_WORKER
"""A worker's words: she sees that nobody knows, and sends them again herself, or does not."""


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
            elif not posted.settle_sent(conn, [(claimed, provider_id, parts)]):
                posted.keep_ids(conn, claimed, provider_id)
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
        mine = mine.values(earlier_ids=posted.with_ids(literal(ids)))
    if not conn.execute(mine).rowcount:
        posted.keep_ids(conn, claimed, ids)


def delay(tries: int, after: float | None) -> int:
    """Seconds until the next try: what the provider asks, or 5 s to 1 h doubling four-fold, with jitter."""
    if after is not None:
        return int(after) + 1
    base = min(BACKOFF_FIRST_SECONDS * 4 ** (tries - 1), BACKOFF_MAX_SECONDS)
    return int(base * random.uniform(0.8, 1.2))  # noqa: S311 — jitter, not a secret
