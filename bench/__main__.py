"""``make bench``: the table, and exit 1 when a ratio is missed."""

from __future__ import annotations

import asyncio
import gc
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import desk, floors, matching, sira, slow
from bench.driver import AT_ONCE, Cost, Duel, duel
from bench.peer_runs import AIOGRAM, CONVERSATION_HANDLER, STORE_BESIDE, PeerError, peers
from bench.provider import provider
from bench.whole_runs import wholes
from bot.engine.events import Said
from bot.engine.moment import Moment
from bot.engine.session import Session
from bot.engine.step import step
from bot.library import load_book
from tests import servers

STEP_MICROSECONDS = 60  # engine step, median (reliability.md)
ACCEPT_TIMES_FLOOR = 2.0  # accept–step–commit on PostgreSQL, CPU, against its floor (reliability.md, as all below)
ACCEPT_TIMES_LITE_FLOOR = 4.0
POSTGRES_TIMES_AIOGRAM = 1.2  # whole turns a second, both on one core, their stores on another
SQLITE_TIMES_AIOGRAM = 2.5
SQLITE_TIMES_HANDLER = 5.0
START_SECONDS = 3.0


def engine_step_us() -> float:
    """Median of one orientation's turns, in microseconds."""
    book = load_book()
    gc.collect()
    gc.freeze()  # as a serving process does
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


async def accepting(folder: Path, bare: str, full: str) -> tuple[Cost, Duel, Duel]:
    """Answering only; accept–step–commit against its floor on SQLite and on PostgreSQL (two databases of one server)."""
    async with (
        floors.answering() as plain,
        floors.sqlite(folder) as lite_floor,
        sira.turns(f"sqlite:///{folder / 'accept.db'}") as lite,
        floors.postgres(bare) as post_floor,
        sira.turns(full) as post,
    ):
        nothing = await duel(plain, plain)
        return nothing.measured, await duel(lite_floor, lite), await duel(post_floor, post)


def main() -> int:
    """Measure, print, judge."""
    console = Console()
    table = Table("what", "measured", "beside", "ratio", "wanted", "")
    missed = 0

    def row(what: str, measured: str, beside: str, ratio: float, good: bool, wanted: str) -> None:  # noqa: FBT001
        nonlocal missed
        missed += not good
        table.add_row(what, measured, beside, f"{ratio:.2f}", wanted, "✓" if good else "✗")

    def at_most(what: str, measured: float, limit: float, show: Callable[[float], str]) -> None:
        row(what, show(measured), show(limit), measured / limit, measured <= limit, "≤ 1.00")

    with console.status("measuring …") as status, tempfile.TemporaryDirectory() as place, provider() as yes:
        folder = Path(place)
        began = time.perf_counter()
        load_book()
        loaded = time.perf_counter() - began
        status.update("engine …")
        step_us = engine_step_us()
        status.update("accepting …")
        with (
            servers.postgres() as server,
            servers.fresh_database(server) as bare,
            servers.fresh_database(server) as full,
        ):
            plain, lite, post = asyncio.run(accepting(folder, bare, full))
        status.update("whole turns …")
        lite_whole, post_whole, post_squeezed = wholes(folder, yes)
        status.update("other bots, each for itself (about a minute) …")
        others = peers(yes)
        status.update(f"a provider that takes {slow.PROVIDER_SECONDS * 1000:.0f} ms (about a minute) …")
        waiting = slow.measured(folder)
    at_most("engine step, median", step_us, STEP_MICROSECONDS, "{:.0f} µs".format)
    at_most("book loaded", loaded, START_SECONDS, "{:.2f} s".format)
    row("accept–step–commit, PostgreSQL, CPU", f"{post.measured.cpu_ms:.2f} ms", f"{post.floor.cpu_ms:.2f} ms",
        post.ratio, post.ratio <= ACCEPT_TIMES_FLOOR, f"≤ {ACCEPT_TIMES_FLOOR:.2f}")  # fmt: skip
    row("accept–step–commit, SQLite, CPU", f"{lite.measured.cpu_ms:.2f} ms", f"{lite.floor.cpu_ms:.2f} ms",
        lite.ratio, lite.ratio <= ACCEPT_TIMES_LITE_FLOOR, f"≤ {ACCEPT_TIMES_LITE_FLOOR:.2f}")  # fmt: skip
    for name, ours, peer, wanted in (
        ("whole turn, PostgreSQL, beside aiogram", post_whole, STORE_BESIDE, POSTGRES_TIMES_AIOGRAM),
        ("whole turn, SQLite, beside aiogram", lite_whole, STORE_BESIDE, SQLITE_TIMES_AIOGRAM),
        ("whole turn, SQLite, beside ConversationHandler", lite_whole, CONVERSATION_HANDLER, SQLITE_TIMES_HANDLER),
    ):
        beside = others[peer].turns_per_second
        ratio = ours.turns_per_second / beside
        row(name, f"{ours.turns_per_second:.0f}/s", f"{beside:.0f}/s", ratio, ratio >= wanted, f"≥ {wanted:.2f}")
    row(slow.WHAT, f"{waiting.sqlite:.0f}/s", f"{slow.TURNS_PER_SECOND:.0f}/s", waiting.sqlite / slow.TURNS_PER_SECOND,
        waiting.sqlite >= slow.TURNS_PER_SECOND, "≥ 1.00")  # fmt: skip
    console.print(f"{platform.machine()}, Python {platform.python_version()}, {AT_ONCE} at once. Floors are driven by turns "
                  "with Sira in one process; bots run each for itself on one core, servers of PostgreSQL and Redis on another. "
                  f"With the server on the bot's own core: PostgreSQL {post_squeezed.turns_per_second:.0f}/s, aiogram "
                  f"{others[AIOGRAM].turns_per_second:.0f}/s.")  # fmt: skip
    console.print(f"FastAPI answering only: {plain.per_second:.0f}/s · {slow.WHAT}, the others: {waiting.others}")
    console.print(table)
    missed += matching.judge(console)
    with console.status("the desk at size (about two minutes) …"):
        missed += desk.judge(console)
    return 1 if missed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except PeerError as error:
        sys.exit(f"The bench could not be run: {error}")
