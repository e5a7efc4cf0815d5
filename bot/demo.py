"""The demonstration's worker: made at the first start, with a new one-time password at each."""

from __future__ import annotations

from bot.desk.password import fresh_password
from bot.desk.staff import add_worker
from bot.records.database import Database

LOGIN = "demo"
ROLE = "supervisor"
ORGANISATION = "sira"


async def demonstration_worker(database: Database) -> str:
    """A worker ``demo`` who may do everything at the desk. Returns the password for this start."""
    password = fresh_password()
    await database.write(add_worker, LOGIN, ROLE, ORGANISATION, password)
    return password
