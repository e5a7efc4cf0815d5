"""On WhatsApp the next message of a conversation waits for *sent* of the one before, or a moment: Twilio keeps no order."""

from __future__ import annotations

import asyncio

from bot.channels.wire import JOINED, Delivered
from bot.outbox import Claimed

TWILIO_ORDER_SECONDS = 3.0
REMEMBERED = 1000  # ids of which news came before anybody waited: more than are on their way at once


class InOrder:
    """Who waits for which message of this process."""

    def __init__(self) -> None:
        self._on_its_way: dict[str, asyncio.Event] = {}
        self._heard: dict[str, None] = {}

    def heard(self, provider_id: str) -> None:
        """The provider says that a message is on its way: the next one of its conversation may follow."""
        event = self._on_its_way.get(provider_id)
        if event is not None:
            event.set()
            return
        self._heard[provider_id] = None
        if len(self._heard) > REMEMBERED:
            del self._heard[next(iter(self._heard))]

    def matters(self, claimed: Claimed) -> bool:
        """Whether anybody behind ``claimed`` has to wait."""
        return claimed.channel == "whatsapp" and not claimed.knock

    async def wait(self, claimed: Claimed, sent: Delivered) -> None:
        """Return when the next one may go."""
        if not self.matters(claimed):
            return
        provider_id = sent.provider_id.rpartition(JOINED)[2]
        if provider_id in self._heard:  # news overtook the answer to our call
            del self._heard[provider_id]
            return
        event = self._on_its_way.setdefault(provider_id, asyncio.Event())
        try:
            async with asyncio.timeout(TWILIO_ORDER_SECONDS):
                await event.wait()
        except TimeoutError:
            return
        finally:
            self._on_its_way.pop(provider_id, None)
