"""Many people who talk while things break: on Telegram and on WhatsApp, every third of them in danger."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from typing import Final

from tests.faults.carrier import WHATSAPP_FROM, Carrier, Letter
from tests.faults.lives import DANGER, HELLO

LINES: Final = (*HELLO, "1", "kayes", "30")
URGENT_LINES: Final = (*HELLO, DANGER)
FIRST: Final = 9001
EVERY_URGENT: Final = 3
EVERY_WHATSAPP: Final = 2
PAUSE_SECONDS: Final = 0.1


@dataclass(frozen=True, slots=True)
class Trouble:
    """How often the way to us fails, as shares: posted twice, overtaken by the next, never posted by Twilio."""

    twice: float = 0.0
    overtaken: float = 0.0
    lost: float = 0.0


@dataclass
class Person:
    """``number`` decides who they are. ``orderly``: what they wrote came in the order in which they wrote it."""

    number: int
    sent: int = 0
    answered: int = 0
    orderly: bool = True
    danger_at: float = 0.0
    in_time: bool = True
    """What they wrote in danger was posted: else its time runs from the list on."""

    @property
    def urgent(self) -> bool:
        return self.number % EVERY_URGENT == 0

    @property
    def chat(self) -> int:
        return FIRST + self.number + (0 if self.number % EVERY_WHATSAPP else WHATSAPP_FROM)

    @property
    def lines(self) -> tuple[str, ...]:
        return URGENT_LINES if self.urgent else LINES


@dataclass
class Crowd:
    """``people`` write with the carrier, and read each answer before they go on, for at most ``patience`` seconds."""

    carrier: Carrier
    people: list[Person]
    trouble: Trouble
    dice: random.Random
    patience: float
    think: float = 1.0
    twice: int = 0
    overtaken: int = 0
    lost: int = 0
    _copies: set[asyncio.Task[None]] = field(default_factory=set)

    async def talk(self, seconds: float) -> None:
        """Everybody says everything; who begins when is spread over ``seconds``."""
        pause = seconds / max(1, len(self.people))
        await asyncio.gather(*(self._talk(one, pause * place) for place, one in enumerate(self.people)))
        await asyncio.gather(*self._copies)

    async def _talk(self, person: Person, begins: float) -> None:
        await asyncio.sleep(begins)
        rest = list(person.lines)
        while rest:
            swapped = 1 < len(rest) < len(person.lines) and self._happens(self.trouble.overtaken)
            now, rest = rest[: 1 + swapped], rest[1 + swapped :]
            if not await self._says(person, now):
                return
            await asyncio.sleep(self.think * self.dice.random())

    async def _says(self, person: Person, words: list[str]) -> bool:
        """Whether they had an answer. Two at once: the second is quicker."""
        ledger, chat = self.carrier.provider.ledger, person.chat
        before = len(ledger.heard(chat))
        letters = [self.carrier.write(chat, one) for one in words]
        person.sent += len(words)
        if len(words) > 1:
            self.overtaken += 1
            person.orderly = False
        for letter in reversed(letters):
            posted = await self._post(letter)
            if DANGER in words:
                person.danger_at, person.in_time = ledger.sent[letter.update].at, posted and person.in_time
        until = asyncio.get_running_loop().time() + self.patience
        while len(ledger.heard(chat)) == before:
            if asyncio.get_running_loop().time() > until:
                return False
            await asyncio.sleep(PAUSE_SECONDS)
        person.answered += len(words)
        return True

    async def _post(self, letter: Letter) -> bool:
        """Whether the provider posted it until it was taken."""
        if letter.chat >= WHATSAPP_FROM and self._happens(self.trouble.lost):
            self.lost += 1
            self.carrier.lose(letter)
            return False
        if self._happens(self.trouble.twice):
            self.twice += 1
            copy = asyncio.create_task(self._copy(letter))
            self._copies.add(copy)
        await self.carrier.post(letter)
        return self.carrier.provider.ledger.sent[letter.update].acknowledged

    async def _copy(self, letter: Letter) -> None:
        """At once, or so late that the talk has gone on."""
        await asyncio.sleep(self.dice.choice((0.0, 4.0)))
        await self.carrier.post(letter)

    def _happens(self, share: float) -> bool:
        return self.dice.random() < share
