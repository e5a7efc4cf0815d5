"""`sira up`, as anybody starts it: the whole service mode, which starts again by itself whoever dies."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx

from bot.supervision import PROGRAM

STARTED: Final = re.compile(r"^(\S+)\s+\| démarré \(processus (\d+)\)")
WEBS, WORKERS, SENDERS = 2, 2, 1
START_SECONDS, STOP_SECONDS = 120.0, 90
LOOK_SECONDS: Final = 0.1


class Fleet:
    """``webs``: the addresses. ``lines``: what it has said."""

    def __init__(self, program: subprocess.Popen[str], port: int) -> None:
        self.program = program
        self.webs = [f"http://127.0.0.1:{port + number}" for number in range(WEBS)]
        self.lines: list[str] = []
        self._ear = threading.Thread(target=lambda: self.lines.extend(program.stdout or ()), daemon=True)
        self._ear.start()

    def pids(self, name: str) -> list[int]:
        """Of all its lives, the newest last."""
        return [int(found[2]) for line in list(self.lines) if (found := STARTED.match(line)) and found[1] == name]

    def kill(self, name: str) -> float:
        """SIGKILL; returns how many seconds it took until there was another one."""
        before = self.pids(name)
        os.kill(before[-1], signal.SIGKILL)
        return _wait(f"another {name}", lambda: len(self.pids(name)) > len(before))

    def ready(self) -> float:
        """Wait until every web answers."""
        return _wait("the webs answer", lambda: all(_answers(web) for web in self.webs))

    def close(self) -> None:
        """The orderly end."""
        self.program.send_signal(signal.SIGINT)
        try:
            self.program.wait(STOP_SECONDS)
        finally:
            self.program.kill()
            self._ear.join(STOP_SECONDS)
            if self.program.stdout is not None:
                self.program.stdout.close()


@contextmanager
def fleet(settings: Mapping[str, str], folder: Path) -> Iterator[Fleet]:
    """Ready now, gone afterwards."""
    port = _free_ports(WEBS)
    arguments = ["up", "--port", str(port), "--webs", str(WEBS), "--workers", str(WORKERS), "--senders", str(SENDERS)]
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        env={**os.environ, **settings, "PYTHONUNBUFFERED": "1", "SIRA_ERASURES": str(folder / "erasures")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    started = Fleet(program, port)
    try:
        started.ready()
        yield started
    finally:
        started.close()


def _free_ports(number: int) -> int:
    """The first of so many neighbours that nobody listens on."""
    for first in range(18_000, 28_000, 7):
        try:
            for port in range(first, first + number):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return first
    raise RuntimeError("no neighbouring ports are free")


def _answers(web: str) -> bool:
    try:
        return httpx.get(f"{web}/readyz").is_success
    except httpx.TransportError:
        return False


def _wait(what: str, there: Callable[[], bool]) -> float:
    began = time.monotonic()
    while not there():
        if time.monotonic() - began > START_SECONDS:
            raise TimeoutError(f"it never came: {what}")
        time.sleep(LOOK_SECONDS)
    return time.monotonic() - began
