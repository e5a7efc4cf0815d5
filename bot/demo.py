"""The demonstration's worker: made at the first start; the password is the same for all that serve the same data.

It is no one-time password. A demonstration is shown from several browsers and started again and again; a password that
changed with each start would shut out who still uses the other server.
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from bot.desk.password import fits, readable
from bot.desk.staff import add_worker
from bot.records.database import Database
from bot.records.seal import Vault
from bot.records.tables import worker

LOGIN = "demo"
ROLE = "supervisor"
ORGANISATION = "sira"


async def demonstration_worker(database: Database, vault: Vault) -> str:
    """A worker ``demo`` who may do everything at the desk. Returns the password, "" when they chose their own."""
    password = readable(bytes.fromhex(vault.token("demonstration", LOGIN)))
    kept, chosen = await database.read(_kept)
    if chosen:
        return ""
    if not kept or not await fits(password, kept):
        await database.write(add_worker, LOGIN, ROLE, ORGANISATION, password)
    return password


def _kept(conn: Connection) -> tuple[str, bool]:
    """What is kept of the password, "" when there is no such worker, and whether they chose it."""
    here = (worker.c.login == LOGIN, worker.c.active == 1)
    row = conn.execute(select(worker.c.password_hash, worker.c.must_change).where(*here)).first()
    return (row.password_hash, not row.must_change) if row else ("", False)
