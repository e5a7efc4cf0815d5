"""What the platforms do with what somebody writes. Telegram posts it until it is taken, Twilio for fifteen seconds and then
keeps it in its list; both may post it twice, and the one of two that is quicker comes first.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from tests.doubles.twilio_person import Form
from tests.faults.ledger import Update
from tests.faults.provider import PAUSE_SECONDS, POST_SECONDS, Provider

TWILIO_SECONDS: Final = 15.0
TWILIO_TRIES: Final = 6
"""« rc=5 » in the address's fragment: five more tries (platforms.md)."""
NEWS_SECONDS: Final = 0.2
WHATSAPP_FROM: Final = 22_370_000_000
"""Chats from here on are on WhatsApp: the ledger calls them by their number."""


@dataclass(frozen=True, slots=True)
class Letter:
    """Something that a person wrote, and how it is posted."""

    chat: int
    update: Update
    form: Form | dict[str, Any]


@dataclass
class Carrier:
    """Posts to any of several webs, as the reverse proxy before them does: where one is gone, to the next."""

    provider: Provider
    client: httpx.AsyncClient
    webs: Sequence[str]
    _turn: itertools.count[int] = field(default_factory=itertools.count)

    def write(self, chat: int, words: str) -> Letter:
        """The person writes; nothing is posted yet."""
        if chat < WHATSAPP_FROM:
            update = self.provider.people.person_writes(chat, words)
            return Letter(chat, update["update_id"], update)
        self.provider.whatsapp.now = int(time.time())
        form = self.provider.whatsapp.person_writes(f"whatsapp:+{chat}", words)
        return Letter(chat, dict(form.fields)["MessageSid"], form)

    def lose(self, letter: Letter) -> None:
        """Twilio has it and never comes: only its list knows of it."""
        self.provider.ledger.noted(letter.chat, letter.update)

    async def post(self, letter: Letter) -> None:
        """Until it is taken, or for as long as the platform tries."""
        ledger, until = self.provider.ledger, time.monotonic() + TWILIO_SECONDS
        for number in itertools.count(1):
            ledger.posted(letter.chat, letter.update)
            if await self._taken(letter.form):
                ledger.acknowledged(letter.update)
                return
            if isinstance(letter.form, Form) and (number == TWILIO_TRIES or time.monotonic() > until):
                return
            await asyncio.sleep(PAUSE_SECONDS * min(number, 10))

    async def bring_news(self) -> None:
        """Twilio's status callbacks, for ever; one that is not taken is not brought again."""
        while True:
            for form in self.provider.whatsapp.news():
                await self._taken(form)
            await asyncio.sleep(NEWS_SECONDS)

    async def _taken(self, form: Form | dict[str, Any]) -> bool:
        web = self.webs[next(self._turn) % len(self.webs)]
        with suppress(httpx.TransportError):
            if isinstance(form, Form):
                answer = await self.client.post(
                    web + form.path, content=form.body, headers=form.headers, timeout=POST_SECONDS
                )
            else:
                answer = await self.client.post(
                    f"{web}/webhook/telegram", json=form, headers=self.provider.people.headers(), timeout=POST_SECONDS
                )
            return answer.is_success
        return False
