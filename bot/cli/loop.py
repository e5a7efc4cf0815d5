"""The event loop of a long process: the quick one where there is one, as uvicorn takes for the HTTP side.

A worker or a sender does little but wait for a store, Redis and providers: on Python's own loop that costs a quarter more.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

T = TypeVar("T")


def run(work: Coroutine[object, object, T]) -> T:
    """The result of ``work`` on a loop of its own."""
    try:
        import uvloop  # noqa: PLC0415 — made for some platforms only
    except ImportError:
        return asyncio.run(work)
    return uvloop.run(work)
