"""What is written to the file is on the disk before anybody is answered."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from bot.records.database import Database
from bot.records.sqlite import SYNCHRONOUS

TRUE: Final = SYNCHRONOUS
WAL, FULL = "wal", 2


async def test_a_write_waits_for_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.records.sqlite.SYNCHRONOUS", TRUE)  # the other tests do not wait
    database = Database(f"sqlite:///{tmp_path / 'sira.db'}")
    for way in (database.write, database.read):
        found = await way(
            lambda conn: [
                conn.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("journal_mode", "synchronous")
            ]
        )
        assert found == [WAL, FULL]
    await database.close()
