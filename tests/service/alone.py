"""One command of Sira as a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx

PATIENCE_SECONDS = 90


@contextmanager
def process(*arguments: str, settings: dict[str, str], first: str = "") -> Iterator[subprocess.Popen[bytes]]:
    program = f"{first}\nimport sys; from bot.cli import app; sys.argv[0] = 'sira'; app()"
    child = subprocess.Popen([sys.executable, "-c", program, *arguments], env={**os.environ, **settings})
    try:
        yield child
    finally:
        child.terminate()
        child.send_signal(signal.SIGCONT)  # one that a test put to sleep would never hear of it
        child.wait(20)


def wait(what: str, ready: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if ready():
            return
        time.sleep(0.1)
    raise AssertionError(f"never: {what}")


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz").status_code == 200
    except httpx.TransportError:
        return False
