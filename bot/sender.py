"""Sending what the outbox holds: in order within a conversation, at once across them, at least once each.

Policy lives here and in `bot/outbox.py`; a channel only makes one call and says how it ended.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import structlog
from sqlalchemy import Connection

from bot.channels.capabilities import Capabilities
from bot.channels.message import Message
from bot.channels.numbered import with_numbers
from bot.channels.render import render
from bot.channels.whatsapp.templates import NEUTRAL
from bot.channels.wire import JOINED, Channel, Delivered, Rejected, Retry, Sent, Uncertain, Wire
from bot.done import TurnDone
from bot.house import House
from bot.outbox import Claimed, claim_head, due_heads
from bot.outgoing import SENDING_LEASE_SECONDS
from bot.rates import NotYet, Rates
from bot.records.database import Database
from bot.settling import Settling, put_off, release, settle, settle_and_next

log = structlog.get_logger()

STOP_SECONDS = 20.0  # a provider call ends before
HELD_SECONDS = SENDING_LEASE_SECONDS / 2  # rows that wait behind a slow call are let go before their lease ends
TWILIO_ORDER_SECONDS = 3.0  # Twilio keeps no order: the next message waits for *sent* of this one, or so long


class Sender:
    """One task a conversation that has something to send; nobody waits for somebody else's provider call."""

    def __init__(self, database: Database, house: House, channels: Mapping[str, Channel], rates: Rates) -> None:
        self.database = database
        self.house = house
        self.channels = channels
        self.rates = rates
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._again: dict[str, tuple[Claimed, ...]] = {}
        self._settling = Settling(database)
        self._on_its_way: dict[str, asyncio.Event] = {}

    def offer(self, done: TurnDone) -> None:
        """Look at ``done``'s conversation soon. Cheap; called after every commit."""
        if done.channel == "web" or not done.conversation:
            return
        if done.ours and done.conversation not in self._busy:
            self._start(done.conversation, done.ours, rest=done.rest)
        elif done.ours or done.rest or done.channel == "":
            self._look(done.conversation, done.ours)

    def heard(self, provider_id: str) -> None:
        """The provider says that a message is on its way: the next one of its conversation may follow."""
        event = self._on_its_way.get(provider_id)
        if event is not None:
            event.set()

    async def sweep(self) -> None:
        """Conversations whose oldest row is due: first tries that lost their wake-up, retries, dead leases."""
        for conversation in await self.database.read(due_heads):
            self._look(conversation)

    async def close(self) -> None:
        """Let the calls under way end; what cannot be written down by then, the store being away, is left to its lease."""
        if self._busy:
            _, left = await asyncio.wait(self._busy.values(), timeout=STOP_SECONDS)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
        for channel in self.channels.values():
            await channel.close()

    def _look(self, conversation: str, ours: tuple[Claimed, ...] = ()) -> None:
        if conversation not in self._busy:
            self._start(conversation, ours, rest=True)
            return
        self._again[conversation] = self._again.get(conversation, ()) + ours

    def _start(self, conversation: str, ours: tuple[Claimed, ...], *, rest: bool) -> None:
        task = asyncio.get_running_loop().create_task(self._drain(conversation, ours, rest=rest))
        self._busy[conversation] = task
        task.add_done_callback(lambda ended: self._ended(conversation, ended))

    def _ended(self, conversation: str, task: asyncio.Task[None]) -> None:
        self._busy.pop(conversation, None)
        if not task.cancelled() and task.exception() is not None:
            log.error("sending_failed", conversation=conversation, error=type(task.exception()).__name__)
        if conversation in self._again:
            self._start(conversation, self._again.pop(conversation), rest=True)

    async def _drain(self, conversation: str, ours: tuple[Claimed, ...], *, rest: bool) -> None:
        """Send until nothing is due. ``ours``: rows that this process holds already; ``rest``: others may wait behind."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        for place, claimed in enumerate(ours):
            sent, parts = await self._send(claimed)
            left = [later.outbox for later in ours[place + 1 :]]
            if not isinstance(sent, Delivered):
                await self.database.write(_stopped, claimed, sent, parts, left)
                if isinstance(sent, Retry | Uncertain | NotYet):
                    return
                rest = True
                break
            epoch = await self._settling.sent(claimed, sent, parts)
            late = loop.time() - began > HELD_SECONDS
            if left and (late or epoch != claimed.epoch):  # or a human came, or nobody is there any more
                await self.database.write(release, left)
                rest = True
                break
            if left or rest:
                await self._in_order(claimed, sent)
        if not rest:
            return
        following = await self.database.write(claim_head, self.house, conversation)
        while following is not None:
            sent, parts = await self._send(following)
            if isinstance(sent, Retry | Uncertain | NotYet):
                await self.database.write(_stopped, following, sent, parts, [])
                return
            if isinstance(sent, Delivered) and self._waits(following):
                await self._settling.sent(following, sent, parts)
                await self._in_order(following, sent)
                following = await self.database.write(claim_head, self.house, conversation)
            else:
                following = await self.database.write(settle_and_next, self.house, following, sent, parts)

    def _waits(self, claimed: Claimed) -> bool:
        return claimed.channel == "whatsapp" and not claimed.knock

    async def _in_order(self, claimed: Claimed, sent: Delivered) -> None:
        if not self._waits(claimed):
            return
        provider_id = sent.provider_id.rpartition(JOINED)[2]
        event = self._on_its_way.setdefault(provider_id, asyncio.Event())
        try:
            async with asyncio.timeout(TWILIO_ORDER_SECONDS):
                await event.wait()
        except TimeoutError:
            return
        finally:
            self._on_its_way.pop(provider_id, None)

    async def _send(self, claimed: Claimed) -> tuple[Sent | NotYet, int]:
        """Every wire of one message, from the first that is not yet done."""
        channel = self.channels.get(claimed.channel)
        if channel is None:
            return Retry(None, f"no channel « {claimed.channel} » is configured here"), claimed.parts_done
        wires = _wires(claimed.words, channel.capabilities)
        ids: list[str] = []
        done = claimed.parts_done
        said = 1 if claimed.knock else sum(wire.kind != "delete" for wire in wires[done:])  # taking back is at once
        too_soon = await self.rates.wait(claimed.channel, claimed.conversation, said) if said else None
        if too_soon is not None:
            return too_soon, done
        if claimed.knock:
            return await self._call(channel, claimed.address, Wire("template", template=NEUTRAL)), done
        for wire in wires[done:]:
            sent = await self._call(channel, claimed.address, wire)
            if isinstance(sent, Rejected) and wire.kind == "delete":
                log.warning("not_taken_back", outbox=claimed.outbox, channel=claimed.channel)
            elif not isinstance(sent, Delivered):
                return sent, done
            elif sent.provider_id:
                ids.append(sent.provider_id)
            done += 1
        return Delivered(JOINED.join(ids)), done

    async def _call(self, channel: Channel, address: str, wire: Wire) -> Sent:
        try:
            return await channel.send(address, wire)
        except Exception as error:  # noqa: BLE001 — a channel that raises is a bug; the message must survive it
            log.error("channel_raised", channel=channel.capabilities.channel, error=type(error).__name__)
            return Uncertain(type(error).__name__)


def _stopped(conn: Connection, claimed: Claimed, sent: Sent | NotYet, parts: int, left: list[str]) -> None:
    """Write down how ``claimed`` ended and let go of those behind it, which must not overtake it."""
    if isinstance(sent, NotYet):
        put_off(conn, claimed, parts, sent.seconds)
    else:
        settle(conn, claimed, sent, parts)
    release(conn, left)


def _wires(words: Message, capabilities: Capabilities) -> list[Wire]:
    """The calls for one message. Labels that no check has seen (a new service) must not silence a whole question:
    then it goes as numbered text.
    """
    try:
        return render(words, capabilities)
    except ValueError as error:
        log.error("not_rendered", key=words.key, error=type(error).__name__)
        plain = replace(words, text=with_numbers(words.text, words.choices), choices=())
        return render(plain, capabilities)
