"""A bad week in some seconds: processes die, updates come twice, Redis forgets, and people go on writing."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.faults.cases import Case
from tests.faults.lives import DANGER, HELLO
from tests.faults.play import Scene
from tests.faults.service import ROLES, until
from tests.faults.stage import Stage

CASE: Final = Case("C0", "routine", "service")
LINES: Final = (*HELLO, "1", "kayes", "30")
URGENT_LINES: Final = (*HELLO, DANGER)
FIRST: Final = 9001
BETWEEN_SECONDS: Final = 3.0
TWICE: Final = 0.1
REDIS_FORGETS: Final = 0.5
ANSWER_SECONDS: Final = 180.0


@dataclass(frozen=True)
class Storm:
    """``seed`` decides who dies and what comes twice; every third person is in danger."""

    seed: int
    seconds: float
    people: int

    def lines(self, number: int) -> tuple[str, ...]:
        """What the person writes."""
        return URGENT_LINES if number % 3 == 0 else LINES


@dataclass
class Weather:
    """A storm over one scene. ``deaths``: how many processes were killed; ``twice``: how many updates were posted again;
    ``in_hand``: how many messages were marked as being sent at a death.
    """

    storm: Storm
    scene: Scene
    stage: Stage
    deaths: int = 0
    twice: int = 0
    in_hand: int = 0

    def __post_init__(self) -> None:
        self._dice = random.Random(self.storm.seed)

    async def blow(self) -> None:
        """All people talk while it lasts, and until they have said everything."""
        people = [asyncio.create_task(self._talk(number)) for number in range(self.storm.people)]
        await self._kill()
        await self.scene.recovered(*people)

    async def _talk(self, number: int) -> None:
        scene, chat = self.scene, FIRST + number
        await asyncio.sleep(self.storm.seconds * number / self.storm.people)  # all the while somebody is in a talk
        for words in self.storm.lines(number):
            update = scene.provider.people.person_writes(chat, words)
            before = len(scene.provider.ledger.heard(chat))
            await self._deliver(chat, update)
            await until(
                lambda: len(scene.provider.ledger.heard(chat)) > before,  # noqa: B023
                f"an answer for {chat}",
                ANSWER_SECONDS,
            )

    async def _deliver(self, chat: int, update: dict[str, Any]) -> None:
        scene = self.scene
        posts = [scene.provider.deliver(scene.client, scene.service.url, chat, update)]
        if self._dice.random() < TWICE:
            self.twice += 1
            posts.append(scene.provider.deliver(scene.client, scene.service.url, chat, update))
        await asyncio.gather(*posts)

    async def _kill(self) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + self.storm.seconds
        while loop.time() < end:
            await asyncio.sleep(BETWEEN_SECONDS)
            role = self._dice.choice(ROLES[self.scene.service.mode])
            await asyncio.to_thread(self.scene.service.running[role].kill)
            self.deaths += 1
            self.in_hand += await self.scene.look.in_hand()
            if self._dice.random() < REDIS_FORGETS:
                await asyncio.to_thread(self.stage.flush)
            await self.scene.service.start(role)


@asynccontextmanager
async def over(stage: Stage, folder: Path, storm: Storm) -> AsyncIterator[Weather]:
    """A storm over a fresh service."""
    async with stage.scene(CASE, folder) as scene:
        await scene.open(dies=False)
        yield Weather(storm, scene, stage)
