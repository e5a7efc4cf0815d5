"""The demonstration's worker: one password for all that serve the same data."""

from __future__ import annotations

from bot.demo import LOGIN, demonstration_worker
from bot.desk.password import fits, hashed
from bot.desk.sessions import change_password, open_session, session_of
from bot.desk.signin import attempt
from bot.records.database import Database
from bot.records.migrate import migrate
from bot.records.seal import Vault
from bot.staffing import make_organisations
from tests import once

KEY = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="


async def _fresh(url: str) -> Database:
    database = Database(url)
    await database.write(migrate)
    await database.write(make_organisations, once.book().directory.leads)
    return database


async def test_a_second_server_changes_neither_the_password_nor_who_is_signed_in(database_url: str) -> None:
    database = await _fresh(database_url)
    try:
        first = await demonstration_worker(database, Vault(KEY, KEY))
        kept = await database.read(attempt, LOGIN)
        assert await fits(first, kept.password_hash)
        token = await database.write(open_session, kept.worker)
        assert await demonstration_worker(database, Vault(KEY, KEY)) == first
        assert await database.read(attempt, LOGIN) == kept
        assert await database.write(lambda conn: session_of(conn, token, active=False)) is not None
    finally:
        await database.close()


async def test_a_password_that_was_chosen_is_kept(database_url: str) -> None:
    database = await _fresh(database_url)
    try:
        await demonstration_worker(database, Vault(KEY, KEY))
        kept = await database.read(attempt, LOGIN)
        await database.write(change_password, kept.worker, hashed("un-mot-de-passe-a-moi"))
        assert await demonstration_worker(database, Vault(KEY, KEY)) == ""
        assert await fits("un-mot-de-passe-a-moi", (await database.read(attempt, LOGIN)).password_hash)
    finally:
        await database.close()
