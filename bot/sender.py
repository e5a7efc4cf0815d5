"""Sending what the outbox holds: in order within a conversation, at once across them, at least once each.

Policy lives here; a channel only makes one call and says how it ended.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass

import structlog
from sqlalchemy import Connection, and_, exists, or_, select, update

from bot.channels.message import Message
from bot.channels.render import render
from bot.channels.wire import Channel, Delivered, Gone, Rejected, Retry, Sent, Uncertain, Wire
from bot.house import House
from bot.outgoing import SENDING_LEASE_SECONDS
from bot.records.clock import now as clock_now
from bot.records.database import Database
from bot.records.tables import address, conversation, outbox, person_key
from bot.records.tables import message as message_table
from bot.turns import TurnDone

log = structlog.get_logger()

TRIES_MAX = 5
BACKOFF_FIRST_SECONDS = 5.0
BACKOFF_MAX_SECONDS = 3600.0
HEADS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Claimed:
    """The oldest unsent row of a conversation, leased by this process and opened."""

    outbox: str
    message: str
    conversation: str
    channel: str
    address: str
    words: Message
    parts_done: int
    tries: int


class Sender:
    """One task a conversation that has something to send; nobody waits for somebody else's provider call."""

    def __init__(self, database: Database, house: House, channels: Mapping[str, Channel]) -> None:
        self.database = database
        self.house = house
        self.channels = channels
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()

    def offer(self, done: TurnDone) -> None:
        """Look at ``done``'s conversation soon. Cheap; called after every commit."""
        if done.channel == "web" or not done.conversation:
            return
        if done.conversation in self._busy:
            self._again.add(done.conversation)
            return
        task = asyncio.get_running_loop().create_task(self._drain(done.conversation))
        self._busy[done.conversation] = task
        task.add_done_callback(lambda _: self._busy.pop(done.conversation, None))

    async def _drain(self, conversation_id: str) -> None:
        while True:
            claimed = await self.database.write(claim_head, self.house, conversation_id)
            if claimed is None:
                if conversation_id in self._again:
                    self._again.discard(conversation_id)
                    continue
                return
            sent, parts = await self._send(claimed)
            await self.database.write(settle, claimed, sent, parts)
            if isinstance(sent, Retry | Uncertain):
                return

    async def _send(self, claimed: Claimed) -> tuple[Sent, int]:
        """Every wire of one message, from the first that is not yet done."""
        channel = self.channels.get(claimed.channel)
        if channel is None:
            return Rejected(f"no channel « {claimed.channel} » is configured here"), claimed.parts_done
        wires = render(claimed.words, channel.capabilities)
        done, last = claimed.parts_done, ""
        for wire in wires[done:]:
            sent = await self._call(channel, claimed.address, wire)
            if not isinstance(sent, Delivered):
                return sent, done
            done, last = done + 1, sent.provider_id or last
        return Delivered(last), done

    async def _call(self, channel: Channel, address_text: str, wire: Wire) -> Sent:
        try:
            return await channel.send(address_text, wire)
        except Exception as error:  # noqa: BLE001 — a channel that raises is a bug; the message must survive it
            log.error("channel_raised", channel=channel.capabilities.channel, error=type(error).__name__)
            return Uncertain(type(error).__name__)

    async def sweep(self) -> None:
        """Conversations whose oldest row is due: first tries that lost their wake-up, retries, dead leases."""
        for conversation_id in await self.database.read(due_heads):
            self.offer(TurnDone(conversation_id, "", ""))

    async def close(self) -> None:
        """Let the calls under way end."""
        if self._busy:
            await asyncio.gather(*self._busy.values(), return_exceptions=True)
        for channel in self.channels.values():
            await channel.close()


def _unsent(now: int) -> object:
    return or_(
        and_(outbox.c.state == "ready", outbox.c.next_at <= now),
        and_(outbox.c.state == "sending", outbox.c.lease_until <= now),
    )


def due_heads(conn: Connection) -> list[str]:
    """Conversations with a row that may be tried now."""
    now = clock_now(conn)
    rows = select(outbox.c.conversation_id).where(_unsent(now)).distinct().limit(HEADS_AT_ONCE)  # type: ignore[arg-type]
    return list(conn.execute(rows).scalars())


def claim_head(conn: Connection, house: House, conversation_id: str) -> Claimed | None:
    """Lease the oldest unsent row, dropping prompts that a human's claim has outdated. None: nothing to do now."""
    now = clock_now(conn)
    conn.execute(
        update(outbox)
        .where(
            outbox.c.conversation_id == conversation_id,
            outbox.c.state == "ready",
            outbox.c.kind == "prompt",
            outbox.c.epoch < select(conversation.c.epoch).where(conversation.c.id == conversation_id).scalar_subquery(),
        )
        .values(state="dropped")
    )
    older = outbox.alias("older")
    head = (
        select(outbox, address.c.channel, address.c.sealed.label("sealed_address"), address.c.person_id,
               person_key.c.wrapped)
        .join(address, address.c.id == outbox.c.address_id)
        .join(person_key, person_key.c.person_id == address.c.person_id)
        .where(
            outbox.c.conversation_id == conversation_id,
            _unsent(now),  # type: ignore[arg-type]
            ~exists().where(
                older.c.conversation_id == conversation_id,
                older.c.id < outbox.c.id,
                older.c.state.in_(("ready", "sending")),
            ),
        )
        .limit(1)
        .with_for_update(of=outbox, skip_locked=True)
    )  # fmt: skip
    row = conn.execute(head).mappings().first()
    if row is None:
        return None
    conn.execute(
        update(outbox)
        .where(outbox.c.id == row["id"])
        .values(state="sending", lease_until=now + SENDING_LEASE_SECONDS, tries=outbox.c.tries + 1)
    )
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    return Claimed(
        outbox=row["id"],
        message=row["message_id"],
        conversation=conversation_id,
        channel=row["channel"],
        address=key.open(row["address_id"], "address", row["sealed_address"]).decode(),
        words=Message.from_json(key.open(row["id"], "outbox", row["sealed"])),
        parts_done=row["parts_done"],
        tries=row["tries"] + 1,
    )


def settle(conn: Connection, claimed: Claimed, sent: Sent, parts: int) -> None:
    """Write down how a message ended, in the outbox and in the transcript."""
    now = clock_now(conn)
    values: dict[str, object] = {"parts_done": parts, "lease_until": 0}
    match sent:
        case Delivered(provider_id=provider_id):
            values |= {"state": "sent", "provider_id": provider_id}
        case Retry(after=after, reason=reason) if claimed.tries < TRIES_MAX or after is not None:
            values |= {"state": "ready", "next_at": now + delay(claimed.tries, after), "error": reason}
        case Uncertain(reason=reason) if claimed.tries < TRIES_MAX:
            values |= {"state": "ready", "next_at": now + delay(claimed.tries, None), "error": reason}
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
    if claimed.message and "state" in values:
        seen = {"state": values["state"], "ref": values.get("provider_id", "")}
        conn.execute(update(message_table).where(message_table.c.id == claimed.message).values(**seen))


def delay(tries: int, after: float | None) -> int:
    """Seconds until the next try: what the provider asks, or 5 s to 1 h doubling four-fold, with jitter."""
    if after is not None:
        return int(after) + 1
    base = min(BACKOFF_FIRST_SECONDS * 4 ** (tries - 1), BACKOFF_MAX_SECONDS)
    return int(base * random.uniform(0.8, 1.2))  # noqa: S311 — jitter, not a secret
