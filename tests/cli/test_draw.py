"""``sira flows draw --database``: counts from a real store, which is only read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert
from typer.testing import CliRunner

from bot.cli import app
from bot.records.database import Database
from bot.records.migrate import migrate
from bot.records.tables import transition

AGREED = {"source": "welcome.consent", "target": "welcome.agreed", "why": "choice:yes"}
REFUSED = {"source": "welcome.consent", "target": "welcome.refused", "why": "choice:no"}


def draw(*words: str):
    return CliRunner().invoke(app, ["flows", "draw", *words])


def keep(url: str, *works: Callable[[Connection], object]) -> None:
    async def done() -> None:
        database = Database(url)
        for work in works:
            await database.write(work)
        await database.close()

    asyncio.run(done())


def two_days(conn: Connection) -> None:
    rows = [AGREED | {"day": day, "count": 4} for day in (1, 2)] + [REFUSED | {"day": 1, "count": 4}]
    conn.execute(insert(transition), rows)


def test_the_days_add_up_on_each_arrow(database_url: str) -> None:
    keep(database_url, migrate, two_days)
    done = draw("welcome", "--database", database_url)
    assert done.exit_code == 0, done.output
    assert '"yes (8)"| welcome.agreed' in done.stdout
    assert '"no (< 5)"| welcome.refused' in done.stdout


def test_without_a_database_nothing_is_counted() -> None:
    assert "(" not in "".join(line for line in draw("welcome").stdout.splitlines() if "-->" in line)


def test_a_database_that_does_not_exist_is_not_made(tmp_path: Path) -> None:
    missing = tmp_path / "none.db"
    done = draw("--database", f"sqlite:///{missing}")
    assert (done.exit_code, missing.exists()) == (1, False)
    assert "n'existe pas" in done.stderr
    assert "Traceback" not in done.output


@pytest.mark.parametrize("url", ["mysql://x", "sira.db"])
def test_an_address_of_no_store_is_told_in_one_sentence(url: str) -> None:
    done = draw("--database", url)
    assert done.exit_code == 1
    assert "sqlite:///FICHIER" in done.stderr


def test_an_empty_database_is_told_in_one_sentence(tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    empty.touch()
    done = draw("--database", f"sqlite:///{empty}")
    assert done.exit_code == 1
    assert "ne vient pas de Sira" in done.stderr
