"""Telegram with two bots, the one for people and the team's, and Twilio, behind one address; it writes the ledger.

Made of the doubles as they are: each still checks every call and keeps every screen.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

import httpx
from aiohttp import web

from tests.doubles.server import Served
from tests.doubles.telegram_api import SECRET, TOKEN, TelegramApi
from tests.doubles.twilio_api import TwilioApi
from tests.doubles.twilio_rules import Sent
from tests.faults.ledger import Got, Ledger

STAFF_TOKEN: Final = "5151515151:AAstaffTokenForTestsOnly_0123456789abc"
STAFF_SECRET: Final = "the-staff-secret"
GROUP: Final = -1001234567890
POST_SECONDS: Final = 10.0
TORN_SECONDS: Final = 20.0
PAUSE_SECONDS: Final = 0.1
PUBLIC_URL: Final = "http://sira.example"  # not https, so that a browser that speaks http keeps its cookie


class Twilio(TwilioApi):
    """Tells ``told`` of each message that it took, before the sender hears so."""

    def __init__(self) -> None:
        super().__init__(PUBLIC_URL)
        self.told: Callable[[int, str], Got] | None = None

    def _accept(self, message: Sent) -> web.Response:
        answer = super()._accept(message)
        assert self.told is not None
        self.told(number_of(message.to), message.body or f"({message.kind})").answered = True
        return answer


class Provider(Served):
    """``people`` and ``team`` are the bots; a chat in ``torn`` gets what is sent, and its sender no whole answer; one in
    ``late`` gets its next message at once, and its sender the answer after so many seconds.
    """

    def __init__(self) -> None:
        super().__init__()
        self.whatsapp = Twilio()
        self.people = TelegramApi(TOKEN, secret=SECRET)
        self.team = TelegramApi(STAFF_TOKEN, secret=STAFF_SECRET)
        self.forget()

    def forget(self) -> None:
        """A new case: nobody is known."""
        self.people.reset()
        self.team.reset()
        self.whatsapp.reset()
        self.team.new_group(GROUP)
        self.torn: set[int] = set()
        self.late: dict[int, float] = {}
        self.ledger = Ledger()
        self.whatsapp.told = self.ledger.came
        self.whatsapp.now = int(time.time())  # its list says when a message came

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """As the bot whose token it is would answer; what reached somebody is written down first."""
        if not request.path.startswith(("/bot", "/file")):
            return await self.whatsapp.handle(request)
        bot = self.team if STAFF_TOKEN in request.path else self.people
        known = len(bot.calls)
        answer = await bot.handle(request)
        if len(bot.calls) == known:
            return answer
        call = bot.calls[-1]
        chat = call.parameters.get("chat_id", 0)
        if call.method == "deleteMessage":
            self.ledger.deleted.append(chat)
        if not call.method.startswith("send"):
            return answer
        got = self.ledger.came(chat, call.parameters.get("text", f"({call.method})"))
        if chat in self.torn:
            return await self._torn(request)
        if seconds := self.late.pop(chat, 0.0):
            await asyncio.sleep(seconds)
        got.answered = request.transport is not None and not request.transport.is_closing()
        return answer

    async def _torn(self, request: web.Request) -> web.StreamResponse:
        """The head of an answer, and then nothing until the sender has gone."""
        begun = web.StreamResponse(headers={"Content-Type": "application/json"})
        await begun.prepare(request)
        assert self._released is not None
        with suppress(TimeoutError):  # ended earlier when the sender goes: the server then cancels it
            await asyncio.wait_for(self._released.wait(), TORN_SECONDS)
        return begun

    async def deliver(self, client: httpx.AsyncClient, url: str, chat: int, update: dict[str, Any]) -> int:
        """Post ``update`` until it has its 2xx, as Telegram does. How often it was posted."""
        number = update["update_id"]
        while True:
            self.ledger.posted(chat, number)
            try:
                answer = await client.post(
                    f"{url}/webhook/telegram", json=update, headers=self.people.headers(), timeout=POST_SECONDS
                )
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.is_success:
                self.ledger.acknowledged(number)
                return self.ledger.sent[number].tries
            await asyncio.sleep(PAUSE_SECONDS)


def number_of(person: str) -> int:
    """What the ledger calls somebody on WhatsApp."""
    return int(person.removeprefix("whatsapp:+"))
