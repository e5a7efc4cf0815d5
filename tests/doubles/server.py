"""A small HTTP server on its own thread and port, so that the real client libraries are tested over a real network."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from aiohttp import web

BODY_MAX = 60 * 1024 * 1024  # above every limit that the doubles check themselves


@dataclass(frozen=True, slots=True)
class Fault:
    """What the next calls are answered instead: a status with a JSON body, or nothing at all.

    ``hang`` keeps the connection without an answer for ``seconds``; ``drop`` closes it; ``slow`` carries it out and answers
    well, so many seconds later. ``accept`` says whether the
    call is carried out before the answer is lost, which a sender cannot see.
    """

    status: int = 0
    body: str = ""
    hang: bool = False
    drop: bool = False
    accept: bool = False
    seconds: float = 30.0
    slow: float = 0.0
    content_type: str = "application/json"
    location: str = ""


class Served:
    """Runs ``handle`` for every request. A context manager; ``url`` is its address, without a slash at the end."""

    def __init__(self) -> None:
        self.url = ""
        self._faults: deque[Fault] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()
        self._released: asyncio.Event | None = None

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """What a double answers."""
        raise NotImplementedError

    def fail_next(self, *faults: Fault) -> None:
        """The next calls end like this, one fault a call."""
        self._faults.extend(faults)

    def fail_never(self) -> None:
        """Forget the faults that were not met."""
        self._faults.clear()

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10), "the double did not start"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._stop)
        self._thread.join(10)
        assert not self._thread.is_alive(), "the double did not stop"

    def _stop(self) -> None:
        assert self._released is not None
        self._released.set()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._released = asyncio.get_running_loop(), asyncio.Event()
        app = web.Application(client_max_size=BODY_MAX)
        app.router.add_route("*", "/{path:.*}", self._answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self._ready.set()
        await self._released.wait()
        await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        fault = self._faults.popleft() if self._faults else None
        if fault is None:
            return await self.handle(request)
        await request.read()
        if fault.slow:
            answer = await self.handle(request)
            await asyncio.sleep(fault.slow)
            return answer
        if fault.accept:
            await self.handle(request)
        if fault.hang:
            assert self._released is not None
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._released.wait(), fault.seconds)
        if fault.hang or fault.drop:
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        headers = {"Location": fault.location} if fault.location else None
        return web.Response(status=fault.status, text=fault.body, content_type=fault.content_type, headers=headers)
