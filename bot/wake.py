"""Waking the process that is to send, or to think: by Redis when there are several, by the sweep of the database in any case.

Only opaque ids travel. Redis may be flushed or down at any time: that costs the seconds until the next sweep, and nothing
else.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from os import getpid
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from bot.done import TurnDone
from bot.outgoing import WEB
from bot.tasks import background

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Stream:
    """A line of wake-ups; each goes to one process of ``group``."""

    name: str
    group: str


TO_SEND = Stream("sira:outbox", "senders")
TO_THINK = Stream("sira:inbox", "workers")
HEARD = "sira:heard"
"""Provider ids of messages that are on their way: told to every sender, since one of them waits for it."""
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
        self._calls: dict[tuple[Stream, str], None] = {}
        self._ringing = False

    def offer(self, done: TurnDone) -> None:
        """Ring for ``done``'s conversation, if it left something to send; never waits, never fails."""
        if done.conversation and done.channel != WEB and (done.rest or not done.channel):
            self._call(TO_SEND, done.conversation)

    def call_worker(self, conversation: str) -> None:
        """Something of ``conversation`` is stored that this process could not answer."""
        self._call(TO_THINK, conversation)

    def heard(self, provider_id: str) -> None:
        """The provider says that a message is on its way; one of the senders may wait for that."""
        if self._client is not None and provider_id:
            background(self._tell(provider_id))

    def _call(self, stream: Stream, conversation: str) -> None:
        """Calls of the same moment go out together: each alone costs as much as storing its turn."""
        if self._client is None or len(self._calls) >= LENGTH_MAX:
            return
        self._calls[stream, conversation] = None
        if not self._ringing:
            self._ringing = True
            background(self._ring())

    async def _ring(self) -> None:
        assert self._client is not None  # noqa: S101
        try:
            while self._calls:
                calls, self._calls = self._calls, {}
                async with _no_matter("bell_failed"), self._client.pipeline(transaction=False) as line:
                    for stream, conversation in calls:
                        line.xadd(stream.name, {"c": conversation}, maxlen=LENGTH_MAX, approximate=True)
                    await line.execute()
        finally:
            self._ringing = False

    async def _tell(self, provider_id: str) -> None:
        async with _no_matter("bell_failed"):
            assert self._client is not None  # noqa: S101
            await self._client.publish(HEARD, provider_id)


async def listen(client: Redis, stream: Stream, woken: Callable[[str], None], stop: asyncio.Event) -> None:
    """Call ``woken`` with each conversation rung for, until asked to stop."""
    name = f"{socket.gethostname()}-{getpid()}"

    async def once() -> None:
        await _make_group(client, stream)
        while not stop.is_set():
            # Nobody looks for calls that a dead process had read: the sweep finds what it left.
            answer: Any = await client.xreadgroup(stream.group, name, {stream.name: ">"}, BATCH, BLOCK_MS, noack=True)
            for _stream, entries in _streams(answer):
                for _entry, fields in entries:
                    woken(fields["c"])

    await _again_and_again(once, stop)
    with suppress(RedisError, OSError):  # the next process has a name of its own
        await client.xgroup_delconsumer(stream.name, stream.group, name)


async def listen_to_news(client: Redis, heard: Callable[[str], None], stop: asyncio.Event) -> None:
    """Call ``heard`` with each message that a provider says is on its way, until asked to stop."""

    async def once() -> None:
        async with client.pubsub(ignore_subscribe_messages=True) as line:
            await line.subscribe(HEARD)
            while not stop.is_set():
                news = await line.get_message(timeout=BLOCK_MS / 1000)
                if news is not None:
                    heard(news["data"])

    await _again_and_again(once, stop)


async def _again_and_again(once: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
    """A lost Redis is waited for."""
    while not stop.is_set():
        async with _no_matter("redis_lost"):
            await once()
            continue
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), PAUSE_SECONDS)


@asynccontextmanager
async def _no_matter(event: str) -> AsyncIterator[None]:
    """What Redis cannot do the sweep does."""
    try:
        yield
    except (RedisError, OSError) as error:
        log.warning(event, error=type(error).__name__)


def _streams(answer: Any) -> list[tuple[str, list[tuple[str, dict[str, str]]]]]:
    """Entries by stream: newer protocols answer a mapping of lists of batches, older ones a list of pairs."""
    if not answer:
        return []
    if isinstance(answer, dict):
        return [(stream, [entry for batch in batches for entry in batch]) for stream, batches in answer.items()]
    return [(stream, entries) for stream, entries in answer]


async def _make_group(client: Redis, stream: Stream) -> None:
    try:
        await client.xgroup_create(stream.name, stream.group, id="$", mkstream=True)
    except ResponseError as error:
        if "BUSYGROUP" not in str(error):
            raise
