"""One load for all: requests straight into an ASGI application, so that only the application's own work is counted."""

from __future__ import annotations

import asyncio
import os
import statistics
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

App = Callable[
    [dict[str, Any], Callable[[], Awaitable[dict[str, Any]]], Callable[[dict[str, Any]], Awaitable[None]]],
    Awaitable[None],
]
AT_ONCE = int(os.environ.get("SIRA_BENCH_AT_ONCE", "16"))  # a process of its own is told by its environment
ROUND, ROUNDS = 400, 9


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU of this process, in milliseconds a request, and requests a CPU-second."""

    cpu_ms: float

    @property
    def per_second(self) -> float:
        """Requests that one core of CPU does in a second."""
        return 1000 / self.cpu_ms


async def call(app: App, path: str, body: bytes, headers: Iterable[tuple[bytes, bytes]] = ()) -> int:
    """POST ``body`` to ``app``. Returns the status."""
    status = 0
    scope: dict[str, Any] = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "headers": [(b"host", b"sira.test"), (b"content-length", str(len(body)).encode()), *headers],
        "client": ("127.0.0.1", 1), "server": ("sira.test", 80), "state": {},
    }  # fmt: skip
    sent = False

    async def receive() -> dict[str, Any]:
        nonlocal sent
        if sent:
            await asyncio.sleep(3600)
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]

    await app(scope, receive, send)
    return status


@dataclass(frozen=True, slots=True)
class Load:
    """``one(n)``: the n-th request; ``settle`` waits for work that goes on behind the answers."""

    one: Callable[[int], Awaitable[None]]
    settle: Callable[[], Awaitable[None]] | None = None


async def drive(load: Load, count: int) -> Cost:
    """``count`` requests, ``AT_ONCE`` at a time."""
    todo = iter(range(count))

    async def worker() -> None:
        for number in todo:
            await load.one(number)

    began = time.process_time()
    await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
    if load.settle is not None:
        await load.settle()
    return Cost((time.process_time() - began) / count * 1000)


@dataclass(frozen=True, slots=True)
class Duel:
    """Medians of what the floor and what stands on it cost, and of their ratio round by round."""

    floor: Cost
    measured: Cost
    ratio: float


async def duel(floor: Load, measured: Load) -> Duel:
    """Both by turns in one process: what else the machine does meanwhile falls on both alike."""
    rounds = [(await drive(floor, ROUND), await drive(measured, ROUND)) for _ in range(ROUNDS)]
    return Duel(
        Cost(statistics.median(below.cpu_ms for below, _ in rounds)),
        Cost(statistics.median(above.cpu_ms for _, above in rounds)),
        statistics.median(above.cpu_ms / below.cpu_ms for below, above in rounds),
    )
