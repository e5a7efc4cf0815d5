"""Sira's whole durable turn in a process of its own, on one core together with its database; prints one line of JSON."""

from __future__ import annotations

import asyncio
import json
import sys
import time

from bench import sira
from bench.driver import drive

ROUND, ROUNDS = 1100, 3  # as the peers; the best counts


async def measure(database_url: str, provider_url: str) -> dict[str, float]:
    """Turns a second by the clock and CPU of this process, every message sent when the clock stops."""
    async with sira.turns(database_url, provider_url) as load:
        best = {"turns_per_second": 0.0, "cpu_ms": 0.0}
        for _ in range(ROUNDS):
            began = time.perf_counter()
            cost = await drive(load, ROUND)
            per_second = ROUND / (time.perf_counter() - began)
            if per_second > best["turns_per_second"]:
                best = {"turns_per_second": per_second, "cpu_ms": cost.cpu_ms}
        return best


def main() -> None:
    """``python -m bench.whole DATABASE_URL PROVIDER_URL``"""
    database_url, provider_url = sys.argv[1:]
    try:
        import uvloop  # noqa: PLC0415 — as uvicorn does: where there is one
    except ImportError:
        print(json.dumps(asyncio.run(measure(database_url, provider_url))))
    else:
        print(json.dumps(uvloop.run(measure(database_url, provider_url))))


if __name__ == "__main__":
    main()
