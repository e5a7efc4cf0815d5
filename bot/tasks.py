"""Background tasks that are held, so that the loop cannot lose them, and whose end is noticed."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger()
_held: set[asyncio.Task[Any]] = set()


def background(work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
    """Start ``work`` and hold it until it ends; an end by exception is logged without its values."""
    task = asyncio.get_running_loop().create_task(work)
    _held.add(task)
    task.add_done_callback(_ended)
    return task


def _ended(task: asyncio.Task[Any]) -> None:
    _held.discard(task)
    if not task.cancelled() and task.exception() is not None:
        log.error("background_ended", error=type(task.exception()).__name__)


async def until_asked_to_stop() -> None:
    """Wait for SIGTERM or Ctrl+C."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
