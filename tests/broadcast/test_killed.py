"""Killed in the middle and started again: nobody is left out; who hears it twice had a call without an answer."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from pathlib import Path

from bot.broadcast.progress import progress, row_of
from bot.engine.book import Book
from bot.outgoing import SENDING_LEASE_SECONDS
from bot.records.clock import move
from bot.records.database import Database
from bot.records.seal import Vault
from bot.staffing import make_organisations
from tests.broadcast.crowd import FIRST, begun, crowd, noon
from tests.doubles.telegram_api import TOKEN, TelegramApi
from tests.phone import KEY
from tests.runner.door import SECRET, until
from tests.runner.process import serving
from tests.servers import free_port

MANY = 60
AT_ONCE = 30
"""What a process has under way at most when it is killed: of these the answer may be lost."""


async def test_nobody_is_left_out_and_nobody_hears_it_twice_but_for_lost_answers(
    ready_file: Path, tmp_path: Path, telegram: TelegramApi, book: Book
) -> None:
    shutil.copyfile(ready_file, tmp_path / "sira.db")
    store = f"sqlite:///{tmp_path / 'sira.db'}"
    database = Database(store)
    await database.write(make_organisations, book.directory.leads)
    await database.write(noon)
    await database.write(crowd, Vault(KEY, KEY), range(FIRST, FIRST + MANY))
    for chat in range(FIRST, FIRST + MANY):
        telegram.person_starts(chat)
    one = await database.write(begun)
    settings = {
        "SIRA_DATABASE_URL": store, "SIRA_MASTER_KEY": KEY, "SIRA_PEPPER": KEY, "SIRA_TELEGRAM_TOKEN": TOKEN,
        "SIRA_TELEGRAM_SECRET": SECRET, "SIRA_TELEGRAM_API_URL": telegram.url, "SIRA_TELEGRAM_PER_SECOND": "20",
    }  # fmt: skip

    def heard() -> Counter[int]:
        return Counter(len(telegram.seen(chat)) for chat in range(FIRST, FIRST + MANY))

    with serving(free_port(), settings) as process:
        await until(lambda: MANY - heard()[0] >= MANY / 4, "that it has begun")
        await asyncio.to_thread(process.kill)
        assert heard()[0] > 0, "it was killed in the middle"
        await asyncio.to_thread(process.start)
        await database.write(move, SENDING_LEASE_SECONDS + 1)
        await until(lambda: heard()[0] == 0, "everybody")
    found = heard()
    assert set(found) <= {1, 2}
    assert found[2] <= AT_ONCE
    now = await database.read(lambda conn: progress(conn, row_of(conn, one)))
    assert (now.sent, now.waiting, now.left) == (MANY, 0, 0)
    await database.close()
