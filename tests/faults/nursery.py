"""The test's side of the nursery: order a process, see it die, kill it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from types import MappingProxyType
from typing import Any, Final

START_SECONDS: Final = 120
STOP_SECONDS: Final = 20
HOUSE: Final = Path(__file__).parents[2]
NEUTRAL: Final = MappingProxyType({"SIRA_DATABASE_URL": "sqlite:///var/nobody.db"})
"""What the nursery itself is told; a child gets its own."""


class Child:
    """One process. ``signal`` is what ended it, 0 for an orderly end, None while it lives."""

    def __init__(self, pid: int, name: str, log: Path) -> None:
        self.pid, self.name, self.log = pid, name, log
        self.signal: int | None = None
        self.code = 0
        self.ended = threading.Event()

    def kill(self) -> None:
        """SIGKILL, unless it is dead already."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """The orderly end; one that does not come in time is a fault."""
        self._end(signal.SIGTERM)

    def _end(self, number: int) -> None:
        if not self.ended.is_set():
            os.kill(self.pid, number)
        if not self.ended.wait(STOP_SECONDS):
            os.kill(self.pid, signal.SIGKILL)
            raise AssertionError(f"{self.name} does not end:\n{self.said()}")

    def said(self) -> str:
        """The end of its log."""
        return self.log.read_text(errors="replace")[-3000:] if self.log.exists() else ""


class Nursery:
    """Makes processes of Sira quickly."""

    def __init__(self, program: subprocess.Popen[bytes]) -> None:
        self._program = program
        self._made: SimpleQueue[int] = SimpleQueue()
        self._children: dict[int, Child] = {}
        self._early: dict[int, dict[str, int]] = {}
        self._lock = threading.Lock()
        self._order = threading.Lock()
        self._ready = threading.Event()
        self._ear = threading.Thread(target=self._hear, daemon=True)
        self._ear.start()
        assert self._ready.wait(START_SECONDS), "the nursery does not start; what is wrong stands above"

    def start(
        self,
        args: list[str],
        env: dict[str, str],
        log: Path,
        ready: Path,
        wrap: dict[str, Any] | None = None,
        build: str = "",
        sweep: float = 0.0,
    ) -> Child:
        """A process with these arguments, which makes the file ``ready`` unless it has an address; ``wrap`` dooms it,
        ``build`` names the promise that it breaks, ``sweep`` is how often it looks for what nobody rang for.
        """
        order = {
            "args": args, "env": env, "log": str(log), "ready": str(ready), "wrap": wrap, "build": build, "sweep": sweep,
        }  # fmt: skip
        assert self._program.stdin is not None
        with self._order:  # else one would take another's child for its own
            self._program.stdin.write(json.dumps(order).encode() + b"\n")
            self._program.stdin.flush()
            pid = self._made.get(timeout=START_SECONDS)
        child = Child(pid, args[0], log)
        with self._lock:
            self._children[pid] = child
            if pid in self._early:
                self._over(child, self._early.pop(pid))
        return child

    def _hear(self) -> None:
        assert self._program.stdout is not None
        for line in self._program.stdout:
            told = json.loads(line)
            if "ready" in told:
                self._ready.set()
                continue
            if "signal" not in told:
                self._made.put(told["pid"])
                continue
            with self._lock:
                child = self._children.pop(told["pid"], None)
                if child is None:
                    self._early[told["pid"]] = told
                else:
                    self._over(child, told)

    def _over(self, child: Child, told: dict[str, int]) -> None:
        self._children.pop(child.pid, None)
        child.signal, child.code = told["signal"], told["code"]
        child.ended.set()

    def close(self) -> None:
        """The nursery ends, and whoever it has made with it."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.close()
        self._program.wait(STOP_SECONDS)
        self._ear.join(STOP_SECONDS)
        self._program.stdout.close()


@contextmanager
def nursery() -> Iterator[Nursery]:
    """A nursery that lives as long as the block."""
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.doomed"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **NEUTRAL},
        cwd=HOUSE,
    )
    made = Nursery(program)
    try:
        yield made
    finally:
        made.close()
