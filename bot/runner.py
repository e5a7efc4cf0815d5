"""The runner: stores what comes, thinks when the conversation is free, hands what was written to the sender.

``accept`` returns only after the commit, so that a 2xx means « on disk ». ``run`` drains what still waits, in order;
it is idempotent, so a lost wake-up costs time and nothing else.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

import structlog
from sqlalchemy import Connection

from bot import turns, waiting
from bot.channels.inbound import Inbound
from bot.counting import Counts
from bot.desk import ladder
from bot.done import TurnDone
from bot.house import House
from bot.inbox import quarantine
from bot.logs import place_of
from bot.measures.process import TURN, swept
from bot.records.database import Database
from bot.records.down import DatabaseDown
from bot.saving import OvertakenError
from bot.tasks import background

log = structlog.get_logger()


class Outlet(Protocol):
    """Where finished turns go: the sender of this process, or a wake-up for another one."""

    def offer(self, done: TurnDone) -> None:
        """Take over the rows of a committed turn. Must not block."""
        ...

    def heard(self, provider_id: str) -> None:
        """A provider says that a message is on its way: what waits behind it may follow. Must not block."""
        ...


def _nobody(_conversation: str) -> None:
    """Where one process does all, its own sweep is the only other one to try."""


class Runner:
    """Turns of all conversations, one at a time each. ``listeners`` hear of each committed turn, and must not block.

    ``call_worker``: told of a conversation in which something waits that this process could not answer.
    """

    def __init__(
        self,
        database: Database,
        house: House,
        outlet: Outlet,
        listeners: Sequence[Callable[[TurnDone], None]] = (),
        call_worker: Callable[[str], None] = _nobody,
    ) -> None:
        self.database = database
        self.house = house
        self.outlet = outlet
        self.listeners = listeners
        self._call_worker = call_worker
        self.counts = Counts(database)

    async def accept(self, item: Inbound) -> TurnDone:
        """Store ``item`` and, if nothing older waits, answer it. Raises ``DatabaseDown``: then nothing was stored."""
        began = time.perf_counter()
        try:
            done = await self._take(item)
        except DatabaseDown:
            raise
        except OvertakenError:
            return TurnDone("", item.channel, new=False)
        except Exception as error:  # noqa: BLE001 — the message must be kept even if its turn cannot be written
            log.error("turn_not_written", error=type(error).__name__)
            done = await self.database.write(_take_broken, self.house, item)
        TURN.observe(time.perf_counter() - began)
        self._tell(done)
        if done.more:
            await self._go_on(done.conversation)
        return done

    async def _go_on(self, conversation: str) -> None:
        """What came is stored: if it cannot be answered now, that is a worker's to do, and no error for the provider."""
        try:
            await self.run(conversation)
        except Exception as error:  # noqa: BLE001 — it stands in the inbox
            log.error("not_answered", conversation=conversation, error=type(error).__name__, where=place_of(error))
            self._call_worker(conversation)

    async def _take(self, item: Inbound) -> TurnDone:
        """One writer needs no lock. PostgreSQL's two extra round trips for one are most of a turn's cost."""
        if not self.database.sqlite:
            done = await self.database.write_one(turns.take_unheld, self.house, item)
            if done is not None:
                return done
        return await self.database.write(turns.take, self.house, item)

    async def quarantine(self, channel: str, account: str, provider_id: str) -> None:
        """Keep the fact that a verified message had no usable sender."""
        await self.database.write(quarantine, channel, account, provider_id)

    async def run(self, conversation: str) -> None:
        """Answer everything that waits in ``conversation``, oldest first."""
        more = True
        while more:
            done = await self.database.write(waiting.drain, self.house, conversation)
            for turn in done:
                self._tell(turn)
            more = len(done) == waiting.PENDING_BATCH

    def called(self, conversation: str) -> None:
        """Another process asks to answer what waits in ``conversation``."""
        background(self._answer(conversation))

    async def _answer(self, conversation: str) -> None:
        """One conversation's trouble is its own. Raises ``DatabaseDown``."""
        try:
            await self.run(conversation)
        except DatabaseDown:
            raise
        except Exception as error:  # noqa: BLE001 — the others' turn comes
            log.error("not_answered", conversation=conversation, error=type(error).__name__, where=place_of(error))

    async def act(self, work: Callable[..., list[TurnDone]], *args: object) -> None:
        """Any unit of work that may end in turns, such as a step of the ladder: the turns are written with it."""
        for done in await self.database.write(work, self.house, *args):
            self._tell(done)

    def wake(self, conversation: str) -> None:
        """Something was queued for ``conversation`` outside a turn: let the sender look."""
        self.outlet.offer(TurnDone(conversation, ""))

    async def sweep(self) -> None:
        """The net under lost wake-ups: pending messages, due timers."""
        for conversation in await self.database.read(waiting.pending_conversations):
            await self._answer(conversation)
        for due in await self.database.read(waiting.due_timers):
            await self._ring(due)
        for due in await self.database.read(ladder.due_steps):
            await self.act(ladder.climb, due)

    async def _ring(self, due: str) -> None:
        """The turn of a due timer. One that fails is tried again later: a mended book finds it there."""
        try:
            done = await self.database.write(waiting.ring, self.house, due)
        except DatabaseDown:
            raise
        except Exception as error:  # noqa: BLE001 — the others' turn comes
            log.error("timer_failed", timer=due, error=type(error).__name__, where=place_of(error))
            await self.database.write(waiting.put_off, due)
            return
        if done is not None:
            self._tell(done)

    def _tell(self, done: TurnDone) -> None:
        self.counts.add(done.effects)
        self.outlet.offer(done)
        for listener in self.listeners:
            listener(done)


async def sweep_forever(sweep: Callable[[], Awaitable[None]], seconds: float, stop: asyncio.Event) -> None:
    """Sweep until asked to stop; a failing sweep is logged and tried again."""
    while not stop.is_set():
        try:
            await sweep()
            swept(sweep)
        except Exception as error:  # noqa: BLE001 — the net must not tear
            log.error("sweep_failed", error=type(error).__name__)
        try:
            await asyncio.wait_for(stop.wait(), seconds)
        except TimeoutError:
            continue


def _take_broken(conn: Connection, house: House, item: Inbound) -> TurnDone:
    return turns.take(conn, house, item, broken=True)
