"""``make bench``: the table, and exit 1 when a ratio is missed."""

from __future__ import annotations

import asyncio
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import floors, sira
from bench.provider import provider
from bot.engine.events import Said
from bot.engine.session import Moment, Session
from bot.engine.step import step
from bot.library import load_book
from tests import servers

COUNT = 3000
STEP_MICROSECONDS = 60  # engine step, median (reliability.md)
ACCEPT_TIMES_FLOOR = 3.0  # accept–step–commit on PostgreSQL, CPU
AIOGRAM_OF_POSTGRES_FLOOR = 725 / 2100  # durable aiogram, measured beside this floor in November 2026
AIOGRAM_OF_SQLITE_FLOOR = 725 / 9000
SQLITE_TIMES_AIOGRAM = 1.5
START_SECONDS = 3.0
PAGE_BYTES = 100_000


def engine_step_us() -> float:
    """Median of one orientation's turns, in microseconds."""
    book = load_book()
    lines = ("bonjour", "1", "1", "1", "1", "kayes", "25", "1", "1", "3", "1", "2", "1")
    taken = []
    for _ in range(200):
        session = Session()
        for number, line in enumerate(lines):
            moment = Moment(at=1_790_000_000 + 20 * number, ticket="ABC234")
            began = time.perf_counter()
            done = step(book, session, Said(line), moment)
            taken.append(time.perf_counter() - began)
            session = done.session
    return statistics.median(taken) * 1e6


def main() -> int:
    """Measure, print, judge."""
    console = Console()
    table = Table("what", "measured", "floor", "ratio", "wanted", "")
    missed = 0

    def row(what: str, measured: str, floor: str, ratio: float, wanted: float, *, at_most: bool) -> None:
        nonlocal missed
        good = ratio <= wanted if at_most else ratio >= wanted
        missed += not good
        table.add_row(
            what, measured, floor, f"{ratio:.2f}", f"{'≤' if at_most else '≥'} {wanted:.2f}", "✓" if good else "✗"
        )

    with console.status("measuring …") as status, tempfile.TemporaryDirectory() as place, provider() as yes:
        folder = Path(place)
        began = time.perf_counter()
        load_book()
        loaded = time.perf_counter() - began
        status.update("engine …")
        step_us = engine_step_us()
        status.update("floors …")
        plain = asyncio.run(floors.answering(COUNT))
        lite = asyncio.run(floors.sqlite(folder, COUNT))
        status.update("Sira on SQLite …")
        lite_turn = asyncio.run(sira.turns(f"sqlite:///{folder / 'a.db'}", COUNT))
        lite_whole = asyncio.run(sira.turns(f"sqlite:///{folder / 'b.db'}", COUNT, yes))
        status.update("PostgreSQL …")
        with servers.postgres() as server:
            with servers.fresh_database(server) as url:
                post = asyncio.run(floors.postgres(url, COUNT))
            with servers.fresh_database(server) as url:
                post_turn = asyncio.run(sira.turns(url, COUNT))
            with servers.fresh_database(server) as url:
                post_whole = asyncio.run(sira.turns(url, COUNT, yes))
    row(
        "engine step, median",
        f"{step_us:.0f} µs",
        f"{STEP_MICROSECONDS} µs",
        step_us / STEP_MICROSECONDS,
        1,
        at_most=True,
    )
    row("book loaded", f"{loaded:.2f} s", f"{START_SECONDS:.0f} s", loaded / START_SECONDS, 1, at_most=True)
    row("accept–step–commit, PostgreSQL, CPU", f"{post_turn.cpu_ms:.2f} ms", f"{post.cpu_ms:.2f} ms",
        post_turn.cpu_ms / post.cpu_ms, ACCEPT_TIMES_FLOOR, at_most=True)  # fmt: skip
    row("whole turn, PostgreSQL, of its floor", f"{post_whole.per_second:.0f}/s", f"{post.per_second:.0f}/s",
        post_whole.per_second / post.per_second, AIOGRAM_OF_POSTGRES_FLOOR, at_most=False)  # fmt: skip
    row("whole turn, SQLite, of its floor", f"{lite_whole.per_second:.0f}/s", f"{lite.per_second:.0f}/s",
        lite_whole.per_second / lite.per_second, SQLITE_TIMES_AIOGRAM * AIOGRAM_OF_SQLITE_FLOOR, at_most=False)  # fmt: skip
    console.print(
        f"{platform.machine()}, Python {platform.python_version()}; turns a CPU-second, {COUNT} turns, 16 at once"
    )
    console.print(f"answering only: {plain.per_second:.0f}/s · accept–step–commit on SQLite: {lite_turn.cpu_ms:.2f} ms "
                  f"({lite_turn.cpu_ms / lite.cpu_ms:.1f} × its floor)")  # fmt: skip
    console.print(table)
    console.print("The aiogram figures are its measured share of the same floors in November 2026, not run here.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
