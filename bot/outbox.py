"""What may be sent now, and how it ended: the outbox's rows, one statement at a time.

Only the oldest unsent row of a conversation may go. Outside WhatsApp's 24 hours a row waits (*pending*) behind a neutral
template, and goes when the person answers.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import structlog
from sqlalchemy import ColumnElement, Connection, RowMapping, and_, bindparam, exists, or_, select, update

from bot.channels.message import Message
from bot.channels.wire import JOINED, Delivered, Gone, Rejected, Retry, Sent, Uncertain
from bot.copies import CHANNEL, remember_one
from bot.hiding import late
from bot.house import House
from bot.outgoing import SENDING_LEASE_SECONDS, UNSENT
from bot.records.clock import DatabaseNow
from bot.records.clock import now as clock_now
from bot.records.tables import address, conversation, outbox, person_key

log = structlog.get_logger()

TRIES_MAX = 5
BACKOFF_FIRST_SECONDS = 5.0
BACKOFF_MAX_SECONDS = 3600.0
HEADS_AT_ONCE = 100
TEMPLATE_SENT = "template_sent"
"""On a pending row: the neutral template for this silence has gone; a second one would only disturb."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """The oldest unsent row of a conversation, leased by this process and opened.

    ``knock``: the window is closed, so the neutral template goes instead and the row waits.
    """

    outbox: str
    conversation: str
    channel: str
    address: str
    words: Message
    parts_done: int
    tries: int
    knock: bool = False


def _unsent(now: int) -> ColumnElement[bool]:
    return or_(
        and_(outbox.c.state == "ready", outbox.c.next_at <= now),
        and_(outbox.c.state == "sending", outbox.c.lease_until <= now),
    )


_older = outbox.alias("older")
_OLDER_UNSENT = exists().where(
    _older.c.conversation_id == outbox.c.conversation_id, _older.c.id < outbox.c.id, _older.c.state.in_(UNSENT)
)


def due_heads(conn: Connection) -> list[str]:
    """Conversations whose oldest unsent row may be tried now, those that wait longest first.

    A row behind one that must wait does not count: else a provider's outage would fill the batch with conversations
    that can do nothing, and those that could would starve.
    """
    now = clock_now(conn)
    rows = (
        select(outbox.c.conversation_id).where(_unsent(now), ~_OLDER_UNSENT).order_by(outbox.c.id).limit(HEADS_AT_ONCE)
    )
    return list(conn.execute(rows).scalars())


def claim_head(conn: Connection, house: House, conversation_id: str) -> Claimed | None:
    """Lease the oldest unsent row, dropping prompts that a human's claim has outdated. None: nothing to do now."""
    now = clock_now(conn)
    conn.execute(
        update(outbox)
        .where(
            outbox.c.conversation_id == conversation_id,
            or_(outbox.c.state == "ready", and_(outbox.c.state == "sending", outbox.c.lease_until <= now)),
            outbox.c.kind == "prompt",
            outbox.c.epoch < select(conversation.c.epoch).where(conversation.c.id == conversation_id).scalar_subquery(),
        )
        .values(state="dropped")
    )
    head = (
        select(outbox, address.c.channel, address.c.sealed.label("sealed_address"), address.c.person_id,
               address.c.window_until, person_key.c.wrapped)
        .join(address, address.c.id == outbox.c.address_id)
        .join(person_key, person_key.c.person_id == address.c.person_id)
        .where(
            outbox.c.conversation_id == conversation_id,
            _unsent(now),
            ~_OLDER_UNSENT,
        )
        .limit(1)
        .with_for_update(of=outbox, skip_locked=True)
    )  # fmt: skip
    row = conn.execute(head).mappings().first()
    if row is None:
        return None
    knock = row["channel"] == "whatsapp" and row["window_until"] <= now
    if knock and _has_knocked(conn, conversation_id):
        conn.execute(update(outbox).where(outbox.c.id == row["id"]).values(state="pending", error=TEMPLATE_SENT))
        return claim_head(conn, house, conversation_id)
    conn.execute(
        update(outbox)
        .where(outbox.c.id == row["id"])
        .values(state="sending", lease_until=now + SENDING_LEASE_SECONDS, tries=outbox.c.tries + 1)
    )
    claimed = _opened(house, row, knock=knock)
    if not claimed.words.delete_refs:
        return claimed
    refs = dict.fromkeys((*claimed.words.delete_refs, *late(conn, conversation_id, claimed.outbox)))
    return replace(claimed, words=replace(claimed.words, delete_refs=tuple(refs)))


def _opened(house: House, row: RowMapping, *, knock: bool) -> Claimed:
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    return Claimed(
        outbox=row["id"],
        conversation=row["conversation_id"],
        channel=row["channel"],
        address=key.open(row["address_id"], "address", row["sealed_address"]).decode(),
        words=Message.from_json(key.open(row["id"], "outbox", row["sealed"])),
        parts_done=row["parts_done"],
        tries=row["tries"] + 1,
        knock=knock,
    )


def _has_knocked(conn: Connection, conversation_id: str) -> bool:
    waits = exists().where(
        outbox.c.conversation_id == conversation_id, outbox.c.state == "pending", outbox.c.error == TEMPLATE_SENT
    )
    return bool(conn.execute(select(waits)).scalar_one())


SENT = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values(
        state="sent",
        lease_until=0,
        parts_done=bindparam("part"),
        provider_id=bindparam("provider"),
        earlier_ids=bindparam("earlier"),
    )
)


def settle_and_next(conn: Connection, house: House, claimed: Claimed, sent: Sent, parts: int) -> Claimed | None:
    """Write down how ``claimed`` ended and lease the next row of its conversation, in one transaction."""
    settle(conn, claimed, sent, parts)
    return claim_head(conn, house, claimed.conversation)


def settle(conn: Connection, claimed: Claimed, sent: Sent, parts: int) -> None:
    """Write down how a message ended."""
    values: dict[str, object] = {"parts_done": parts, "lease_until": 0}
    match sent:
        case Delivered() if claimed.knock:
            values |= {"state": "pending", "error": TEMPLATE_SENT}
        case Delivered(provider_id=provider_id):
            earlier, _, last = provider_id.rpartition(JOINED)
            values = {"row": claimed.outbox, "part": parts, "provider": last, "earlier": earlier}
            if not conn.execute(SENT, values).rowcount and claimed.channel == CHANNEL:
                for one in filter(None, provider_id.split(JOINED)):
                    remember_one(conn, one)  # the person was forgotten while this was on its way
            return
        case Retry(after=after, reason=reason) if claimed.tries < TRIES_MAX or after is not None:
            values |= {"state": "ready", "next_at": DatabaseNow() + delay(claimed.tries, after), "error": reason}
        case Uncertain(reason=reason) if claimed.tries < TRIES_MAX:
            values |= {"state": "ready", "next_at": DatabaseNow() + delay(claimed.tries, None), "error": reason}
        case Gone(reason=reason):
            values |= {"state": "failed", "error": reason}
            conn.execute(
                update(address)
                .where(
                    address.c.id == select(outbox.c.address_id).where(outbox.c.id == claimed.outbox).scalar_subquery()
                )
                .values(gone=1)
            )
        case Retry(reason=reason) | Uncertain(reason=reason) | Rejected(reason=reason):
            values |= {"state": "failed", "error": reason}
            log.error("message_failed", outbox=claimed.outbox, channel=claimed.channel, reason=reason)
    conn.execute(update(outbox).where(outbox.c.id == claimed.outbox).values(**values))


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
