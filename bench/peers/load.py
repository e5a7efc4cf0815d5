"""The load of the bench on one peer: everybody goes round the questionnaire, and one JSON line tells what it cost."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import time
from collections.abc import Awaitable, Callable
from typing import cast

import orjson
from fastapi import FastAPI

from bench.driver import App, Load, call, drive
from bench.peers.questionnaire import TALK

PATH = "/webhook"
PEOPLE = 100  # as many as in Sira's own run
ROUNDS = 3  # other work shares the machine: the quietest round counts
TURNS = int(os.environ.get("SIRA_BENCH_TURNS", str(PEOPLE * len(TALK))))
"""Of one round: everybody once around, unless a slow provider makes that too long."""


async def _nothing() -> float:
    return 0.0


async def measured(app: FastAPI, store_seconds: Callable[[], Awaitable[float]] = _nothing) -> str:
    """The least cost in ``ROUNDS`` rounds, after one that is not counted, as one line of JSON.

    ``store_seconds`` reads the CPU that the peer's own database has used until now.
    """
    numbers = itertools.count(1)
    turn_of = dict.fromkeys(range(PEOPLE), 0)
    free: asyncio.Queue[int] = asyncio.Queue()
    for person in range(PEOPLE):
        free.put_nowait(person)

    async def one(_number: int) -> None:
        person = await free.get()
        turn = turn_of[person]
        turn_of[person] += 1
        status = await call(
            cast("App", app), PATH, _update(next(numbers), person, turn), ((b"content-type", b"application/json"),)
        )
        if status != 200:
            raise RuntimeError(f"the peer answered {status} to turn {turn} of person {person}")
        free.put_nowait(person)

    load = Load(one)
    await drive(load, TURNS)
    rounds = []
    for _ in range(ROUNDS):
        began, stored = time.perf_counter(), await store_seconds()
        cost = await drive(load, TURNS)
        seconds = time.perf_counter() - began
        store_ms = (await store_seconds() - stored) / TURNS * 1000
        rounds.append((TURNS / seconds, cost.cpu_ms, store_ms))
    per_second = max(turns for turns, _, _ in rounds)
    cpu_ms, store_cpu_ms = min(((cpu, store) for _, cpu, store in rounds), key=sum)
    return json.dumps({
        "turns_per_second": per_second, "cpu_ms": cpu_ms, "store_cpu_ms": store_cpu_ms, "turns": sum(turn_of.values()),
    })  # fmt: skip


def _update(number: int, person: int, turn: int) -> bytes:
    """What Telegram posts for one message of ``person``."""
    someone = {"id": 1000 + person, "first_name": "A"}
    return orjson.dumps({
        "update_id": number,
        "message": {
            "message_id": turn + 1, "date": 1_790_000_000, "text": TALK[turn % len(TALK)],
            "chat": {**someone, "type": "private"}, "from": {**someone, "is_bot": False},
        },
    })  # fmt: skip
