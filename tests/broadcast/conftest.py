"""A store with six people who may hear it, at noon, on each of the two stores."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import Connection, Executable, Table, select

from bot.broadcast.lane import next_people
from bot.broadcast.progress import Progress, progress, row_of
from bot.broadcast.saying import say
from bot.engine.book import Book
from bot.house import House
from bot.records.clock import move
from bot.records.database import Database
from bot.records.seal import Vault
from tests.broadcast.crowd import FIRST, begun, crowd, noon
from tests.phone import KEY

PEOPLE = 6


@dataclass
class Hall:
    """The store, and six conversations in it; nobody sends."""

    database: Database
    house: House
    talks: list[str]

    async def begun(self) -> str:
        """A broadcast to all six."""
        return await self.database.write(begun)

    async def goes_on(self) -> int:
        """Everybody whose moment it is. To how many it was said."""
        due = await self.database.read(next_people)
        return sum([await self.database.write(say, self.house, one) for one in due])

    async def progress(self, broadcast_id: str) -> Progress:
        """How far it has come."""
        return await self.database.read(lambda conn: progress(conn, row_of(conn, broadcast_id)))

    async def wait(self, seconds: int) -> None:
        """Time passes."""
        await self.database.write(move, seconds)

    async def rows(self, table: Table) -> list[dict[str, object]]:
        """All rows, the oldest first."""
        chosen = select(table).order_by(*table.primary_key.columns)
        return await self.database.read(lambda conn: [dict(row) for row in conn.execute(chosen).mappings()])

    async def alter(self, *statements: Executable) -> None:
        """Something changes meanwhile."""

        def do(conn: Connection) -> None:
            for statement in statements:
                conn.execute(statement)

        await self.database.write(do)


@pytest.fixture
async def hall(database: Database, book: Book) -> Hall:
    vault = Vault(KEY, KEY)
    await database.write(noon)
    talks = await database.write(crowd, vault, range(FIRST, FIRST + PEOPLE))
    return Hall(database, House(vault, book, inline=False), talks)
