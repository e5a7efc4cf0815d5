"""What the processes wrote down, read past all of them."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg


def column(env: dict[str, str], query: str) -> list[Any]:
    """The first column of what ``query`` finds in the store of ``env``."""

    async def read() -> list[Any]:
        connection = await asyncpg.connect(env["SIRA_DATABASE_URL"])
        try:
            return [row[0] for row in await connection.fetch(query)]
        finally:
            await connection.close()

    return asyncio.run(read())
