"""Counting the arrows that people walk: in memory while a process works, in the database every few seconds.

A crash loses some seconds of counts and nothing else; no count knows whom it counted.
"""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from bot.engine.effects import Effect, Log
from bot.records.clock import now
from bot.records.database import Database
from bot.records.tables import transition

DAY_SECONDS = 86_400
Arrow = tuple[str, str, str]


class Counts:
    """Arrows walked since the last flush."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._walked: Counter[Arrow] = Counter()

    def add(self, effects: tuple[Effect, ...]) -> None:
        """Count the arrows of one committed turn."""
        self._walked.update((e.source, e.target, e.why) for e in effects if isinstance(e, Log))

    async def sweep(self) -> None:
        """Add what was counted to the database; what could not be added is counted again."""
        if not self._walked:
            return
        walked, self._walked = self._walked, Counter()
        try:
            await self._database.write(_add, walked)
        except Exception:
            self._walked.update(walked)
            raise


def _add(conn: Connection, walked: Counter[Arrow]) -> None:
    dialect = postgresql if conn.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(transition)
    statement = statement.on_conflict_do_update(
        index_elements=["day", "source", "target", "why"],
        set_={"count": transition.c.count + statement.excluded.count},
    )
    day = now(conn) // DAY_SECONDS
    conn.execute(
        statement,
        [
            {"day": day, "source": source, "target": target, "why": why, "count": count}
            for (source, target, why), count in walked.items()
        ],
    )
