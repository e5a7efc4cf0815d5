"""``python -m bench.load``: what the service mode takes over real sockets, judged against reliability.md's *Cost*."""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import results
from bench.traffic import NoAnswerError, line
from tests.faults.arena import arena
from tests.faults.stage import Stage

RATE, RATE_SECONDS, RATE_P95_MS = 40.0, 15.0, 100.0
FLOOD, FLOOD_SECONDS, FLOOD_DRAINED_SECONDS = 300.0, 20.0, 120.0
FLOOD_PEOPLE = 600
PEOPLE, EACH, WARM, ROUNDS = 32, 10, 4, 5
TWO_CPU = 1.15
TWO_TURNS = 1.7
SLOW_SECONDS, SLOW_PEOPLE, SLOW_TURNS = 0.05, 64, 1000.0


@dataclass(frozen=True, slots=True)
class Row:
    """``good`` None: printed, not judged."""

    what: str
    measured: str
    wanted: str
    good: bool | None = None

    def cells(self) -> tuple[str, str, str, str]:
        """For a table."""
        return self.what, self.measured, self.wanted, {True: "✓", False: "✗", None: ""}[self.good]


async def steady(stage: Stage, folder: Path) -> list[Row]:
    """A rate, then a flood, on one web."""
    async with stage.stores.fresh("service", folder) as url, line(stage, folder / "one", url) as one:
        people = range(10_000, 10_000 + 200)
        await one.at_once(people[:PEOPLE], WARM)
        one.answers.clear()
        await one.at_rate(people, RATE, RATE_SECONDS, waits=True)
        p95 = one.p95_ms()
        crowd = range(20_000, 20_000 + FLOOD_PEOPLE)
        before = sum(one.provider.came.values())
        await one.at_rate(crowd, FLOOD, FLOOD_SECONDS, waits=False)
        wanted = int(FLOOD * FLOOD_SECONDS)
        drained = await one.drained(before + wanted)
        return [
            Row(f"p95 of a turn at {RATE:.0f} a second, to the provider", f"{p95:.0f} ms", f"≤ {RATE_P95_MS:.0f} ms", p95 <= RATE_P95_MS),
            Row(f"{FLOOD:.0f} a second for {FLOOD_SECONDS:.0f} s: taken, of them at a later try", f"{wanted}, {one.refused}", "all"),
            Row("… drained after the last", f"{drained:.1f} s", f"≤ {FLOOD_DRAINED_SECONDS:.0f} s", drained <= FLOOD_DRAINED_SECONDS),
        ]  # fmt: skip


async def pair(stage: Stage, folder: Path) -> list[Row]:
    """The same work by one web process and by two, by turns: what else the machine does falls on both alike."""
    people = range(30_000, 30_000 + PEOPLE)
    rounds: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
    async with (
        stage.stores.fresh("service", folder) as first,
        stage.stores.fresh("service", folder) as second,
        line(stage, folder / "alone", first) as alone,
        line(stage, folder / "both", second, webs=2) as both,
    ):
        for some in (alone, both):
            await some.at_once(people, WARM)
        for _ in range(ROUNDS):
            for some in (alone, both):
                began = some.cpu()
                turns = await some.at_once(people, EACH)
                rounds[len(some.webs)].append(((some.cpu() - began) / (PEOPLE * EACH) * 1000, turns))
    ratio = statistics.median(two[0] / one[0] for one, two in zip(rounds[1], rounds[2], strict=True))
    times = statistics.median(two[1] / one[1] for one, two in zip(rounds[1], rounds[2], strict=True))
    cpu, turns_each = (
        {webs: statistics.median(r[place] for r in found) for webs, found in rounds.items()} for place in (0, 1)
    )
    cores = len(os.sched_getaffinity(0))
    free = f"≥ {TWO_TURNS} × where cores are free ({cores} here, load {os.getloadavg()[0]:.0f})"
    return [
        Row("CPU a turn, two webs beside one", f"{cpu[2]:.2f} / {cpu[1]:.2f} ms = {ratio:.2f} ×", f"≤ {TWO_CPU} ×", ratio <= TWO_CPU),
        Row("turns a second, two webs beside one", f"{turns_each[2]:.0f} / {turns_each[1]:.0f} = {times:.2f} ×", free),
    ]  # fmt: skip


async def slow(stage: Stage, folder: Path) -> list[Row]:
    """A provider that takes its time: nobody waits for somebody else's send."""
    async with stage.stores.fresh("service", folder) as url, line(stage, folder / "slow", url) as one:
        people = range(40_000, 40_000 + SLOW_PEOPLE)
        await one.at_once(people, WARM)
        one.provider.delay = SLOW_SECONDS
        turns = await one.at_once(people, 2 * EACH)
    what = f"turns a second over HTTP, provider {SLOW_SECONDS * 1000:.0f} ms, {SLOW_PEOPLE} at once"
    return [Row(what, f"{turns:.0f}", f"≥ {SLOW_TURNS:.0f} with cores of its own", None)]


PARTS = {"steady": steady, "pair": pair, "slow": slow}


def measured(parts: list[str]) -> list[Row]:
    """The rows of these parts."""

    async def all_of(stage: Stage, folder: Path) -> list[Row]:
        rows: list[Row] = []
        for part in parts:
            try:
                rows += await PARTS[part](stage, folder)
            except NoAnswerError as error:
                rows.append(Row(part, str(error), "an answer", good=False))
        return rows

    with arena() as (stage, folder):
        return asyncio.run(all_of(stage, folder))


def judge(console: Console, parts: list[str], *, write: bool = False) -> int:
    """Measure and print; the number of limits that were missed."""
    rows = measured(parts)
    table = Table("load over HTTP, service mode", "measured", "wanted", "")
    for row in rows:
        table.add_row(*row.cells())
    console.print(table)
    if write:
        results.write(f"python -m bench.load {' '.join(parts)}",
                      results.table(("load over HTTP, service mode", "measured", "wanted", ""), [row.cells() for row in rows]))  # fmt: skip
    return sum(row.good is False for row in rows)


def main() -> int:
    """``python -m bench.load [--write] [PART …]``"""
    asked = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    asked.add_argument("parts", nargs="*", default=list(PARTS), help=", ".join(PARTS))
    asked.add_argument("--write", action="store_true", help="into bench/RESULTS.md")
    chosen = asked.parse_args()
    return 1 if judge(Console(), chosen.parts, write=chosen.write) else 0


if __name__ == "__main__":
    sys.exit(main())
