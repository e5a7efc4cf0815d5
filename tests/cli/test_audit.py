"""``sira audit verify``: one line when all is right, exit 1 with what is wrong when it is not."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import Connection, update
from typer.testing import CliRunner

from bot.cli import app
from bot.desk.audit import note
from bot.records.database import Database
from bot.records.migrate import migrate
from bot.records.seal import Vault
from bot.records.tables import audit
from bot.sealer import FILE, Sealer
from tests.phone import KEY


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    found = f"sqlite:///{tmp_path / 'sira.db'}"
    for name, value in {"DATABASE_URL": found, "MASTER_KEY": KEY, "PEPPER": KEY}.items():
        monkeypatch.setenv(f"SIRA_{name}", value)
    asyncio.run(_filled(found, tmp_path / FILE))
    return found


async def _filled(url: str, heads: Path) -> None:
    database = Database(url)
    await database.write(migrate)

    def written(conn: Connection) -> None:
        for number in range(3):
            note(conn, "w", "read", str(number), 1)

    await database.write(written)
    await Sealer(database, Vault(KEY, KEY), heads).sweep()
    await database.close()


async def _touched(url: str) -> None:
    database = Database(url)
    await database.write(lambda conn: conn.execute(update(audit).where(audit.c.thing == "1").values(thing="2")))
    await database.close()


def test_a_whole_audit_is_said_to_be_whole(url: str) -> None:
    said = CliRunner().invoke(app, ["audit", "verify"])
    assert (said.exit_code, said.stdout.strip()) == (0, "Le journal est entier : 3 ligne(s).")


def test_the_first_bad_row_is_named(url: str) -> None:
    asyncio.run(_touched(url))
    said = CliRunner().invoke(app, ["audit", "verify"])
    assert said.exit_code == 1
    assert "(maillon 2) a changé" in said.output


def test_without_the_file_outside_a_cut_tail_could_not_be_seen_and_that_is_said(url: str, tmp_path: Path) -> None:
    (tmp_path / FILE).unlink()
    said = CliRunner().invoke(app, ["audit", "verify"])
    assert said.exit_code == 1
    assert FILE in said.output


def test_a_damaged_file_is_named_with_its_line(url: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("what\n")
    said = CliRunner().invoke(app, ["audit", "verify"])
    assert said.exit_code == 1
    assert f"{FILE}:1" in said.output
