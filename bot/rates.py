"""How fast may be sent: a bucket for each account and one for each conversation, so that no provider has to say no.

A bucket is one number, the time at which it will be full again. Buckets stand in this process, or in Redis when several
processes send for one account; a Redis that is away costs nothing but the sharing. Keys hold no name and no address.
"""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.settings import Settings

log = structlog.get_logger()

TELEGRAM_HOME = "https://api.telegram.org"
TELEGRAM_PER_SECOND = 30.0  # Bots FAQ, « My bot is hitting limits »: about 30 messages a second in all
TELEGRAM_CHAT_PER_SECOND = 1.0  # the same page: about one a second in one chat, short bursts are tolerated
TELEGRAM_CHAT_BURST = 5  # the longest turn, with the answer to a second tap
TWILIO_PER_SECOND = 20.0  # Twilio sends 10–50 a second for a number, by its age, and queues and fails what is over
WHATSAPP_PAIR_PER_SECOND = 1 / 6  # Meta, Cloud API throughput, « pair rate limit »: one in six seconds to one person
WHATSAPP_PAIR_BURST = 40  # the same page: up to 45 at once, borrowed from later
PATIENCE_SECONDS = 3.0  # a longer wait is spent in the outbox, where it holds no lease
REDIS_SECONDS = 0.5  # for Redis to answer; a slow one must not be slower than sending
AWAY_SECONDS = 10.0  # before a lost Redis is asked again
YIELDING_SECONDS = 0.3  # between two looks of what is said to many, for a place that nobody else takes
FORGET_AT = 1000  # buckets kept before those that are full again are dropped
KEY = "sira:rate:"
MICRO = 1_000_000
TAKE = """
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local full, wait = {}, 0
for i, key in ipairs(KEYS) do
  full[i] = math.max(tonumber(redis.call('GET', key) or 0), now)
  wait = math.max(wait, full[i] - now - ARGV[2 * i + 1])
end
if wait > tonumber(ARGV[1]) then return wait end
for i, key in ipairs(KEYS) do
  full[i] = full[i] + ARGV[2 * i] * ARGV[#ARGV]
  redis.call('SET', key, string.format('%.0f', full[i]), 'PX', string.format('%.0f', (full[i] - now) / 1000 + 1))
end
return wait
"""


@dataclass(frozen=True, slots=True)
class Rate:
    """``burst`` at once, then one each ``every`` seconds."""

    every: float
    burst: int

    @property
    def slack(self) -> float:
        """Seconds before the bucket is full again at which one more may still go."""
        return self.every * (self.burst - 1)


@dataclass(frozen=True, slots=True)
class Pace:
    """What one account may send in all, and to one person. ``account`` is an opaque key."""

    account: str
    all: Rate
    one: Rate

    @property
    def yielding(self) -> Pace:
        """Of what is said to many: half of what the account may send at once stays free for everybody else."""
        return replace(self, all=replace(self.all, burst=max(1, self.all.burst // 2)))


@dataclass(frozen=True, slots=True)
class NotYet:
    """Nothing was sent: it may go in ``seconds``."""

    seconds: float


class Buckets:
    """Those of this process."""

    def __init__(self) -> None:
        self._full: dict[str, float] = {}
        self._forget_at = FORGET_AT

    def take(self, conversation: str, pace: Pace, calls: int, now: float, patience: float = PATIENCE_SECONDS) -> float:
        """Seconds until a message of so many calls may go. It is reserved, unless that is longer than ``patience``.

        One message is never cut in two: its later calls are borrowed from what comes after.
        """
        both = ((pace.account, pace.all), (conversation, pace.one))
        full = [max(self._full.get(key, now), now) for key, _ in both]
        wait = max(0.0, *(at - now - rate.slack for at, (_, rate) in zip(full, both, strict=True)))
        if wait > patience:
            return wait
        for at, (key, rate) in zip(full, both, strict=True):
            self._full[key] = at + rate.every * calls
        if len(self._full) > self._forget_at:
            self._full = {key: at for key, at in self._full.items() if at > now}
            self._forget_at = max(FORGET_AT, 2 * len(self._full))
        return wait

    def __len__(self) -> int:
        return len(self._full)


class Rates:
    """Asked before each message. ``paces`` by channel; a channel that has none is not slowed."""

    def __init__(self, paces: Mapping[str, Pace], redis: Redis | None) -> None:
        self._paces = paces
        self._redis = redis
        self._script = redis.register_script(TAKE) if redis is not None else None
        self._buckets = Buckets()
        self._away_until = -math.inf

    async def wait(self, channel: str, conversation: str, calls: int = 1, *, yields: bool = False) -> NotYet | None:
        """Returns when a message of so many calls may go to ``conversation``; ``NotYet`` at once when that is too long to
        stand and wait. ``yields``: it lets everybody else go first, and books no place ahead.
        """
        pace = self._paces.get(channel)
        if pace is None:
            return None
        if yields:
            return await self._wait_behind(conversation, pace.yielding, calls)
        seconds = await self._take(conversation, pace, calls, PATIENCE_SECONDS)
        if seconds > PATIENCE_SECONDS:
            return NotYet(seconds)
        if seconds > 0:
            await asyncio.sleep(seconds)
        return None

    async def _wait_behind(self, conversation: str, pace: Pace, calls: int) -> NotYet | None:
        until = time.monotonic() + PATIENCE_SECONDS
        while (seconds := await self._take(conversation, pace, calls, 0.0)) > 0:
            pause = seconds + random.uniform(0, YIELDING_SECONDS)  # noqa: S311 — many must not look at the same moment
            if time.monotonic() + pause > until:
                return NotYet(seconds)
            await asyncio.sleep(pause)
        return None

    async def _take(self, conversation: str, pace: Pace, calls: int, patience: float) -> float:
        now = time.monotonic()
        if self._script is None or now < self._away_until:
            return self._buckets.take(conversation, pace, calls, now, patience)
        try:
            async with asyncio.timeout(REDIS_SECONDS):
                numbers = [patience, pace.all.every, pace.all.slack, pace.one.every, pace.one.slack]
                found = await self._script(
                    keys=[KEY + pace.account, KEY + conversation],
                    args=[*(round(one * MICRO) for one in numbers), calls],
                )
        except (RedisError, OSError, TimeoutError) as error:
            if self._away_until == -math.inf:
                log.warning("rates_not_shared", error=type(error).__name__)
            self._away_until = now + AWAY_SECONDS
            return self._buckets.take(conversation, pace, calls, now, patience)
        self._away_until = -math.inf
        return int(found) / MICRO


def paces(settings: Settings) -> dict[str, Pace]:
    """By channel, as the settings say: a provider's own limits at its own address, none at another unless one is named."""
    found: dict[str, Pace] = {}
    telegram, twilio = settings.telegram_per_second, settings.twilio_per_second
    if telegram is None:
        telegram = TELEGRAM_PER_SECOND if settings.telegram_api_url.rstrip("/") == TELEGRAM_HOME else 0.0
    if twilio is None:
        twilio = 0.0 if settings.twilio_api_url else TWILIO_PER_SECOND
    bot = settings.telegram_token.get_secret_value().partition(":")[0]
    if telegram:
        one = Rate(1 / TELEGRAM_CHAT_PER_SECOND, TELEGRAM_CHAT_BURST)
        found["telegram"] = Pace(_opaque(bot), _in_all(telegram), one)
    if twilio:
        one = Rate(1 / WHATSAPP_PAIR_PER_SECOND, WHATSAPP_PAIR_BURST)
        found["whatsapp"] = Pace(_opaque(settings.twilio_from), _in_all(twilio), one)
    return found


def _in_all(per_second: float) -> Rate:
    """One second's worth at once."""
    return Rate(1 / per_second, max(1, int(per_second)))


def _opaque(account: str) -> str:
    return blake2b(account.encode(), digest_size=8).hexdigest()
