"""Everything that runs, put together once: database, keys, book, channels, runner, sender, sweeps."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from redis.asyncio import Redis

from bot.alerts.room import Alerts, alerts_for
from bot.asking import EVERY_SECONDS, Asking
from bot.backlog import BacklogWatch
from bot.broadcast.lane import Broadcasting
from bot.channels.telegram.client import TelegramChannel
from bot.channels.whatsapp.client import WhatsAppChannel
from bot.channels.wire import Channel
from bot.chasing import Chaser
from bot.copies import Copies
from bot.farewell import Farewell
from bot.fetcher import Fetcher
from bot.garbage import settle_down
from bot.house import House
from bot.housekeeping import Housekeeping
from bot.keys import refuse_unsafe, vault_for
from bot.library import load_book
from bot.rates import Rates, paces
from bot.reconciling import Reconciling
from bot.records.database import Database
from bot.records.down import DatabaseDown
from bot.records.migrate import migrate
from bot.releases import remember_flows
from bot.runner import Runner, sweep_forever
from bot.sealer import Sealer, heads_file
from bot.sender import Sender
from bot.settings import Settings
from bot.staffing import make_organisations
from bot.statuses import Statuses
from bot.tasks import background
from bot.timekeeping import LOOK_SECONDS, Timekeeper
from bot.upkeep.ledger import ledger_file
from bot.upkeep.probe import Probe
from bot.upkeep.retention import AFTER_START_SECONDS, Retention
from bot.wake import TO_SEND, TO_THINK, Bell, listen, listen_to_news, redis_at
from bot.wiring import channels_for, means_of, shelf_of
from bot.withdrawal import renew

log = structlog.get_logger()

SWEEP_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Running:
    """The parts of a process. ``demo_keys``: the file of keys that a demonstration made for itself."""

    settings: Settings
    database: Database
    house: House
    runner: Runner
    sender: Sender
    channels: Mapping[str, Channel]
    alerts: Alerts
    demo_keys: Path | None


@asynccontextmanager
async def running(
    settings: Settings, *, thinks: bool = True, sends: bool = True, for_good: bool = False
) -> AsyncIterator[Running]:
    """Start the parts; on leaving, let turns and calls under way end.

    ``thinks``: sweep for messages that wait and timers that are due. ``sends``: empty the outbox. ``for_good``: this is all that
    the process does, so what was loaded is never looked through for garbage again (each look would hold a turn up for a
    quarter of a second).
    """
    refuse_unsafe(settings)
    book = replace(load_book(), voices=shelf_of(settings))
    vault, demo_keys = vault_for(settings)
    house = House(vault, book, inline=sends, demo=not settings.production, means=means_of(settings))
    async with AsyncExitStack() as closing:
        database = Database(settings.database_url)
        closing.push_async_callback(database.close)
        await database.write(migrate)
        timekeeper = Timekeeper(database, keeps=thinks)
        await timekeeper.sweep()
        await house.standstill.sweep(database)
        await renew(house, database)
        await database.write(make_organisations, book.directory.leads)
        await database.write(remember_flows, book.flows)
        redis = redis_at(settings.redis_url) if settings.redis_url else None
        if redis is not None:
            closing.push_async_callback(redis.aclose)
        channels = await channels_for(settings, vault, database)
        sender = Sender(database, house, channels, Rates(paces(settings), redis))
        closing.push_async_callback(sender.close)
        alerts = alerts_for(settings, database, house)
        closing.push_async_callback(alerts.close)
        housekeeping = Housekeeping(database, ledger_file(settings))
        listeners = (Farewell(database, channels, house).hear, housekeeping.hear)
        bell = Bell(redis)
        runner = Runner(database, house, sender if sends else bell, listeners, bell.call_worker)
        closing.push_async_callback(_count_out, runner)
        stop = asyncio.Event()
        thinking: tuple[Callable[[], Awaitable[None]], ...] = (
            runner.sweep,
            Fetcher(database, house, channels).sweep,
            housekeeping.sweep,
            Chaser(database, settings, runner).sweep,
            Sealer(database, vault, heads_file(settings)).sweep,
            Copies(database, channels).sweep,
            Retention(database, vault, AFTER_START_SECONDS).sweep,
            Broadcasting(database, house).sweep,
            Probe(database, house, alerts.bot).sweep,
        )
        thinking += _rounds(database, channels, runner)
        tasks = [background(sweep_forever(sweep, SWEEP_SECONDS, stop)) for sweep in thinking if thinks]
        if thinks:
            tasks.append(background(sweep_forever(Asking(database, settings, runner).sweep, EVERY_SECONDS, stop)))
        everywhere = (
            runner.counts.sweep,
            partial(house.silence.sweep, database),
            partial(house.standstill.sweep, database),
            partial(renew, house, database),
        )
        tasks += [background(sweep_forever(sweep, SWEEP_SECONDS, stop)) for sweep in everywhere]
        tasks.append(background(sweep_forever(timekeeper.sweep, LOOK_SECONDS, stop)))
        if sends:
            tasks.append(background(sweep_forever(sender.sweep, SWEEP_SECONDS, stop)))
            tasks += [background(sweep_forever(one.sweep, SWEEP_SECONDS, stop)) for one in alerts.senders]
        if redis is not None:
            tasks += [background(one) for one in _ears(redis, runner, sender, stop, thinks=thinks, sends=sends)]
        if for_good:
            settle_down()
        try:
            yield Running(settings, database, house, runner, sender, channels, alerts, demo_keys)
        finally:
            stop.set()
            await asyncio.gather(*tasks, return_exceptions=True)


def _ears(
    redis: Redis, runner: Runner, sender: Sender, stop: asyncio.Event, *, thinks: bool, sends: bool
) -> list[Coroutine[Any, Any, None]]:
    """What this process hears of the others."""
    found = [listen(redis, TO_THINK, runner.called, stop)] if thinks else []
    if sends:
        found += [listen(redis, TO_SEND, sender.called, stop), listen_to_news(redis, sender.heard, stop)]
    return found


def _rounds(
    database: Database, channels: Mapping[str, Channel], runner: Runner
) -> tuple[Callable[[], Awaitable[None]], ...]:
    """What is looked after at the providers, each minute by one process."""
    found: list[Callable[[], Awaitable[None]]] = []
    whatsapp, telegram = channels.get("whatsapp"), channels.get("telegram")
    if isinstance(whatsapp, WhatsAppChannel):
        found += [Reconciling(database, whatsapp, runner).sweep, Statuses(database, whatsapp, runner).sweep]
    if isinstance(telegram, TelegramChannel):
        found.append(BacklogWatch(database, telegram).sweep)
    return tuple(found)


async def _count_out(runner: Runner) -> None:
    """The last seconds' counts; a store that is away loses them, but must not keep the rest from closing."""
    try:
        await runner.counts.sweep()
    except DatabaseDown:
        log.warning("counts_lost")
