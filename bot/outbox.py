"""What may be sent now: the outbox's rows, one statement at a time. How it ended stands in `bot/settling.py`.

Only the oldest unsent row of a conversation may go. Outside WhatsApp's 24 hours a row waits (*pending*) behind a neutral
template, and goes when the person answers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, exists, or_, select, update

from bot.channels.message import Message
from bot.hiding import late
from bot.house import House
from bot.outgoing import BULK, GIVES_WAY, SENDING_LEASE_SECONDS, UNSURE, unsent
from bot.records.clock import now as clock_now
from bot.records.tables import address, conversation, is_one_of, outbox, person_key
from content.levels import URGENT_LEVELS

HEADS_AT_ONCE = 100
TEMPLATE_SENT = "template_sent"
"""On a pending row: the neutral template for this silence has gone; a second one would only disturb."""


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


def _unsent(now: int) -> ColumnElement[bool]:
    return or_(
        and_(is_one_of(outbox.c.state, "ready"), outbox.c.next_at <= now),
        and_(is_one_of(outbox.c.state, "sending"), outbox.c.lease_until <= now),
    )


_older = outbox.alias("older")
_younger = outbox.alias("younger")
_YOUNGER_UNSENT = exists().where(
    _younger.c.conversation_id == outbox.c.conversation_id, _younger.c.id > outbox.c.id, unsent(_younger)
)
_OUTDATED = exists().where(
    conversation.c.id == outbox.c.conversation_id,
    or_(
        conversation.c.epoch > outbox.c.epoch,
        and_(outbox.c.kind == BULK, or_(conversation.c.mode == "stopped", conversation.c.level.in_(URGENT_LEVELS))),
    ),
)
"""A human has come since; or, for what is said to many, the person wants no more words, or is in danger."""
_OLDER_UNSENT = exists().where(
    _older.c.conversation_id == outbox.c.conversation_id, _older.c.id < outbox.c.id, unsent(_older)
)


def due_heads(conn: Connection) -> list[str]:
    """Conversations whose oldest unsent row may be tried now, those that wait longest first.

    A row behind one that must wait does not count: else a provider's outage would fill the batch with conversations
    that can do nothing, and those that could would starve. What is said to many comes after what is said to one.
    """
    now = clock_now(conn)
    rows = (
        select(outbox.c.conversation_id)
        .where(_unsent(now), ~_OLDER_UNSENT)
        .order_by(is_one_of(outbox.c.kind, BULK), outbox.c.id)
        .limit(HEADS_AT_ONCE)
    )
    return list(conn.execute(rows).scalars())


def claim_head(conn: Connection, house: House, conversation_id: str) -> Claimed | None:
    """Lease the oldest unsent row, dropping prompts that a human's claim has outdated. None: nothing to do now."""
    now = clock_now(conn)
    conn.execute(
        update(outbox)
        .where(
            outbox.c.conversation_id == conversation_id,
            or_(
                is_one_of(outbox.c.state, "ready"),
                and_(is_one_of(outbox.c.state, "sending"), outbox.c.lease_until <= now),
            ),
            outbox.c.kind.in_(GIVES_WAY),
            _OUTDATED,
        )
        .values(state="dropped")
    )
    head = (
        select(outbox, address.c.channel, address.c.sealed.label("sealed_address"), address.c.person_id,
               address.c.window_until, person_key.c.wrapped, _YOUNGER_UNSENT.label("awaited"))
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
    lease = now + SENDING_LEASE_SECONDS
    conn.execute(
        update(outbox)
        .where(outbox.c.id == row["id"])
        .values(state="sending", lease_until=lease, tries=outbox.c.tries + 1)
    )
    claimed = _opened(house, row, lease, knock=knock)
    if not claimed.words.delete_refs:
        return claimed
    refs = dict.fromkeys((*claimed.words.delete_refs, *late(conn, conversation_id, claimed.outbox)))
    return replace(claimed, words=replace(claimed.words, delete_refs=tuple(refs)))


def is_held(claimed: Claimed) -> ColumnElement[bool]:
    """Whether the row is still the one that was leased: a process that slept finds it changed by another."""
    mine = is_one_of(outbox.c.state, "sending"), outbox.c.lease_until == claimed.lease
    return and_(outbox.c.id == claimed.outbox, *mine)


def _opened(house: House, row: RowMapping, lease: int, *, knock: bool) -> Claimed:
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
        epoch=row["epoch"],
        lease=lease,
        kind=row["kind"],
        doubt=row["state"] == "sending" or row["error"].startswith(UNSURE),
        at=row["at"],
        yields=row["kind"] == BULK and not row["awaited"],
    )


def _has_knocked(conn: Connection, conversation_id: str) -> bool:
    waits = exists().where(
        outbox.c.conversation_id == conversation_id, outbox.c.state == "pending", outbox.c.error == TEMPLATE_SENT
    )
    return bool(conn.execute(select(waits)).scalar_one())
