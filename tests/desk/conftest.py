"""A desk with two organisations over both stores, and people who write to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import Connection, RowMapping, select

from bot.desk.end import end
from bot.desk.reach import reach
from bot.desk.reply import NotReplied, Replied, reply
from bot.desk.staff import Worker
from bot.engine.book import Book
from bot.records.clock import move, now
from bot.records.database import Database
from bot.records.ids import new_id
from bot.records.tables import conversation, insert_new, membership, worker
from tests.phone import Phone

NOON, DAY = 12 * 3600, 86_400
AWA = Worker("a" * 32, "awa", "sira", frozenset({"supervisor"}))
BOU = Worker("b" * 32, "bou", "sira", frozenset({"case_worker"}))


@dataclass
class Desk:
    """The desk, and one person on Telegram who asked for somebody."""

    database: Database
    phone: Phone

    @property
    def id(self) -> str:
        """The person's conversation."""
        return self.phone.conversation

    async def row(self) -> RowMapping:
        """The conversation as it stands."""
        statement = select(conversation).where(conversation.c.id == self.id)
        return await self.database.read(lambda conn: conn.execute(statement).mappings().one())

    async def wait(self, seconds: int) -> None:
        """Time passes."""
        await self.database.write(move, seconds)

    async def noon(self) -> None:
        """Time passes until the next noon: what counts in days is then the same at whatever hour the tests run."""
        await self.wait((NOON - await self.database.read(now)) % DAY)

    async def reply(self, who: Worker, text: str, version: int | None = None) -> Replied | NotReplied | None:
        """A worker writes, on the newest page unless a version is given."""
        seen = (await self.row())["version"] if version is None else version

        def send(conn):  # type: ignore[no-untyped-def]
            row = reach(conn, self.id, who)
            return None if row is None else reply(conn, self.phone.house, row, who, text, seen)

        return await self.database.write(send)

    async def end(self, who: Worker, outcome: str, version: int | None = None) -> bool:
        """A worker gives it back, on the newest page unless a version is given, and says yes to what is asked first."""
        seen = (await self.row())["version"] if version is None else version
        why = await self.database.write(end, self.id, who, outcome, seen)
        if why in {"unwritten", "unanswered", "urgent"}:
            why = await self.database.write(end, self.id, who, outcome, seen, why)
        return why is None


@pytest.fixture
async def desk(database: Database, book: Book) -> Desk:
    """Somebody in Agadez, at the question about the region, who asked for a human."""
    phone = Phone(book, database, "telegram")
    await phone.says("bonjour", "1", "1", "1", "1", "je veux parler à quelqu'un", "ma question")
    made = Desk(database, phone)
    await database.write(_come_to_work, AWA, BOU)
    assert (await made.row())["mode"] == "queued"
    return made


def _come_to_work(conn: Connection, *workers: Worker) -> None:
    """Their rows, which what they write hangs on, and what they may do."""
    rows = [{"id": one.id, "login": one.login, "password_hash": "", "created_at": 0} for one in workers]
    conn.execute(worker.insert(), rows)
    for one in workers:
        for role in one.roles:
            conn.execute(
                insert_new(conn, membership).values(
                    id=new_id(), worker_id=one.id, organisation_id=one.organisation, role=role
                )
            )


@pytest.fixture
def new_phone(database: Database, book: Book) -> Callable[[str], Phone]:
    """A maker of phones, by channel; each channel has one sender."""
    return lambda channel: Phone(book, database, channel)
