"""Load over real sockets on the service mode: a rate that nobody waits for, a flood, one web process and two."""

from __future__ import annotations

import asyncio
import itertools
import os
import statistics
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import orjson
from aiohttp import web

from bench.sira import LATER, TALK
from bot.running import SWEEP_SECONDS
from tests.doubles.server import Served
from tests.doubles.telegram_http import parameters
from tests.faults.provider import SECRET
from tests.faults.service import Service, serving
from tests.faults.stage import Stage, at

TICKS = os.sysconf("SC_CLK_TCK")
PAGE_KB = os.sysconf("SC_PAGE_SIZE") // 1024
DRAIN_SECONDS = 120.0
ANSWER_SECONDS = 30.0  # ten times the slowest answer of a storm
KEEP_SECONDS = 3.0  # uvicorn closes a line after five seconds of silence: a post on one that is being closed is lost
REDIS_ROOMS = 16  # databases of a Redis as it comes
HEADERS = {"x-telegram-bot-api-secret-token": SECRET, "content-type": "application/json"}
_rooms = itertools.count()


class Quick(Served):
    """A provider that says yes after ``delay`` seconds, and remembers when each chat was written to."""

    def __init__(self) -> None:
        super().__init__()
        self.delay = 0.0
        self.came: dict[int, int] = defaultdict(int)
        self.at: dict[int, float] = {}
        self.waits: dict[int, asyncio.Future[None]] = {}

    async def handle(self, request: web.Request) -> web.StreamResponse:
        given = await parameters(request)
        chat = int(given.get("chat_id", 0)) if isinstance(given, dict) else 0
        if "/send" in request.path:
            self.came[chat] += 1
            self.at[chat] = time.perf_counter()
            if waits := self.waits.pop(chat, None):
                waits.get_loop().call_soon_threadsafe(waits.set_result, None)
        if self.delay:
            await asyncio.sleep(self.delay)
        message = {"message_id": self.came[chat] + 1, "date": 1, "chat": {"id": chat, "type": "private"}}
        return web.json_response({"ok": True, "result": message})


class NoAnswerError(RuntimeError):
    """Somebody wrote and got nothing: there is no figure to print."""


@dataclass
class Line:
    """A running service, and people who write to it. ``refused``: posts that had no 2xx, and were made again."""

    service: Service
    provider: Quick
    client: aiohttp.ClientSession
    webs: Sequence[str]
    refused: int = 0
    answers: deque[float] = field(default_factory=deque)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _turns: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    async def writes(self, chat: int) -> None:
        """The person's next line, posted until it is taken."""
        turn = self._turns[chat]
        self._turns[chat] += 1
        words = TALK[turn] if turn < len(TALK) else LATER[(turn - len(TALK)) % len(LATER)]
        number = next(self._numbers)
        message = {"message_id": turn + 1, "date": 1, "chat": {"id": chat, "type": "private"}, "text": words}
        body = orjson.dumps({"update_id": number, "message": message})
        while True:
            url = f"{self.webs[number % len(self.webs)]}/webhook/telegram"
            async with self.client.post(url, data=body, headers=HEADERS) as answer:
                await answer.read()
                if answer.ok:
                    return
            self.refused += 1
            await asyncio.sleep(0.1)

    async def is_answered(self, chat: int) -> None:
        """Write, and wait until the answer is at the provider; how long that took is kept."""
        began = time.perf_counter()
        answer = self.provider.waits[chat] = asyncio.get_running_loop().create_future()
        await self.writes(chat)
        try:
            await asyncio.wait_for(answer, ANSWER_SECONDS)
        except TimeoutError as error:
            raise NoAnswerError(
                f"{chat}: no answer to message {self._turns[chat]} in {ANSWER_SECONDS:.0f} s"
            ) from error
        self.answers.append(self.provider.at[chat] - began)

    async def at_rate(self, chats: Sequence[int], rate: float, seconds: float, *, waits: bool) -> None:
        """So many a second, whether or not those before were answered."""
        began, tasks = time.perf_counter(), []
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            chat = chats[number % len(chats)]
            tasks.append(asyncio.create_task(self.is_answered(chat) if waits else self.writes(chat)))
        await asyncio.gather(*tasks)

    async def at_once(self, chats: Sequence[int], each: int) -> float:
        """Everybody writes, reads and writes; turns a second."""
        began = time.perf_counter()

        async def talk(chat: int) -> None:
            for _ in range(each):
                await self.is_answered(chat)

        await asyncio.gather(*(talk(chat) for chat in chats))
        return len(chats) * each / (time.perf_counter() - began)

    async def drained(self, messages: int) -> float:
        """Seconds until so many were sent, at most two minutes; ``inf`` when they were not."""
        began = time.perf_counter()
        while sum(self.provider.came.values()) < messages:
            if time.perf_counter() - began > DRAIN_SECONDS:
                return float("inf")
            await asyncio.sleep(0.05)
        return time.perf_counter() - began

    def cpu(self, *roles: str) -> float:
        """CPU seconds until now of all processes, or of those with one of these roles."""
        running = self.service.running.items()
        return sum(_cpu(child.pid) for name, child in running if not roles or name.partition(".")[0] in roles)

    def memory_mb(self, name: str) -> float:
        """What one process holds."""
        pages = Path(f"/proc/{self.service.running[name].pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * PAGE_KB / 1024

    def p95_ms(self) -> float:
        """Of the answers since the last time."""
        taken = sorted(self.answers)
        self.answers.clear()
        return statistics.quantiles(taken, n=20)[-1] * 1000 if len(taken) > 1 else float("inf")


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@asynccontextmanager
async def line(stage: Stage, folder: Path, url: str, webs: int = 1) -> AsyncIterator[Line]:
    """``webs`` web processes, a worker and a sender on the store at ``url``."""
    folder.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 — once, before anything runs
    names = [f"web.{number + 1}" for number in range(webs)]
    redis = f"{stage.redis.rpartition('/')[0]}/{next(_rooms) % REDIS_ROOMS}"  # else two would hear each other's calls
    with Quick() as provider:
        settings = {name: value for name, value in at(stage.provider).items() if "STAFF" not in name}
        settings |= {"SIRA_DATABASE_URL": url, "SIRA_REDIS_URL": redis, "SIRA_TELEGRAM_API_URL": provider.url}
        service = Service("service", stage.nursery, settings, folder, sweep=SWEEP_SECONDS)
        connector = aiohttp.TCPConnector(limit=200, keepalive_timeout=KEEP_SECONDS)
        async with serving(service), aiohttp.ClientSession(connector=connector) as client:
            await asyncio.gather(*(service.start(name) for name in (*names, "worker.1", "sender.1")))
            yield Line(service, provider, client, [service.url_of(name) for name in names])
