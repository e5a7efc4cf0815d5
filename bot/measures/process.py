"""What each process measures of its own work, in memory, from its start."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from functools import partial
from wsgiref.simple_server import WSGIServer

from prometheus_client import Gauge, Histogram, start_http_server

TURN_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0)
"""Around what is promised (100 ms for 95 of 100, reliability.md), up to where a provider gives up waiting."""
TURN = Histogram(
    "sira_turn_seconds", "From a verified message to the commit of its turn, by this process", buckets=TURN_BUCKETS
)
SWEPT = Gauge("sira_sweep_last_success_timestamp_seconds", "When each sweep of this process last ended well", ["sweep"])
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


def swept(sweep: Callable[[], Awaitable[None]]) -> None:
    """Note that ``sweep`` has just ended well."""
    SWEPT.labels(name_of(sweep)).set_to_current_time()


def name_of(sweep: Callable[..., Awaitable[None]]) -> str:
    """After whose sweep it is: ``call_sender`` for one of a ``CallSender``."""
    bound = sweep.func if isinstance(sweep, partial) else sweep
    whose = getattr(bound, "__self__", None)
    return _WORD.sub("_", type(whose).__name__).lower() if whose is not None else getattr(bound, "__name__", "sweep")


def listen(where: str) -> WSGIServer | None:
    """Answer at ``HOST:PORT`` for a process that has no HTTP of its own (worker, sender). Empty: nowhere."""
    host, _, port = where.rpartition(":")
    return start_http_server(int(port), host)[0] if port else None
