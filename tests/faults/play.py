"""One case, from the first « bonjour » to the verdict; without a place to die it is the life that others are held against."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx

from tests.faults.cases import Case
from tests.faults.ledger import Ledger
from tests.faults.lives import AFTER, ERASE, Desk, Life
from tests.faults.look import Look, Standing
from tests.faults.points import Kind
from tests.faults.provider import GROUP, Provider
from tests.faults.service import ROLES, Service, until

Act = Callable[[], Coroutine[Any, Any, None]]
SUBJECT, NEIGHBOUR = 31, 32
DEATH_SECONDS: Final = 30.0
TICK_SECONDS: Final = 3
PAUSE_SECONDS: Final = 0.2
ENOUGH_SECONDS: Final = 200
"""Where waiting ends, by the database's clock; what is late is said by the test, with what was still to do."""


@dataclass
class Played:
    """How a case ended. ``took``: seconds by the database's clock from the restart until nothing waited any more.

    ``in_hand``: by chat, how many messages the records showed as being sent when the process died.
    """

    ledger: Ledger
    took: int = 0
    tries: int = 1
    left: dict[str, int] = field(default_factory=dict)
    subject: Standing = field(default_factory=Standing)
    neighbour: Standing = field(default_factory=Standing)
    totals: dict[str, int] = field(default_factory=dict)
    in_hand: dict[int, int] = field(default_factory=dict)

    def heard(self, chat: int) -> list[str]:
        """What somebody reads; the group's calls are in ``heard(GROUP)``."""
        return self.ledger.heard(chat)


@dataclass
class Scene:
    """One case while it is played."""

    case: Case
    service: Service
    provider: Provider
    look: Look
    client: httpx.AsyncClient
    in_hand: dict[int, int] = field(default_factory=dict)

    async def play(self, *, dies: bool) -> Played:
        """The case, from its start to where everybody stands at the end."""
        case = self.case
        await self.open(dies=dies)
        subject = self.life(case.kind, SUBJECT, erased=case.erased)
        neighbour = self.life("routine", NEIGHBOUR)
        await asyncio.gather(self.begin(subject), self.begin(neighbour))
        await self.settled()
        act = subject.confirm if case.erased else subject.act
        if dies:
            took = await self.killed(act, neighbour.act)
        else:
            took = 0
            for one in (act, neighbour.act):
                await one()
                await self.settled()
        tries = (
            subject.desk.tries if subject.desk and not case.erased else self.provider.ledger.sent[subject.last].tries
        )
        await subject.says("bonjour" if case.erased else AFTER[case.kind])
        await neighbour.says(AFTER["routine"])
        await self.recovered()
        if case.point == "C15":  # the next purge begins with its process, at its own pace
            await until(self._is_purged, "what was overdue is gone")
        if dies and case.place.host == "keys":
            child = await self.service.rotate()
            assert child.code == 0, f"something still hangs on the old key:\n{child.said()}"
        return await self.ended(took, tries)

    async def ended(self, took: int, tries: int) -> Played:
        """Where everybody stands now."""
        return Played(
            self.provider.ledger, took, tries, dict(await self.look.unfinished()), await self.look.of(SUBJECT),
            await self.look.of(NEIGHBOUR), await self.look.totals(), self.in_hand,
        )  # fmt: skip

    async def open(self, *, dies: bool) -> None:
        """Start all processes, the one of the case's place doomed if somebody is to die."""
        doomed = self.service.host_of(self.case.place.host)
        wrap = self._wrap if dies else None
        roles = ROLES[self.service.mode]
        await asyncio.gather(*(self.service.start(role, wrap if role == doomed else None) for role in roles))

    @property
    def _wrap(self) -> dict[str, Any]:
        at = self.case.place
        return {"target": at.target, "side": at.side, "only": at.only, "armed": str(self._armed), "nth": at.nth}

    def life(self, kind: Kind, chat: int, *, erased: bool = False) -> Life:
        """Somebody who is about to write."""
        return Life(kind, chat, self.provider, self.client, self.service.url, erased)

    @property
    def _armed(self) -> Path:
        return self.service.folder / "armed"

    async def begin(self, life: Life) -> None:
        """All that comes before the message that counts."""
        for line in life.before():
            await life.says(line)
            await self._heard(life)
        if life.kind == "reply":
            await self.settled()
            life.desk = Desk(self.client, life.url)
            life.conversation = await self.look.id_of(life.chat)
            await life.desk.opens(life.conversation)
        if life.erased:
            await self.settled()
            await life.act()
            await self.settled()
            await life.says(ERASE)

    async def _heard(self, life: Life) -> None:
        """People write when they have read; on Telegram that is also when the buttons are there."""
        await until(lambda: self._nothing_for(life.chat), f"an answer to {life.kind}")

    async def _nothing_for(self, chat: int) -> bool:
        there = await self.look.of(chat)
        return not {"ready", "sending"} & set(there.outbox)

    async def settled(self) -> None:
        """Wait until nothing waits."""
        await until(self._is_settled, "everything is done")

    async def _is_settled(self) -> bool:
        ledger = self.provider.ledger  # a last word stands in no table, so it is waited for by the ear
        return ledger.is_quiet(PAUSE_SECONDS) and not ledger.waiting() and not await self.look.unfinished()

    async def _is_purged(self) -> bool:
        return (await self.look.totals())["overdue"] == 0

    async def killed(self, act: Act, meanwhile: Act) -> int:
        """``act`` until the doomed process dies of it, ``meanwhile`` while it is away; then it is started again. Returns the
        seconds until nothing waits any more.
        """
        host = self.service.host_of(self.case.place.host)
        if self.case.point == "C15":
            await self.look.plant()
        if self.case.place.torn:
            self.provider.torn.add(SUBJECT)
        await asyncio.to_thread(self._armed.touch)
        acting = asyncio.create_task(act())
        try:
            child = await self.service.rotate(self._wrap) if host == "keys" else self.service.running[host]
            await until(child.ended.is_set, f"{child.name} dies at {self.case.place.target}", DEATH_SECONDS)
            assert child.signal == 9, f"{child.name} ended by {child.signal}:\n{child.said()}"
            self.in_hand = {chat: await self.look.in_hand(chat) for chat in (SUBJECT, NEIGHBOUR)}
            self.in_hand[GROUP] = await self.look.calls_in_hand()
            writing = asyncio.create_task(meanwhile())
            if host == "web":
                await asyncio.sleep(PAUSE_SECONDS)  # nobody takes what they write now
            else:
                await writing
            self.provider.torn.clear()
            await (self.service.rotate() if host == "keys" else self.service.start(host))
            began = await self.look.now()
            await self.recovered(acting, writing)
            return await self.look.now() - began
        finally:
            acting.cancel()

    async def recovered(self, *tasks: asyncio.Task[None]) -> None:
        """Until nothing waits, or that takes too long: leases end by a clock that is moved on."""
        began = await self.look.now()
        while await self.look.now() - began < ENOUGH_SECONDS:
            if all(task.done() for task in tasks) and await self._is_settled():
                break
            await asyncio.sleep(PAUSE_SECONDS)
            await self.look.pass_time(TICK_SECONDS)
        for task in tasks:
            if not task.done():
                task.cancel()
                raise AssertionError(f"still not taken: {self.provider.ledger.waiting()}")
            task.result()
