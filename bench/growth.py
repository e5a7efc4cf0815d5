"""``python -m bench.growth``: what a turn costs and what a process holds while more and more people are stored."""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import plot, results
from bench.desk_records import MESSAGES_EACH, fill
from bench.traffic import Line, line
from bot.records.clock import now
from bot.records.database import Database
from tests.faults.arena import arena
from tests.faults.stage import Stage
from tests.faults.stores import VAULT

SIZES = (0, 10_000, 100_000)
OPEN_EACH = 10
"""One of so many people waits for the team."""
PEOPLE, WARM, EACH, ROUNDS = 16, 4, 10, 5
TALKERS = range(10_000, 10_000 + PEOPLE)
GROWS = 1.25
"""Of a turn's CPU from nobody to the largest; above is more than the noise of a busy machine."""
MEMORY_GROWS = 1.10
ANSWERING = ("web", "sender")
"""Whose work a turn is. The worker clears away meanwhile, for minutes, what so full a store has kept too long and rings for
all who wait at once: work of a day, which no turn waits for.
"""
FOLDER = Path(__file__).parent
HEAD = (
    "people at rest",
    "waiting for the team",
    "messages stored",
    "CPU a turn, web and sender",
    "answer, median",
    "memory of a web",
)


@dataclass(frozen=True, slots=True)
class Size:
    """One store. Milliseconds, megabytes."""

    people: int
    cpu_ms: float
    answer_ms: float
    memory_mb: float

    def cells(self) -> tuple[str, ...]:
        """For a table."""
        counts = (self.people, self.people // OPEN_EACH, self.people * MESSAGES_EACH)
        costs = f"{self.cpu_ms:.2f} ms", f"{self.answer_ms:.0f} ms", f"{self.memory_mb:.0f} MB"
        return (*(f"{one:,}" for one in counts), *costs)


async def measure(stage: Stage, folder: Path, sizes: Sequence[int]) -> tuple[list[Size], float]:
    """Stores with so many people each, and some others who talk, by turns: what else the machine does falls on all alike.
    Also by how much a turn's CPU grows from the first to the last, round by round.
    """
    async with AsyncExitStack() as standing:
        lines = [await standing.enter_async_context(_filled(stage, folder, people)) for people in sizes]
        for one in lines:
            await one.at_once(TALKERS, WARM)
            one.answers.clear()
        rounds = []
        for _ in range(ROUNDS):
            costs = []
            for one in lines:
                began = one.cpu(*ANSWERING)
                await one.at_once(TALKERS, EACH)
                costs.append((one.cpu(*ANSWERING) - began) / (PEOPLE * EACH) * 1000)
            rounds.append(costs)
        found = [
            Size(people, statistics.median(costs), statistics.median(one.answers) * 1000, one.memory_mb("web.1"))
            for people, one, costs in zip(sizes, lines, zip(*rounds, strict=True), strict=True)
        ]
        return found, statistics.median(costs[-1] / costs[0] for costs in rounds)


@asynccontextmanager
async def _filled(stage: Stage, folder: Path, people: int) -> AsyncIterator[Line]:
    async with stage.stores.fresh("service", folder) as url:
        if people:
            database = Database(url)
            await fill(url, VAULT, await database.read(now), people, people // OPEN_EACH)
            await database.close()
        async with line(stage, folder / str(people), url) as one:
            yield one


def judge(console: Console, sizes: tuple[int, ...] = SIZES, *, write: bool = False) -> int:
    """Measure and print; the number of limits that were missed."""

    with arena() as (stage, folder):
        found, cpu = asyncio.run(measure(stage, folder, sizes))
    table = Table(*HEAD)
    for one in found:
        table.add_row(*one.cells())
    console.print(table)
    memory = found[-1].memory_mb / found[0].memory_mb
    verdict = [
        f"CPU a turn grows {cpu:.2f} × (wanted ≤ {GROWS}) {'✓' if cpu <= GROWS else '✗'}",
        f"memory of a web grows {memory:.2f} × (wanted ≤ {MEMORY_GROWS}) {'✓' if memory <= MEMORY_GROWS else '✗'}",
    ]
    console.print("\n".join(verdict))
    if write:
        points = {"growth-cpu": [(one.people, one.cpu_ms) for one in found],
                  "growth-memory": [(one.people, one.memory_mb) for one in found]}  # fmt: skip
        plot.write(
            FOLDER / "growth-cpu.svg", "CPU of a turn, web and sender", "people at rest", "ms", points["growth-cpu"]
        )
        plot.write(
            FOLDER / "growth-memory.svg", "Memory of a web process", "people at rest", "MB", points["growth-memory"]
        )
        results.write("python -m bench.growth", results.table(HEAD, [one.cells() for one in found]), *verdict, "",
                      "![CPU](growth-cpu.svg)", "![memory](growth-memory.svg)")  # fmt: skip
    return (cpu > GROWS) + (memory > MEMORY_GROWS)


def main() -> int:
    """``python -m bench.growth [--write] [PEOPLE …]``"""
    asked = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    asked.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    asked.add_argument("--write", action="store_true", help="into bench/RESULTS.md, with curves beside it")
    chosen = asked.parse_args()
    return 1 if judge(Console(), tuple(chosen.sizes), write=chosen.write) else 0


if __name__ == "__main__":
    sys.exit(main())
