"""Killed in the middle of a rotation of keys and of a purge when there is much to do: what is written stands, the batch in
hand is undone, people write meanwhile, and the next process ends what was begun.

The fail points C14 and C15 (`tests/faults/points.py`) kill over each kind of message; here there are several batches and
what hangs on the master key beside people. One store each, since starting a process costs seconds: rotation and retention
themselves are tested in both.
"""

from __future__ import annotations

import asyncio
import base64
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import func, select

from bot.engine.book import Book
from bot.engine.session import Session
from bot.house import House
from bot.records.clock import move
from bot.records.database import Database
from bot.records.migrate import migrate
from bot.records.seal import Vault
from bot.records.tables import conversation, handover, inbound, insert_new, outbox, patrol, person, provider_copy
from bot.staffing import make_organisations
from bot.upkeep.purges import COPIES
from bot.upkeep.retention import DAY_SECONDS, RETENTION, once
from bot.upkeep.rotation import PARTS, left
from tests.phone import KEY, Heard, Phone

NEW: Final = base64.b64encode(b"n" * 32).decode()
BATCH: Final = 2
ONCE_BY_AGE_ONCE_BY_ERASURE: Final = 2
"""A copy that is gone at the provider is asked for again when its conversation ends; that it is gone then is no error."""
KILLED: Final = -signal.SIGKILL
DEATH_SECONDS: Final = 60
LINES: Final = {
    "routine": ("bonjour", "1", "1", "1", "1"),
    "button": ("bonjour", "/first", "/first"),
    "urgent": ("bonjour", "1", "1", "je ne veux plus vivre"),
    "voice": ("bonjour", "1", "1", "/voice"),
    "forget": ("bonjour", "1", "1", "effacer", "1"),
    "complaint": ("bonjour", "1", "1", "plainte"),
}


@dataclass(frozen=True, slots=True)
class Store:
    """A database and where it is."""

    database: Database
    url: str


ROTATION: Final = """
import sys
from bot.upkeep import rotation
from tests.faults.doomed import doom
rotation.BATCH = int(sys.argv[3])
if sys.argv[1] != "0":
    doom("bot.upkeep.rotation:rotate", "after", "", sys.argv[2], int(sys.argv[1]))
from bot.cli import app
app(["keys", "rotate"])
"""
PURGE: Final = """
import asyncio, sys
from bot.keys import vault_for
from bot.records.database import Database
from bot.settings import Settings
from bot.upkeep import ending, purges, retention
from tests.faults.doomed import doom
purges.BATCH = ending.BATCH = int(sys.argv[3])
if sys.argv[1] != "0":
    doom("bot.upkeep.retention:once", "after", "", sys.argv[2], int(sys.argv[1]))
settings = Settings()
asyncio.run(retention.Retention(Database(settings.database_url), vault_for(settings)[0]).sweep())
"""


@pytest.fixture
async def service_store(postgres_url: str, book: Book) -> AsyncIterator[Store]:
    async with _opened(postgres_url, book) as store:
        yield store


@pytest.fixture
async def file_store(ready_file: Path, book: Book, tmp_path: Path) -> AsyncIterator[Store]:
    path = tmp_path / "sira.db"
    await asyncio.to_thread(shutil.copyfile, ready_file, path)
    async with _opened(f"sqlite:///{path}", book) as store:
        yield store


@asynccontextmanager
async def _opened(url: str, book: Book) -> AsyncIterator[Store]:
    made = Database(url)
    await made.write(migrate)
    await made.write(make_organisations, book.directory.leads)
    yield Store(made, url)
    await made.close()


async def _people(database: Database, book: Book) -> dict[str, Phone]:
    """One of each kind on WhatsApp, where the provider keeps copies."""
    phones = {kind: Phone(book, database, "whatsapp", f"whatsapp:+2237000000{n}") for n, kind in enumerate(LINES)}
    for kind, phone in phones.items():
        heard = Heard((), Session(), {})
        for line in LINES[kind]:
            heard = await _says(phone, line, heard)
    return phones


async def _says(phone: Phone, line: str, before: Heard) -> Heard:
    """``/first`` taps the first button of what was said ``before``."""
    if line == "/voice":
        return await phone.says("", kind="voice")
    if line == "/first":
        line = f"/tap {next(one.payload for message in before.messages for one in message.choices)}"
    return await phone.says(line)


async def _run(script: str, url: str, armed: Path, nth: int, **env: str) -> int:
    """A process of its own; ``nth``: in which batch it dies, 0: not at all."""
    await asyncio.to_thread(armed.touch)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, str(nth), str(armed), str(BATCH),
        env=os.environ | {"SIRA_DATABASE_URL": url, "SIRA_PEPPER": KEY, "SIRA_MASTER_KEY": KEY} | env,
        stdout=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    return await asyncio.wait_for(process.wait(), DEATH_SECONDS)


def _moves_to(phone: Phone, vault: Vault) -> None:
    phone.vault = vault
    phone.house = phone.runner.house = House(vault, phone.house.book, inline=False)


async def _waiting(database: Database) -> int:
    return sum([await database.read(left, Vault(NEW, KEY, KEY), part) for part in PARTS])


async def test_a_rotation_that_was_killed_loses_nobody_and_goes_on_where_it_was(
    service_store: Store, book: Book, tmp_path: Path
) -> None:
    database, database_url = service_store.database, service_store.url
    phones = await _people(database, book)
    before = await _waiting(database)
    keys = {"SIRA_MASTER_KEY": NEW, "SIRA_MASTER_KEY_OLD": KEY}
    assert await _run(ROTATION, database_url, tmp_path / "armed", 2, **keys) == KILLED
    assert await _waiting(database) == before - BATCH, "one batch stands, the one in hand is undone"
    for phone in phones.values():
        _moves_to(phone, Vault(NEW, KEY, KEY))
        assert (await phone.says("bonjour")).messages
    assert await _run(ROTATION, database_url, tmp_path / "armed", 0, **keys) == 0
    assert await _waiting(database) == 0
    for kind, phone in phones.items():
        _moves_to(phone, Vault(NEW, KEY))
        heard = await phone.says("menu")
        assert heard.messages, kind
        assert (heard.row["level"] == "P0") is (kind == "urgent"), kind
    assert await database.read(lambda conn: set(conn.execute(select(inbound.c.state)).scalars())) <= {"done", "ignored"}


async def test_a_purge_that_was_killed_ends_what_it_must_and_nothing_else_and_nothing_twice(
    file_store: Store, book: Book, tmp_path: Path
) -> None:
    database, database_url = file_store.database, file_store.url
    phones = await _people(database, book)
    await database.write(
        lambda conn: conn.execute(insert_new(conn, patrol).values(name=COPIES, next_at=0, reached_at=0))
    )
    await database.write(lambda conn: conn.execute(outbox.update().values(provider_id=outbox.c.id, state="sent")))
    sent = await _count(database, outbox)
    await database.write(move, 100 * DAY_SECONDS)
    for nth in (1, 3, 2) if os.environ.get("SIRA_FAULT_ALL") else (3,):
        assert await _run(PURGE, database_url, tmp_path / "armed", nth) == KILLED, nth
        assert (await phones["urgent"].says("bonjour")).row["level"] == "P0"
    assert await _run(PURGE, database_url, tmp_path / "armed", 0) == 0
    assert [await database.write(once, phones["urgent"].vault, kept) for kept in RETENTION] == [0] * len(RETENTION)
    opened = select(conversation.c.id).join(handover).where(handover.c.closed_at == 0)
    kept = await database.read(lambda conn: set(conn.execute(select(conversation.c.id)).scalars()))
    assert phones["urgent"].conversation in kept
    assert kept == await database.read(lambda conn: set(conn.execute(opened).scalars())), (
        "whoever waits for a human stays"
    )
    assert await _count(database, person) == len(kept)
    copies = await database.read(lambda conn: list(conn.execute(select(provider_copy.c.provider_id)).scalars()))
    assert len(copies) >= sent
    assert max(Counter(copies).values()) <= ONCE_BY_AGE_ONCE_BY_ERASURE


async def _count(database: Database, table: object) -> int:
    return int(await database.read(lambda conn: conn.execute(select(func.count()).select_from(table)).scalar_one()))  # type: ignore[arg-type]
