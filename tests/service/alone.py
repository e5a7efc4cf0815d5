"""One command of Sira as a process of its own.

Most are forked from one that has loaded Sira (`tests/forked.py`). `from_nothing` is an interpreter that has not, for what must
be so before; `test_up.py` starts all of it as an operator does.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Protocol

import httpx

from tests.forked import Forked

PATIENCE_SECONDS: Final = 90
STOP_SECONDS: Final = 20


class Alone(Protocol):
    """What a test may do with it; `wait` and `poll` tell how it ended, as `subprocess.Popen` does."""

    pid: int

    def poll(self) -> int | None: ...
    def wait(self, timeout: float) -> int: ...
    def send_signal(self, sig: int) -> None: ...
    def kill(self) -> None: ...


@contextmanager
def process(*arguments: str, settings: dict[str, str], first: str = "") -> Iterator[Alone]:
    """A command with these settings, in which ``first`` has run; gone afterwards."""
    with _ended(Forked(arguments, settings, first)) as child:
        yield child


@contextmanager
def from_nothing(*arguments: str, settings: dict[str, str], first: str) -> Iterator[Alone]:
    """The same, in an interpreter that has loaded nothing of Sira when ``first`` runs."""
    program = f"{first}\nimport sys; from bot.cli import app; sys.argv[0] = 'sira'; app()"
    child = subprocess.Popen([sys.executable, "-c", program, *arguments], env={**os.environ, **settings})
    with _ended(child) as alone:
        yield alone


@contextmanager
def _ended(child: Alone) -> Iterator[Alone]:
    try:
        yield child
    finally:
        child.send_signal(signal.SIGTERM)
        child.send_signal(signal.SIGCONT)  # one that a test put to sleep would never hear of it
        child.wait(STOP_SECONDS)


def wait(what: str, ready: Callable[[], object]) -> None:
    """Until ``ready()``; raises ``AssertionError`` with ``what`` never came."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if ready():
            return
        time.sleep(0.1)
    raise AssertionError(f"never: {what}")


def answers(url: str) -> bool:
    """Whether a web is ready."""
    try:
        return httpx.get(f"{url}/readyz").status_code == 200
    except httpx.TransportError:
        return False
