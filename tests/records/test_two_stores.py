"""The same migrations and the same turns on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Connection, Table, TextClause, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError

from bot.engine.book import Book
from bot.records.clock import move, now
from bot.records.database import Database
from bot.records.migrate import is_current, make_at, migrate
from bot.records.tables import (
    audit,
    conversation,
    inbound,
    membership,
    message,
    metadata,
    organisation,
    outbox,
    partner_address,
    request,
    worker,
)
from bot.staffing import make_organisations
from tests.stories.player import Player


async def test_migrations_make_exactly_the_declared_tables(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    await database.write(migrate)
    await database.write(migrate)
    assert await database.read(is_current)
    found = await database.read(
        lambda conn: {
            name: {c["name"] for c in inspect(conn).get_columns(name)} for name in inspect(conn).get_table_names()
        }
    )
    found.pop("alembic_version")
    assert found == {table.name: {column.name for column in table.columns} for table in metadata.sorted_tables}
    await database.close()


def _as_it_was(table: Table, row: dict[str, object]) -> TextClause:
    """Into a table that has not all its columns yet."""
    return text(f"insert into {table.name} ({', '.join(row)}) values ({', '.join(f':{name}' for name in row)})")


async def test_what_stood_in_an_older_store_means_the_same_after_it_is_brought_up(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    await database.write(make_at, "0016")
    row = {
        "kind": "data",
        "thing": "t",
        "organisation": "sira",
        "asked_by": "a",
        "at": 1,
        "until": 2,
        "state": "refused",
    }
    checked = {"organisation": "ecica", "email": "accueil@ecica.example", "checked_by": "w", "checked_at": 5}
    rows = [{**row, "id": one, "allowed_by": by} for one, by in (("no", "b"), ("back", "b"), ("unasked", ""))]

    def written(conn: Connection) -> None:
        for one in rows:
            conn.execute(_as_it_was(request, one), one)
        conn.execute(_as_it_was(partner_address, checked), checked)
        conn.execute(insert(organisation), [{"id": name, "name": name} for name in ("sira", "other")])
        conn.execute(insert(worker).values(id="w", login="awa", password_hash="", created_at=1))
        conn.execute(insert(membership).values(id="m", worker_id="w", organisation_id="sira", role="supervisor"))

    await database.write(written)
    noted = {"id": "1", "worker_id": "b", "action": "revoke", "thing": "back", "at": 1}
    await database.write(lambda conn: conn.execute(insert(audit), noted))
    await database.write(migrate)
    states = select(request.c.id, request.c.state)
    found = await database.read(lambda conn: {row.id: row.state for row in conn.execute(states)})
    assert found == {"no": "refused", "back": "revoked", "unasked": "refused"}
    houses = select(partner_address.c.house, partner_address.c.checked_by, partner_address.c.checked_at)
    kept = await database.read(lambda conn: sorted(tuple(row) for row in conn.execute(houses)))
    assert kept == [("other", "", 0), ("sira", "w", 5)], "checked where somebody of that house did so"
    with pytest.raises(IntegrityError):
        await database.write(lambda conn: conn.execute(insert(request), {**row, "id": "x", "state": "odd"}))
    with pytest.raises(IntegrityError):
        await database.write(lambda conn: conn.execute(insert(request), {**row, "id": "x", "allowed_by": "a"}))
    await database.close()


async def test_a_turn_is_stored_whole_and_a_repeated_message_counts_once(database_url: str, book: Book) -> None:
    database = Database(database_url)
    await database.write(migrate)
    await database.write(make_organisations, book.directory.leads)
    player = Player(book, database, "telegram")
    for line in ("bonjour", "1", "1", "1", "1", "kayes", "25"):
        heard = await player.turn({"say": line})
        assert heard is not None
    assert heard.session.facts["region"] == "kayes"
    seq, turns, said, queued = await database.read(
        lambda conn: (
            conn.execute(select(conversation.c.seq)).scalar_one(),
            conn.execute(select(inbound.c.state)).scalars().all(),
            conn.execute(select(message.c.author)).scalars().all(),
            conn.execute(select(outbox.c.state)).scalars().all(),
        )
    )
    assert seq == 7
    assert turns == ["done"] * 7
    assert said.count("person") == 7
    assert set(queued) == {"ready"}
    await database.close()


async def test_nothing_that_was_said_stands_readable_in_the_database(database_url: str, book: Book) -> None:
    database = Database(database_url)
    await database.write(migrate)
    await database.write(make_organisations, book.directory.leads)
    player = Player(book, database, "whatsapp")
    for line in ("bonjour", "1", "1", "1", "1", "une phrase secrete"):
        await player.turn({"say": line})
    rows = await database.read(
        lambda conn: [repr(tuple(row)) for table in metadata.sorted_tables for row in conn.execute(select(table))]
    )
    everything = "\n".join(rows)
    assert "secrete" not in everything
    assert "22370010020" not in everything
    await database.close()


async def test_the_clock_only_goes_forward(database_url: str) -> None:
    database = Database(database_url)
    await database.write(migrate)
    before = await database.read(now)
    assert await database.write(move, 960) >= before + 960
    await database.close()


async def test_a_search_without_a_result_is_told_to_who_asked_and_hangs_nobody(database_url: str) -> None:
    database = Database(database_url)

    def search(_: Connection) -> str:
        return str(next(iter(())))

    for ask in (database.read, database.write):
        with pytest.raises(RuntimeError):
            await asyncio.wait_for(ask(search), 10)
    await database.close()
