"""A fresh store for each case, copied from one that was made once."""

from __future__ import annotations

import asyncio
import base64
import shutil
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import asyncpg

from bot.demo import demonstration_worker
from bot.desk.staff import add_worker
from bot.engine.book import Book
from bot.records.database import Database
from bot.records.migrate import migrate
from bot.records.seal import Vault
from bot.releases import remember_flows
from bot.staffing import make_organisations
from tests.phone import KEY

WORKER: Final = "awa"
PASSWORD: Final = "correct-horse-battery"
VAULT: Final = Vault(KEY, KEY)
NEXT_KEY: Final = base64.b64encode(b"n" * 32).decode()


@dataclass(frozen=True)
class Stores:
    """Makes stores of both kinds. ``file`` and ``name`` are the ready-made ones."""

    server: str
    file: Path
    name: str = "sira_faults"

    @asynccontextmanager
    async def fresh(self, mode: str, folder: Path) -> AsyncIterator[str]:
        """The address of a store of its own for this mode."""
        if mode == "embedded":
            shutil.copy(self.file, folder / "sira.db")
            yield f"sqlite:///{folder / 'sira.db'}"
            return
        name = f"sira_{uuid.uuid4().hex[:12]}"
        await _order(self.server, f'CREATE DATABASE "{name}" TEMPLATE "{self.name}"')
        try:
            yield self.server.rsplit("/", 1)[0] + f"/{name}"
        finally:
            await _order(self.server, f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def made(server: str, folder: Path, book: Book) -> Iterator[Stores]:
    """Both stores at this release's revision, with one worker."""
    stores = Stores(server, folder / "ready.db")

    async def make() -> None:
        await _order(server, f'CREATE DATABASE "{stores.name}"')
        for url in (f"sqlite:///{stores.file}", server.rsplit("/", 1)[0] + f"/{stores.name}"):
            database = Database(url)
            await database.write(migrate)
            await database.write(make_organisations, book.directory.leads)
            await database.write(remember_flows, book.flows)
            await database.write(add_worker, WORKER, "supervisor", "sira", PASSWORD)
            await demonstration_worker(database, VAULT)
            await database.close()

    asyncio.run(make())
    try:
        yield stores
    finally:
        asyncio.run(_order(server, f'DROP DATABASE "{stores.name}" WITH (FORCE)'))


async def _order(server: str, sentence: str) -> None:
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(sentence)
    finally:
        await connection.close()
