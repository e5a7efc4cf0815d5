"""A command of Sira as a process of its own, forked from one that has loaded what every command loads (multiprocessing's fork
server): a tenth of the cost of an interpreter that begins with nothing, for tests that start and kill many.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from typing import Final

LOADED: Final = "tests.loaded"
SERVER: Final = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload([LOADED])


class Forked:
    """A command that began loaded."""

    def __init__(self, arguments: tuple[str, ...], settings: Mapping[str, str], first: str) -> None:
        self._process = SERVER.Process(target=command, args=(arguments, settings, first))
        self._process.start()
        self.pid: int = self._process.pid or 0

    def poll(self) -> int | None:
        """How it ended; None while it lives."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """How it ended. Raises ``TimeoutExpired`` when it does not within so many seconds."""
        self._process.join(timeout)
        code = self.poll()
        if code is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0)
        return code

    def send_signal(self, sig: int) -> None:
        """Nothing, when it has ended."""
        if self.poll() is None:
            os.kill(self.pid, sig)

    def kill(self) -> None:
        """SIGKILL."""
        self.send_signal(signal.SIGKILL)


def command(arguments: tuple[str, ...], settings: Mapping[str, str], first: str) -> None:
    """In the child: be that command, once ``first`` has run."""
    os.environ.update(settings)
    exec(first, {})
    from bot.cli import app

    sys.argv = ["sira", *arguments]
    app()
