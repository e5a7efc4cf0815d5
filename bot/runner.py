"""The runner: stores what comes, thinks when the conversation is free, hands what was written to the sender.

``accept`` returns only after the commit, so that a 2xx means « on disk ». ``run`` drains what still waits, in order;
it is idempotent, so a lost wake-up costs time and nothing else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

import structlog
from sqlalchemy import Connection, RowMapping, bindparam, select

from bot import turns
from bot.channels.inbound import Inbound
from bot.counting import Counts
from bot.done import TurnDone
from bot.engine.events import Event, FollowUpDue
from bot.house import House
from bot.inbox import FIND_BY_ID, from_json, quarantine
from bot.records.clock import now as clock_now
from bot.records.database import Database, DatabaseDown
from bot.records.prepared import Prepared
from bot.records.tables import inbound, is_one_of, timer
from bot.saving import OvertakenError

log = structlog.get_logger()

PENDING_BATCH = 20  # messages of one conversation thought through in one transaction
SWEEP_BATCH = 50
FOLLOW_UP = "follow_up_"


class Outlet(Protocol):
    """Where finished turns go: the sender of this process, or a wake-up for another one."""

    def offer(self, done: TurnDone) -> None:
        """Take over the rows of a committed turn. Must not block."""
        ...


class Runner:
    """Turns of all conversations, one at a time each. ``listeners`` hear of each committed turn, and must not block."""

    def __init__(
        self, database: Database, house: House, outlet: Outlet, listeners: Sequence[Callable[[TurnDone], None]] = ()
    ) -> None:
        self.database = database
        self.house = house
        self.outlet = outlet
        self.listeners = listeners
        self.counts = Counts(database)

    async def accept(self, item: Inbound) -> TurnDone:
        """Store ``item`` and, if nothing older waits, answer it. Raises ``DatabaseDown``: then nothing was stored."""
        try:
            done = await self._take(item)
        except DatabaseDown:
            raise
        except OvertakenError:
            return TurnDone("", item.channel, new=False)
        except Exception as error:  # noqa: BLE001 — the message must be kept even if its turn cannot be written
            log.error("turn_not_written", error=type(error).__name__)
            done = await self.database.write(_take_broken, self.house, item)
        self._tell(done)
        if done.more:
            await self.run(done.conversation)
        return done

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
            done = await self.database.write(_drain, self.house, conversation)
            for turn in done:
                self._tell(turn)
            more = len(done) == PENDING_BATCH

    async def happen(self, conversation: str, event: Event) -> None:
        """A turn that no message caused."""
        done = await self.database.write(_happen, self.house, conversation, event)
        if done is not None:
            self._tell(done)

    def wake(self, conversation: str) -> None:
        """Something was queued for ``conversation`` outside a turn: let the sender look."""
        self.outlet.offer(TurnDone(conversation, ""))

    async def sweep(self) -> None:
        """The net under lost wake-ups: pending messages, due timers."""
        for conversation in await self.database.read(_pending_conversations):
            await self.run(conversation)
        for conversation, kind in await self.database.write(_claim_due_timers):
            if kind.startswith(FOLLOW_UP):
                await self.happen(conversation, FollowUpDue(int(kind.removeprefix(FOLLOW_UP))))

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
        except Exception as error:  # noqa: BLE001 — the net must not tear
            log.error("sweep_failed", error=type(error).__name__)
        try:
            await asyncio.wait_for(stop.wait(), seconds)
        except TimeoutError:
            continue


def _take_broken(conn: Connection, house: House, item: Inbound) -> TurnDone:
    return turns.take(conn, house, item, broken=True)


def _drain(conn: Connection, house: House, conversation: str) -> list[TurnDone]:
    done: list[TurnDone] = []
    for _ in range(PENDING_BATCH):
        row = _row(conn, conversation)
        if row is None or not row["has_pending"]:
            break
        key = house.vault.unwrap(row["person_id"], row["wrapped"])
        waiting = conn.execute(OLDEST_PENDING, {"conversation": conversation}).one()
        item = from_json(key.open(waiting.id, "inbound", waiting.sealed))
        done.append(turns.resume(conn, house, row, key, waiting.id, item))
    return done


_BY_ID = Prepared(FIND_BY_ID)
OLDEST_PENDING = (
    select(inbound.c.id, inbound.c.sealed)
    .where(inbound.c.conversation_id == bindparam("conversation"), is_one_of(inbound.c.state, "pending"))
    .order_by(inbound.c.id)
    .limit(1)
)


def _happen(conn: Connection, house: House, conversation: str, event: Event) -> TurnDone | None:
    row = _row(conn, conversation)
    if row is None:
        return None
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    return turns.happen(conn, house, row, key, event)


def _row(conn: Connection, conversation: str) -> RowMapping | None:
    return _BY_ID.first(conn, {"conversation": conversation})


def _pending_conversations(conn: Connection) -> list[str]:
    rows = select(inbound.c.conversation_id).where(is_one_of(inbound.c.state, "pending")).distinct().limit(SWEEP_BATCH)
    return list(conn.execute(rows).scalars())


def _claim_due_timers(conn: Connection) -> list[tuple[str, str]]:
    """Due timers, deleted as they are taken: the turn that follows is idempotent by its own seq."""
    due = (
        select(timer.c.id)
        .where(timer.c.due_at <= clock_now(conn))
        .order_by(timer.c.due_at)
        .limit(SWEEP_BATCH)
        .with_for_update(skip_locked=True)
    )
    ids = list(conn.execute(due).scalars())
    if not ids:
        return []
    gone = conn.execute(timer.delete().where(timer.c.id.in_(ids)).returning(timer.c.conversation_id, timer.c.kind))
    return [(row.conversation_id, row.kind) for row in gone]
