"""``python -m tests.faults``: the long storm, its table, and exit 1 when an invariant does not hold."""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import results
from tests.faults.arena import arena
from tests.faults.crowd import Trouble
from tests.faults.stage import Stage
from tests.faults.storm import Blown, Storm, over

TROUBLE = Trouble(twice=0.10, overtaken=0.05, lost=0.02)
MINUTES = 5.0
SECONDS_EACH = 3.0
"""Every so often somebody new begins to write."""


def blow(storm: Storm, console: Console) -> Blown:
    """A storm on servers of its own."""
    began = time.monotonic()

    def say(line: str) -> None:
        console.print(f"{time.monotonic() - began:6.0f} s  {line}", markup=False)

    async def all_of(stage: Stage, folder: Path) -> Blown:
        async with over(stage, folder, storm, say) as weather:
            return await weather.blow()

    with arena() as (stage, folder):
        return asyncio.run(all_of(stage, folder))


def rows(blown: Blown) -> list[tuple[str, str]]:
    """The ledger, line by line."""
    made = blown.account
    deaths = ", ".join(f"{role} {number}" for role, number in sorted(blown.deaths.items()))
    return [
        ("processes killed", f"{sum(blown.deaths.values())} ({deaths})"),
        ("Redis emptied · PostgreSQL restarted", f"{blown.flushes} · {blown.restarts}"),
        ("bursts in which the providers refused everything (429, 500)", str(blown.bursts)),
        ("messages posted twice · overtaken · never posted by Twilio", f"{blown.twice} · {blown.overtaken} · {blown.lost}"),
        ("people", str(made.people)),
        ("messages sent by people", str(made.sent)),
        ("answered", str(made.answered)),
        ("urgent · seen by the team", f"{made.urgent} · {made.urgent_seen}"),
        ("slowest urgent message", f"{made.slowest_urgent:.0f} s"),
        ("lost", str(made.lost)),
        ("came twice, where nobody could know", str(made.in_doubt)),
        ("came twice after the provider's answer", str(made.twice)),
        ("transitions done twice", str(made.turns_twice)),
    ]  # fmt: skip


def main() -> int:
    """Blow, print, judge."""
    asked = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    asked.add_argument("--minutes", type=float, default=MINUTES)
    asked.add_argument("--seed", type=int, default=int(os.environ.get("SIRA_FAULT_SEED", "0")))
    asked.add_argument("--write", action="store_true", help="into bench/RESULTS.md")
    chosen = asked.parse_args()
    seed = chosen.seed or random.SystemRandom().randrange(1, 1_000_000)
    console = Console()
    console.print(f"SIRA_FAULT_SEED={seed} · {chosen.minutes:g} min", markup=False)
    seconds = 60 * chosen.minutes
    storm = Storm(seed, seconds, max(6, round(seconds / SECONDS_EACH)), TROUBLE, restarts=True)
    blown = blow(storm, console)
    found = rows(blown)
    shown = Table("storm", "")
    for line in found:
        shown.add_row(*line)
    console.print(shown)
    for fault in blown.account.faults:
        console.print(f"✗ {fault}", markup=False)
    console.print("every invariant holds" if blown.account.holds else f"SIRA_FAULT_SEED={seed} blows it again")
    if chosen.write:
        verdict = (
            "Every invariant holds." if blown.account.holds else "\n".join(f"- ✗ {one}" for one in blown.account.faults)
        )
        results.write("make storm", f"Storm of {chosen.minutes:g} minutes, SIRA_FAULT_SEED={seed}.", "",
                      results.table(("storm", ""), found), verdict)  # fmt: skip
    return 0 if blown.account.holds else 1


if __name__ == "__main__":
    sys.exit(main())
