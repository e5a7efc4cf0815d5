"""A process of Sira that kills itself at one point, and the nursery that such processes come from.

The nursery is a program that has loaded what every process of Sira loads; it makes each one by forking, so that a process
costs a tenth of a second. A child runs the ordinary command line in a process of its own; when it is doomed, one function
is wrapped first, so that it sends itself SIGKILL the ``nth`` time that it gets there once the file ``armed`` exists.
Nothing of production knows of this.

Lines in: {"args", "env", "log", "ready", "build": name or "", "sweep": seconds or 0 for a net drawn in often, "wrap": null or {"target", "side", "only", "armed", "nth"}}; lines out: {"pid"}
when one was made, {"pid", "signal", "code"} when one has ended; the first is {"ready"}. A child makes the file ``ready`` when it has started.
"""

from __future__ import annotations

import asyncio
import functools
import importlib
import inspect
import json
import os
import select
import signal
import sys
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

LOOK_SECONDS: Final = 0.05
SOON_SECONDS: Final = 0.3
SWEEP_SECONDS: Final = 0.5
"""The net is drawn in more often than every two seconds, so that no case waits for it."""


def doom(target: str, side: str, only: str, armed: str, nth: int) -> None:
    """Wrap ``target`` (``module:Class.method``). Raises ``AttributeError`` for what is not there."""
    module, _, path = target.partition(":")
    *owners, name = path.split(".")
    owner: Any = functools.reduce(getattr, owners, importlib.import_module(module))
    setattr(owner, name, _wrapped(getattr(owner, name), side, _Fate(only, Path(armed), nth)))


class _Fate:
    """Counts how often the point was reached."""

    def __init__(self, only: str, armed: Path, nth: int) -> None:
        self._only, self._armed, self._left = only, armed, nth

    def now(self, args: tuple[Any, ...]) -> bool:
        """Whether this is the time."""
        if self._only and not (args and self._only in str(getattr(args[0], "url", ""))):
            return False
        if not self._armed.exists():
            return False
        self._left -= 1
        return self._left == 0


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _wrapped(function: Callable[..., Any], side: str, fate: _Fate) -> Callable[..., Any]:
    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def later(*args: Any, **named: Any) -> Any:
            now = fate.now(args)
            if now and side == "soon":
                await asyncio.sleep(SOON_SECONDS)
            if now and side != "after":
                _die()
            result = await function(*args, **named)
            if now:
                _die()
            return result

        return later

    @functools.wraps(function)
    def at_once(*args: Any, **named: Any) -> Any:
        now = fate.now(args)
        if now and side != "after":
            _die()
        result = function(*args, **named)
        if now:
            _die()
        return result

    return at_once


def _told(wait: Callable[[], Awaitable[None]], ready: Path) -> Callable[[], Awaitable[None]]:
    """Workers and senders have no address that could be asked whether they are ready."""

    async def waiting() -> None:
        await asyncio.to_thread(ready.touch)
        await wait()

    return waiting


def live(order: dict[str, Any]) -> None:
    """In the child: be the process that was ordered, until its end."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, put in ((0, nothing), (1, log), (2, log)):
        os.dup2(put, number)
    os.environ.update(order["env"])
    from bot import running
    from bot.cli import app, serve
    from bot.upkeep import retention
    from tests.faults.sabotage import BUILDS

    running.SWEEP_SECONDS, running.AFTER_START_SECONDS = order["sweep"] or SWEEP_SECONDS, 0.0
    serve.until_asked_to_stop = _told(serve.until_asked_to_stop, Path(order["ready"]))
    if order["build"]:
        BUILDS[order["build"]]()
    if order["wrap"]:
        retention.EVERY_SECONDS = SWEEP_SECONDS  # the point may be in what is done once an hour
        doom(**order["wrap"])
    sys.argv = ["sira", *order["args"]]
    app()


class Nursery:
    """Reads orders, makes children, tells of their ends, and takes them with it when nobody orders any more."""

    def __init__(self) -> None:
        self._children: set[int] = set()
        self._line = b""

    def run(self) -> None:
        self._say({"ready": True})
        while self._hear():
            while self._children:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if not pid:
                    break
                self._children.discard(pid)
                code = os.waitstatus_to_exitcode(status)
                self._say({"pid": pid, "signal": max(0, -code), "code": code})
        for pid in self._children:
            os.kill(pid, signal.SIGKILL)

    def _hear(self) -> bool:
        if not select.select([0], [], [], LOOK_SECONDS)[0]:
            return True
        heard = os.read(0, 65_536)
        *whole, self._line = (self._line + heard).split(b"\n")
        for line in whole:
            self._make(json.loads(line))
        return bool(heard)

    def _make(self, order: dict[str, Any]) -> None:
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                live(order)
                code = 0
            except SystemExit as ended:
                code = int(ended.code or 0)
            except Exception:  # noqa: BLE001 — said in its log, which a failing test shows
                traceback.print_exc()
            finally:
                os._exit(code)
        self._children.add(pid)
        self._say({"pid": pid})

    @staticmethod
    def _say(said: dict[str, Any]) -> None:
        os.write(1, json.dumps(said).encode() + b"\n")


def main() -> None:
    """Load everything once, then make processes on order."""
    importlib.import_module("tests.loaded")
    Nursery().run()


if __name__ == "__main__":
    main()
