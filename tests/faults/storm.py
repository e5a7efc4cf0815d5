"""A bad week in some minutes: processes die, updates come twice, late or never, Redis forgets, PostgreSQL restarts, providers
refuse, and people go on writing on both channels.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.records.down import DatabaseDown
from tests.doubles.server import Fault
from tests.doubles.telegram_http import error_body
from tests.doubles.telegram_rules import Refusal
from tests.faults.account import Account, account
from tests.faults.carrier import WHATSAPP_FROM, Carrier
from tests.faults.cases import Case
from tests.faults.crowd import Crowd, Person, Trouble
from tests.faults.outage import Outage
from tests.faults.play import Scene
from tests.faults.stage import Stage

CASE: Final = Case("C0", "routine", "service")
NAMES: Final = ("web.1", "web.2", "worker.1", "worker.2", "sender.1")
BETWEEN_SECONDS: Final = 3.0
REDIS_FORGETS, REFUSED, RESTARTED = 0.25, 0.25, 0.06
"""How often at a death, as shares; a restart of PostgreSQL costs everybody seconds, so it comes about once a minute."""
BURST_SECONDS: Final = (1.0, 3.0)
BURST_CALLS: Final = 1000
"""More than anybody makes in a burst."""
PATIENCE_SECONDS: Final = 240.0
"""Longer than the longest pause after four tries that failed."""
DRAIN_SECONDS: Final = 200.0
LOGGED: Final = 30
CALM: Final = 1200
"""From this number on are those who talk before the storm: what they read is what everybody should read."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Storm:
    """``seed`` decides who dies, what comes twice and what is refused. ``restarts``: PostgreSQL too; that server must be ours."""

    seed: int
    seconds: float
    people: int
    trouble: Trouble
    restarts: bool = False


@dataclass
class Blown:
    """What the weather did, and how everybody stands after it."""

    account: Account
    deaths: dict[str, int]
    flushes: int
    restarts: int
    bursts: int
    twice: int
    overtaken: int
    lost: int


@dataclass
class Weather:
    """A storm over one scene."""

    storm: Storm
    scene: Scene
    outage: Outage
    say: Say
    deaths: dict[str, int] = field(default_factory=dict)
    flushes: int = 0
    restarts: int = 0
    bursts: int = 0
    in_hand: int = 0
    fell: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.storm.seed)

    async def blow(self) -> Blown:
        """All people talk while it lasts, and until nothing waits any more."""
        service, provider = self.scene.service, self.scene.provider
        webs = [service.url_of(name) for name in NAMES if name.startswith("web")]
        carrier = Carrier(provider, self.scene.client, webs)
        news = asyncio.create_task(carrier.bring_news())
        try:
            calm = await self._calm(carrier)
            people = [Person(number) for number in range(self.storm.people)]
            dice = random.Random(self.storm.seed + 1)
            crowd = Crowd(carrier, people, self.storm.trouble, dice, PATIENCE_SECONDS)
            talking = asyncio.create_task(crowd.talk(self.storm.seconds))
            await self._rage()
            self.say("the storm is over; waiting until nothing is left to do")
            await talking
            left = await self._drained()
        finally:
            news.cancel()
        made = await account(people, provider.ledger, self.scene.look, calm, self.in_hand)
        if made.faults:
            made.faults += self._logged()
        made.faults += self.fell + ([f"I7: still to do: {left}"] if left else [])
        return Blown(made, self.deaths, self.flushes, self.restarts, self.bursts,
                     crowd.twice, crowd.overtaken, crowd.lost)  # fmt: skip

    async def _calm(self, carrier: Carrier) -> dict[tuple[bool, bool], list[str]]:
        """One person of each kind, whom nobody disturbs."""
        people = [Person(CALM + number) for number in range(4)]
        await Crowd(carrier, people, Trouble(), random.Random(0), PATIENCE_SECONDS, think=0.0).talk(0.0)
        await self._drained()
        heard = carrier.provider.ledger.heard
        return {(one.chat >= WHATSAPP_FROM, one.urgent): heard(one.chat) for one in people}

    async def _rage(self) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + self.storm.seconds
        while loop.time() < end:
            await asyncio.sleep(BETWEEN_SECONDS)
            await self._kill(self._dice.choice(NAMES))
            if self._dice.random() < REDIS_FORGETS:
                self.flushes += 1
                self.say("Redis forgets everything")
                await asyncio.to_thread(self.outage.forget)
            if self._dice.random() < REFUSED:
                await self._refuse(self._dice.uniform(*BURST_SECONDS))
            if self.storm.restarts and self._dice.random() < RESTARTED:
                self.restarts += 1
                self.say("PostgreSQL restarts")
                await self.outage.restart()
            await self._up()

    async def _kill(self, name: str) -> None:
        await asyncio.to_thread(self.scene.service.running[name].kill)
        self.say(f"{name} is killed")
        self.deaths[name.partition(".")[0]] = self.deaths.get(name.partition(".")[0], 0) + 1
        if name.startswith("sender"):
            self.in_hand += await self.scene.look.in_hand()

    async def _refuse(self, seconds: float) -> None:
        self.bursts += 1
        self.say(f"the providers refuse everything for {seconds:.0f} s")
        busy = Fault(429, error_body(Refusal(429, "Too Many Requests", {"retry_after": 1})))
        broken = Fault(500, error_body(Refusal(500, "Internal Server Error")))
        self.scene.provider.fail_next(*(self._dice.choice((busy, broken)) for _ in range(BURST_CALLS)))
        await asyncio.sleep(seconds)
        self.scene.provider.fail_never()

    async def _up(self) -> None:
        """Start again whoever is dead; whoever died without being killed is a fault."""
        service = self.scene.service
        for name in NAMES:
            child = service.running[name]
            if not child.ended.is_set():
                continue
            if child.signal != 9:
                self.fell.append(f"I7: {name} ended by itself: {child.said()[-600:]}")
            await service.start(name)

    def _logged(self) -> list[str]:
        """What the processes called an error, since a storm that failed is over when somebody reads of it."""
        logs = self.scene.service.folder.glob("*.log")
        lines = (line for log in logs for line in log.read_text(errors="replace").splitlines())
        return [line for line in lines if '"level": "error"' in line][-LOGGED:]

    async def _drained(self) -> dict[str, int]:
        """What still waits when there was time enough."""
        loop = asyncio.get_running_loop()
        end = loop.time() + DRAIN_SECONDS
        left: dict[str, int] = {"?": 1}
        while left and loop.time() < end:
            await asyncio.sleep(1.0)
            try:
                left = dict(await self.scene.look.unfinished())
            except DatabaseDown:
                left = {"the database": 1}
        return left


@asynccontextmanager
async def over(stage: Stage, folder: Path, storm: Storm, say: Say = print) -> AsyncIterator[Weather]:
    """A storm over a fresh service of two webs, two workers and a sender."""
    async with stage.scene(CASE, folder) as scene:
        await asyncio.gather(*(scene.service.start(name) for name in NAMES))
        yield Weather(storm, scene, Outage(stage.stores.server, stage.redis), say)
