"""A backup holds every row of every table; restored, nobody erased comes back and nothing old is sent again."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import Connection, func, insert, select, text, update

from bot.alerts.errands import is_due as has_calls
from bot.desk.staff import add_worker
from bot.due import due_heads
from bot.engine.book import Book
from bot.housekeeping import Housekeeping
from bot.records import row_security
from bot.records.database import Database
from bot.records.migrate import StrangeDatabase, migrate
from bot.records.tables import alert, inbound, outbox, person, timer, worker, worker_session
from bot.staffing import make_organisations
from bot.upkeep import archive, keyfile, ledger
from bot.upkeep.archive import BrokenArchive, NotWritten
from bot.upkeep.backup import HiddenRows, Taken, take
from bot.upkeep.freeze import frozen_since
from bot.upkeep.restore import restore
from bot.waiting import due_timers, pending_conversations
from tests import servers
from tests.phone import Phone
from tests.protection.conftest import everything

TALK = ("bonjour", "1", "1", "1", "1", "kayes", "24")


@pytest.fixture
def other_url(database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A second, empty database of the same store."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'again.db'}"
        return
    with servers.fresh_database(request.getfixturevalue("postgres_server")) as url:
        yield url


async def _taken(database: Database, url: str, tmp_path: Path) -> Taken:
    return await take(database, url, tmp_path / "backups")


async def _rows(url: str) -> dict[str, list[Any]]:
    database = Database(url)
    try:
        return await database.read(everything)
    finally:
        await database.close()


async def test_every_row_of_every_table_is_in_the_backup_and_comes_back(
    database: Database, database_url: str, other_url: str, phone: Phone, tmp_path: Path
) -> None:
    await phone.says(*TALK, "je veux parler à quelqu'un", "ma question")
    before = await database.read(everything)
    taken = await _taken(database, database_url, tmp_path)
    apart = {table.name for table in keyfile.TABLES}
    assert taken.contents.rows == {name: len(rows) for name, rows in before.items() if name not in apart}
    assert taken.people == len(before["person_key"]) == 1
    await restore(other_url, taken.file, taken.keys, {})
    after = await _rows(other_url)
    changed = {"audit", "freeze", "outbox", "handover", "alert"}
    for name in before.keys() - changed:
        assert sorted(map(repr, after[name])) == sorted(map(repr, before[name])), name
    assert {row["id"] for row in after["outbox"]} == {row["id"] for row in before["outbox"]}


async def test_who_was_erased_after_the_backup_is_not_read_again(
    database: Database, database_url: str, other_url: str, phone: Phone, book: Book, tmp_path: Path
) -> None:
    staying = Phone(book, database, "telegram", "700200")
    await staying.says(*TALK)
    await phone.says(*TALK)
    gone = await database.read(lambda conn: conn.execute(select(person.c.id).order_by(person.c.id)).scalars().all())
    taken = await _taken(database, database_url, tmp_path)
    await phone.says("effacer", "1")
    await Housekeeping(database, tmp_path / ledger.FILE).sweep()
    done = await restore(other_url, taken.file, taken.keys, ledger.read(tmp_path / ledger.FILE))
    assert (done.people, done.erased) == (1, 1)
    after = await _rows(other_url)
    assert [row["id"] for row in after["person"]] == [gone[0]]
    assert [row["person_id"] for row in after["person_key"]] == [gone[0]]
    mine = [row for name, rows in after.items() if name != "erasure" for row in rows if gone[1] in repr(row)]
    assert mine == []
    again = Database(other_url)
    returned = _before(staying, again, book)
    assert (await returned.says("bonjour")).session.facts["region"] == "kayes"
    await again.close()


async def test_the_newest_keys_do_not_open_who_was_erased_before_the_last_backup(
    database: Database, database_url: str, other_url: str, phone: Phone, tmp_path: Path
) -> None:
    """Even without the ledger: the keys are overwritten by each backup."""
    await phone.says(*TALK)
    first = await _taken(database, database_url, tmp_path)
    kept = tmp_path / "kept"
    shutil.copy(first.file, kept)
    wrapped = (await database.read(everything))["person_key"][0]["wrapped"]
    with zipfile.ZipFile(first.file) as file:
        assert not any(bytes(wrapped) in file.read(name) for name in file.namelist())
    await phone.says("effacer", "1")
    second = await _taken(database, database_url, tmp_path)
    done = await restore(other_url, kept, second.keys, {})
    assert (done.people, done.erased) == (0, 1)


async def test_nothing_old_is_sent_rung_or_said_again_and_every_session_is_over(
    database: Database, database_url: str, other_url: str, phone: Phone, tmp_path: Path
) -> None:
    await phone.says(*TALK, "je ne veux plus vivre")

    def waiting(conn: Connection) -> None:
        add_worker(conn, "awa", "supervisor", "sira", "a password long enough")
        awa = conn.execute(select(worker.c.id)).scalar_one()
        thread = conn.execute(select(outbox.c.conversation_id)).scalars().first()
        conn.execute(insert(timer).values(id="t" * 32, conversation_id=thread, kind="follow_up_7", due_at=1))
        conn.execute(insert(timer).values(id="u" * 32, conversation_id=thread, kind="follow_up_30", due_at=2**40))
        conn.execute(
            insert(alert).values(
                id="a" * 32, conversation_id=thread, organisation="sira", means="telegram", kind="new", level="P0",
                code="ABCDEF", at=1,
            )
        )  # fmt: skip
        first = select(func.min(inbound.c.id)).scalar_subquery()
        conn.execute(update(inbound).where(inbound.c.id == first).values(state="pending"))
        conn.execute(insert(worker_session).values(hash="h", worker_id=awa, created_at=2**40, active_at=2**40))

    await database.write(waiting)
    assert await database.read(due_heads)
    taken = await _taken(database, database_url, tmp_path)
    await restore(other_url, taken.file, taken.keys, {})
    again = Database(other_url)
    assert await again.read(due_heads) == []
    assert await again.read(due_timers) == []
    assert await again.read(pending_conversations) == []
    assert not await again.read(has_calls, "telegram")
    assert await again.read(frozen_since) > 0
    rows = await again.read(everything)
    assert {row["state"] for row in rows["outbox"]} == {"failed"}
    assert [row["id"] for row in rows["timer"] if row["kind"].startswith("follow_up")] == ["u" * 32]
    assert rows["worker_session"] == []
    assert [row["closed_at"] for row in rows["handover"]] == [0], "the request stays open"
    await again.close()


async def test_a_database_that_is_not_empty_is_left_as_it_is(
    database: Database, database_url: str, phone: Phone, tmp_path: Path
) -> None:
    await phone.says("bonjour")
    taken = await _taken(database, database_url, tmp_path)
    before = await database.read(everything)
    with pytest.raises(StrangeDatabase):
        await restore(database_url, taken.file, taken.keys, {})
    assert await database.read(everything) == before


async def test_a_damaged_or_foreign_file_restores_nothing(
    database: Database, database_url: str, other_url: str, phone: Phone, tmp_path: Path
) -> None:
    await phone.says("bonjour")
    taken = await _taken(database, database_url, tmp_path)
    whole = taken.file.read_bytes()
    for damaged in (whole[:-200], b"what", _changed(taken.file, tmp_path / "changed")):
        taken.file.write_bytes(damaged)
        with pytest.raises(BrokenArchive):
            await restore(other_url, taken.file, taken.keys, {})
    taken.file.write_bytes(whole)
    lines = taken.keys.read_bytes().splitlines(keepends=True)
    taken.keys.write_bytes(b"".join(lines[1:]))
    with pytest.raises(BrokenArchive):
        await restore(other_url, taken.file, taken.keys, {})
    taken.keys.write_bytes(b"".join(lines))
    await restore(other_url, taken.file, taken.keys, {})


async def test_an_unfinished_backup_bears_no_name_and_both_files_are_for_their_owner_alone(
    database: Database, database_url: str, phone: Phone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await phone.says("bonjour")
    folder = tmp_path / "backups"

    def full(*_args: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as broken:
        broken.setattr(archive, "close", full)
        with pytest.raises(NotWritten):
            await _taken(database, database_url, tmp_path)
    assert [path.name for path in folder.iterdir()] == [keyfile.FILE]
    await _taken(database, database_url, tmp_path)
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())


@pytest.fixture
async def owner(empty_postgres_url: str) -> AsyncIterator[str]:
    """As in the field: an account that owns its database, is no superuser, and passes no policy unasked."""
    name = empty_postgres_url.rsplit("/", 1)[1]
    account = f"owner_{name[-8:]}"
    root = await asyncpg.connect(empty_postgres_url)
    made = f"do $$ begin create role {row_security.ROLE} nologin; exception when duplicate_object then null; end $$"
    await root.execute(made)
    await root.execute(f"create role {account} login; grant {row_security.ROLE} to {account}")
    await root.execute(f"alter schema public owner to {account}")
    yield empty_postgres_url.replace("//sira@", f"//{account}@")
    await root.execute("alter schema public owner to current_user")
    await root.execute(f"reassign owned by {account} to current_user; drop owned by {account}; drop role {account}")
    await root.close()


async def test_the_owner_who_is_under_the_second_lock_backs_up_every_row_or_none(
    owner: str, empty_postgres_url: str, book: Book, tmp_path: Path
) -> None:
    owned, root = Database(owner), Database(empty_postgres_url)
    await owned.write(migrate)
    assert await owned.read(row_security.is_set_up)
    await owned.write(make_organisations, book.directory.leads)
    await Phone(book, owned).says(*TALK, "je veux parler à quelqu'un", "ma question")
    every = await root.read(everything)
    taken = await take(owned, "", tmp_path / "one")
    apart = {table.name for table in keyfile.TABLES}
    assert taken.contents.rows == {name: len(rows) for name, rows in every.items() if name not in apart}
    await root.write(lambda conn: conn.execute(text("drop policy of_sira on message")))
    with pytest.raises(HiddenRows, match="message"):
        await take(owned, "", tmp_path / "two")
    assert list((tmp_path / "two").iterdir()) == []
    await owned.close()
    await root.close()


def _before(phone: Phone, database: Database, book: Book) -> Phone:
    """The same phone before the restored database."""
    made = Phone(book, database, phone.channel, phone.sender)
    made.conversation = phone.conversation
    return made


def _changed(file: Path, other: Path) -> bytes:
    """The same file with one byte more in one of its parts."""
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(other, "w") as target:
        first = source.namelist()[0]
        for name in source.namelist():
            target.writestr(name, source.read(name) + b"x" * (name == first))
    return other.read_bytes()
