"""One command of Sira as a process of its own.

Most are forked from a process that has loaded what every command loads (multiprocessing's fork server), which costs a tenth
of what an interpreter does that begins with nothing. `from_nothing` is that interpreter, for what must be so before Sira is
loaded; `test_up.py` starts all of it as an operator does.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Protocol

import httpx

PATIENCE_SECONDS: Final = 90
STOP_SECONDS: Final = 20
LOADED: Final = "tests.service.loaded"
FORKED: Final = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload([LOADED])


class Alone(Protocol):
    """What a test may do with it; `wait` and `poll` tell how it ended, as `subprocess.Popen` does."""

    pid: int

    def poll(self) -> int | None: ...
    def wait(self, timeout: float) -> int: ...
    def send_signal(self, sig: int) -> None: ...
    def kill(self) -> None: ...


class Forked:
    """A command that began loaded."""

    def __init__(self, arguments: tuple[str, ...], settings: dict[str, str], first: str) -> None:
        self._process = FORKED.Process(target=command, args=(arguments, settings, first))
        self._process.start()
        self.pid: int = self._process.pid or 0

    def poll(self) -> int | None:
        """How it ended; None while it lives."""
        return self._process.exitcode

    def wait(self, timeout: float) -> int:
        """How it ended. Raises ``TimeoutExpired`` when it does not."""
        self._process.join(timeout)
        code = self.poll()
        if code is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout)
        return code

    def send_signal(self, sig: int) -> None:
        """Nothing, when it has ended."""
        if self.poll() is None:
            os.kill(self.pid, sig)

    def kill(self) -> None:
        """SIGKILL."""
        self.send_signal(signal.SIGKILL)


def command(arguments: tuple[str, ...], settings: dict[str, str], first: str) -> None:
    """In the child: be that command, once ``first`` has run."""
    os.environ.update(settings)
    exec(first, {})
    from bot.cli import app

    sys.argv = ["sira", *arguments]
    app()


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
