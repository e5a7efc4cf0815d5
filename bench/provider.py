"""A provider that says yes, at once or after a while, in a process of its own, so that its work is not counted as ours."""

from __future__ import annotations

import asyncio
import itertools
import multiprocessing
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web


def _serve(port: int, delay: float) -> None:
    numbers = itertools.count(1)

    async def answer(_request: web.Request) -> web.Response:
        if delay:
            await asyncio.sleep(delay)
        message = {"message_id": next(numbers), "date": 1, "chat": {"id": 1, "type": "private"}}
        return web.json_response({"ok": True, "result": message})

    app = web.Application()
    app.router.add_route("*", "/{any:.*}", answer)
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)


@contextmanager
def provider(delay: float = 0.0) -> Iterator[str]:
    """The address of a fresh one, that takes ``delay`` seconds for each answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(port, delay), daemon=True)
    process.start()
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=0.1).close()
                break
            except OSError:
                process.join(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.join()
