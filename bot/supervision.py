"""Several processes as one: started together, their lines under one another, one that dies started again, all stopped.

For trying the service mode on one machine. Where it serves people, systemd or the compose file do this better.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

PROGRAM = "from bot.cli import app; app(prog_name='sira')"
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0
SETTLED_SECONDS = 60.0  # one that has run for so long is started again without a long pause
STOP_SECONDS = 60.0  # the sender ends the calls that it has begun (`bot/sender.py`), HTTP its requests
LINE_BYTES_MAX = 1 << 20

Say = Callable[[str, str], None]
"""Takes a process's name and one line."""


@dataclass(frozen=True, slots=True)
class Part:
    """``name`` stands before its lines; ``arguments`` as after ``sira``."""

    name: str
    arguments: tuple[str, ...]


def pause(deaths: int) -> float:
    """Seconds before a process that has died so often in a row is started again."""
    return float(min(FIRST_PAUSE_SECONDS * 2 ** (deaths - 1), LONGEST_PAUSE_SECONDS))


async def supervise(parts: Sequence[Part], say: Say, stop: asyncio.Event) -> None:
    """Keep ``parts`` running until ``stop`` is set; returns when all have ended."""
    async with asyncio.TaskGroup() as group:
        for part in parts:
            group.create_task(_keep(part, say, stop))


async def _keep(part: Part, say: Say, stop: asyncio.Event) -> None:
    deaths = 0
    loop = asyncio.get_running_loop()
    while not stop.is_set():
        began = loop.time()
        code = await _live(part, say, stop)
        if stop.is_set():
            return
        deaths = 1 if loop.time() - began > SETTLED_SECONDS else deaths + 1
        seconds = pause(deaths)
        say(part.name, f"s'est arrêté (code {code}) ; nouveau départ dans {seconds:.0f} s")
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), seconds)


async def _live(part: Part, say: Say, stop: asyncio.Event) -> int:
    """One life, from the start to the end. In a session of its own, so that Ctrl+C reaches it through us alone."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        PROGRAM,
        *part.arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
        limit=LINE_BYTES_MAX,
    )
    say(part.name, f"démarré (processus {child.pid})")
    lines = asyncio.create_task(_pass_on(part, child, say))
    asked = asyncio.create_task(stop.wait())
    ended = asyncio.create_task(child.wait())
    try:
        await asyncio.wait({asked, ended}, return_when=asyncio.FIRST_COMPLETED)
        if not ended.done():
            child.terminate()
            await asyncio.wait({ended}, timeout=STOP_SECONDS)
    finally:
        asked.cancel()
        if child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()
        code = await ended
        await lines
    return code


async def _pass_on(part: Part, child: asyncio.subprocess.Process, say: Say) -> None:
    assert child.stdout is not None  # noqa: S101
    while True:
        try:
            line = await child.stdout.readline()
        except ValueError:  # longer than any line of ours
            continue
        if not line:
            return
        say(part.name, line.decode("utf-8", "replace").rstrip("\n"))
