"""Waking the process that sends: by Redis Streams when there are several, by the sweep of the database in any case.

Only opaque conversation ids travel. Redis may be flushed or down at any time: that costs the seconds until the next
sweep, and nothing else.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from os import getpid
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from bot.done import TurnDone
from bot.tasks import background

log = structlog.get_logger()

STREAM = "sira:outbox"
GROUP = "senders"
LENGTH_MAX = 10_000  # older wake-ups are worth nothing: the sweep has found their rows
BLOCK_MS = 2_000
BATCH = 100
PAUSE_SECONDS = 2.0
TIMEOUT_SECONDS = 5.0


def redis_at(url: str) -> Redis:
    """A client with time limits; it connects when first used."""
    return Redis.from_url(url, socket_connect_timeout=TIMEOUT_SECONDS, decode_responses=True)


class Bell:
    """The outlet of a process that does not send: rings for one that does."""

    def __init__(self, client: Redis | None) -> None:
        self._client = client

    def offer(self, done: TurnDone) -> None:
        """Ring for ``done``'s conversation; never waits, never fails."""
        if self._client is not None and done.conversation:
            background(self._ring(done.conversation))

    async def _ring(self, conversation: str) -> None:
        try:
            assert self._client is not None  # noqa: S101
            await self._client.xadd(STREAM, {"c": conversation}, maxlen=LENGTH_MAX, approximate=True)
        except (RedisError, OSError) as error:
            log.warning("bell_failed", error=type(error).__name__)


async def listen(client: Redis, woken: Callable[[str], None], stop: asyncio.Event) -> None:
    """Call ``woken`` with each conversation rung for, until asked to stop; a lost Redis is waited for."""
    name = f"{socket.gethostname()}-{getpid()}"
    while not stop.is_set():
        try:
            await _make_group(client)
            while not stop.is_set():
                answer: Any = await client.xreadgroup(GROUP, name, {STREAM: ">"}, BATCH, BLOCK_MS)
                for _stream, entries in _streams(answer):
                    for entry, fields in entries:
                        woken(fields["c"])
                        await client.xack(STREAM, GROUP, entry)
        except (RedisError, OSError) as error:
            log.warning("redis_lost", error=type(error).__name__)
            await asyncio.sleep(PAUSE_SECONDS)


def _streams(answer: Any) -> list[tuple[str, list[tuple[str, dict[str, str]]]]]:
    """Entries by stream: newer protocols answer a mapping of lists of batches, older ones a list of pairs."""
    if not answer:
        return []
    if isinstance(answer, dict):
        return [(stream, [entry for batch in batches for entry in batch]) for stream, batches in answer.items()]
    return [(stream, entries) for stream, entries in answer]


async def _make_group(client: Redis) -> None:
    try:
        await client.xgroup_create(STREAM, GROUP, id="$", mkstream=True)
    except ResponseError as error:
        if "BUSYGROUP" not in str(error):
            raise
