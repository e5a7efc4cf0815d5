"""The console at size: its pages, the urgent message that must show, and sixty open pages that only look."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle
from urllib.parse import urlencode

import httpx
import orjson
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, select

from bench.desk_records import MESSAGES_EACH, OPEN, ORGANISATION, PEOPLE, fill
from bench.sira import KEY, SECRET, TOKEN
from bot.desk.staff import add_worker
from bot.records.clock import now as clock_now
from bot.records.database import Database
from bot.records.migrate import migrate
from bot.records.tables import handover
from bot.settings import Settings
from tests import servers
from webhook.app import create_app
from webhook.console import numbers

PAGE_P95_MS = 100.0
SEEN_SECONDS = 5.0
POLLERS, POLL_SECONDS, POLLED_SECONDS = 60, 4.0, 16.0
POLL_CORE_SHARE = 0.20
ROUNDS = 60
URGENT = "je ne veux plus vivre"


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds by page, at the 95th of a hundred; seconds; share of one core."""

    pages: dict[str, float]
    seen_s: float
    polling: float


async def measure(url: str) -> Figures:
    """Fill a fresh database and look at it as workers do."""
    settings = Settings(database_url=url, master_key=KEY, pepper=KEY, telegram_token=TOKEN, telegram_secret=SECRET,
                        telegram_api_url="http://127.0.0.1:9")  # fmt: skip
    app = create_app(settings, thinks=False, sends=False, for_good=True)
    async with app.router.lifespan_context(app):
        db: Database = app.state.db
        await db.write(migrate)
        threads = await fill(url, app.state.house.vault, await db.read(clock_now))
        await db.write(_staff)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as desk:
            await _sign_in(desk)
            opened = cycle(threads)
            pages = {
                "queue": await _p95(desk, cycle(["/desk/queue"])),
                "conversation": await _p95(desk, (f"/desk/c/{thread}" for thread in opened)),
                "numbers": await _p95(desk, cycle(["/desk/numbers"]), numbers._KEPT.clear),  # noqa: SLF001 — counted anew
            }
            return Figures(pages, await _seen(desk, db), await _polling(desk))


def _staff(conn: Connection) -> None:
    for role in ("supervisor", "protection"):
        add_worker(conn, "bench", role, ORGANISATION, "correct-horse-battery")


async def _sign_in(desk: httpx.AsyncClient) -> None:
    answer = await desk.post("/desk/login", data={"login": "bench", "password": "correct-horse-battery", "code": ""})
    assert answer.status_code == httpx.codes.SEE_OTHER, answer.status_code


async def _p95(desk: httpx.AsyncClient, addresses: object, before: Callable[[], None] = lambda: None) -> float:
    """``before``: each look, so that none is answered out of what an earlier one left."""
    taken = []
    for _ in range(ROUNDS):
        before()
        address = next(addresses)  # type: ignore[call-overload]
        began = time.perf_counter()
        answer = await desk.get(address)
        taken.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == httpx.codes.OK, (address, answer.status_code)
    return sorted(taken)[int(ROUNDS * 0.95)]


async def _seen(desk: httpx.AsyncClient, db: Database) -> float:
    """From the webhook of an urgent message to its line on an open queue page that looks every few seconds."""
    page = (await desk.get("/desk/queue")).text
    version = _version(page)
    before = await db.read(_newest)
    began = time.perf_counter()
    for number, words in enumerate(("bonjour", URGENT)):
        chat = {"id": 987_654, "type": "private"}
        update = {
            "update_id": 10**6 + number,
            "message": {"message_id": number, "date": 1, "chat": chat, "text": words},
        }
        headers = {"x-telegram-bot-api-secret-token": SECRET}
        answer = await desk.post("/webhook/telegram", content=orjson.dumps(update),
                                 headers={**headers, "content-type": "application/json"})  # fmt: skip
        assert answer.status_code == httpx.codes.OK, answer.status_code
    while True:
        part = await desk.get(f"/desk/queue?{urlencode({'part': 1, 'v': version})}")
        version = _version(part.text) if part.status_code == httpx.codes.OK else version
        talk = await db.read(_newest)
        if talk != before and f"/desk/c/{talk}" in part.text:
            return time.perf_counter() - began + POLL_SECONDS  # the look that just missed it
        assert time.perf_counter() - began < 10 * SEEN_SECONDS, "an urgent message is not shown"
        await asyncio.sleep(0.05)


def _version(page: str) -> str:
    found = re.search(r'data-version="([^"]+)"', page)
    assert found
    return found[1]


def _newest(conn: Connection) -> str:
    """The talk of whoever asked for a human last."""
    last = select(handover.c.conversation_id).order_by(handover.c.id.desc()).limit(1)
    return str(conn.execute(last).scalar_one())


async def _polling(desk: httpx.AsyncClient) -> float:
    """CPU of this process for sixty pages that look every few seconds and mostly find nothing new, as a share of one core."""
    asked = urlencode({"part": 1, "v": _version((await desk.get("/desk/queue")).text)})
    until = time.perf_counter() + POLLED_SECONDS

    async def look(number: int) -> None:
        await asyncio.sleep(number * POLL_SECONDS / POLLERS)
        while time.perf_counter() < until:
            await desk.get(f"/desk/queue?{asked}")
            await asyncio.sleep(POLL_SECONDS)

    began, clock = time.process_time(), time.perf_counter()
    await asyncio.gather(*(look(number) for number in range(POLLERS)))
    return (time.process_time() - began) / (time.perf_counter() - clock)


def judge(console: Console) -> int:
    """Measure and print; the number of limits that were missed."""
    with servers.postgres() as server, servers.fresh_database(server) as url:
        found = asyncio.run(measure(url))
    table = Table("desk", "measured", "wanted", "")
    missed = 0
    rows = [(f"{name} page, p95", f"{ms:.0f} ms", f"≤ {PAGE_P95_MS:.0f} ms", ms <= PAGE_P95_MS)
            for name, ms in found.pages.items()]  # fmt: skip
    rows.append(("urgent message on an open queue page", f"{found.seen_s:.1f} s", f"≤ {SEEN_SECONDS:.0f} s",
                 found.seen_s <= SEEN_SECONDS))  # fmt: skip
    rows.append((f"{POLLERS} open pages that look every {POLL_SECONDS:.0f} s", f"{found.polling:.1%} of a core",
                 f"≤ {POLL_CORE_SHARE:.0%}", found.polling <= POLL_CORE_SHARE))  # fmt: skip
    for what, measured, wanted, good in rows:
        missed += not good
        table.add_row(what, measured, wanted, "✓" if good else "✗")
    console.print(
        f"desk on PostgreSQL · {PEOPLE:,} people, {PEOPLE * MESSAGES_EACH:,} messages, {OPEN:,} open requests"
    )
    console.print(table)
    return missed


if __name__ == "__main__":
    judge(Console())
