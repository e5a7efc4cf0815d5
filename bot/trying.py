"""One try of one message: every call that it needs, from the first that is not yet done."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace

import structlog

from bot.channels.capabilities import Capabilities
from bot.channels.message import Message
from bot.channels.numbered import with_numbers
from bot.channels.render import render
from bot.channels.whatsapp.client import WhatsAppChannel
from bot.channels.whatsapp.templates import NEUTRAL
from bot.channels.wire import JOINED, Channel, Delivered, Rejected, Retry, Sent, Uncertain, Wire
from bot.doubt import arrived
from bot.inorder import InOrder
from bot.outbox import Claimed
from bot.outgoing import HELD_SECONDS
from bot.rates import NotYet, Rates
from bot.records.database import Database

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Tried:
    """``parts``: how many of its calls are done, earlier tries' included. ``ids``: the provider's, of this try's.

    ``claimed``: the row, without its doubt where the provider has answered it.
    """

    claimed: Claimed
    sent: Sent | NotYet
    parts: int
    ids: str = ""


class Trying:
    """Makes the calls, at the platforms' pace."""

    def __init__(self, database: Database, channels: Mapping[str, Channel], rates: Rates, order: InOrder) -> None:
        self._order = order
        self._database = database
        self._channels = channels
        self.rates = rates

    async def send(self, claimed: Claimed, until: float) -> Tried:
        """``until``: by the loop's clock; no call is begun after it, since the lease could end before the call does."""
        channel = self._channels.get(claimed.channel)
        done = claimed.parts_done
        if channel is None:
            return Tried(claimed, Retry(None, f"no channel « {claimed.channel} » is configured here"), done)
        wires = _wires(claimed.words, channel.capabilities)
        if claimed.doubt and not claimed.knock and isinstance(channel, WhatsAppChannel):
            found = await arrived(self._database, channel, claimed, wires[done:])
            if isinstance(found, Retry):
                return Tried(claimed, found, done)
            begun = Tried(replace(claimed, doubt=False), NotYet(0), done + len(found), JOINED.join(found))
        else:
            begun = Tried(claimed, NotYet(0), done)
        return await self._from(begun, channel, wires, until)

    async def _from(self, begun: Tried, channel: Channel, wires: list[Wire], until: float) -> Tried:
        """Make the calls that ``begun`` has not."""
        claimed, done, ids = begun.claimed, begun.parts, [begun.ids] if begun.ids else []
        said = 1 if claimed.knock else sum(wire.kind != "delete" for wire in wires[done:])  # taking back is at once
        too_soon = (
            await self.rates.wait(claimed.channel, claimed.conversation, said, yields=claimed.yields) if said else None
        )
        if too_soon is not None:
            return Tried(claimed, too_soon, done, JOINED.join(ids))
        if claimed.knock:
            return Tried(claimed, await self._call(channel, claimed.address, Wire("template", template=NEUTRAL)), done)
        for wire in wires[done:]:
            if asyncio.get_running_loop().time() > until:
                return Tried(claimed, NotYet(0), done, JOINED.join(ids))
            sent = await self._call(channel, claimed.address, wire)
            if isinstance(sent, Rejected) and wire.kind in {"delete", "voice"}:  # the words go without it
                what = "not_taken_back" if wire.kind == "delete" else "not_said_aloud"
                log.warning(what, outbox=claimed.outbox, channel=claimed.channel)
            elif not isinstance(sent, Delivered):
                return Tried(claimed, sent, done, JOINED.join(ids))
            elif sent.provider_id:
                ids.append(sent.provider_id)
            done += 1
            if wire.kind == "voice" and isinstance(sent, Delivered) and done < len(wires):
                await self._order.wait(claimed, sent)  # the words would overtake their voice, which Twilio must fetch
        return Tried(claimed, Delivered(JOINED.join(ids)), done, JOINED.join(ids))

    async def _call(self, channel: Channel, address: str, wire: Wire) -> Sent:
        try:
            return await channel.send(address, wire)
        except Exception as error:  # noqa: BLE001 — a channel that raises is a bug; the message must survive it
            log.error("channel_raised", channel=channel.capabilities.channel, error=type(error).__name__)
            return Uncertain(type(error).__name__)


def ends() -> float:
    """Until when calls may be begun under a lease taken now."""
    return asyncio.get_running_loop().time() + HELD_SECONDS


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
