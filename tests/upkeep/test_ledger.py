"""Who was erased stands outside the database, whatever a crash or a lost file does."""

from __future__ import annotations

from pathlib import Path

from bot.housekeeping import Housekeeping
from bot.records.database import Database
from bot.records.tables import erasure
from bot.upkeep.ledger import FILE, Ledger, read
from tests.phone import Phone

ONE, TWO, THREE = ("0" * 31 + digit for digit in "123")


def test_a_line_cut_short_by_a_crash_is_no_line_and_is_written_again(tmp_path: Path) -> None:
    path = tmp_path / FILE
    Ledger(path).add({ONE: 5})
    with path.open("a") as file:
        file.write(f"6 {TWO[:10]}")
    after = Ledger(path)
    assert list(after.known) == [ONE]
    after.add({ONE: 5, TWO: 6, THREE: 7})
    assert read(path) == {ONE: 5, TWO: 6, THREE: 7}
    assert path.stat().st_mode & 0o077 == 0


async def test_an_erasure_is_complete_only_once_it_stands_in_the_ledger(
    database: Database, phone: Phone, tmp_path: Path
) -> None:
    await phone.says("bonjour", "1", "1", "effacer", "1")
    blocked = tmp_path / "a folder"
    blocked.mkdir()
    house = Housekeeping(database, tmp_path / FILE)
    house._ledger.path = blocked
    await house.sweep()
    assert await database.read(lambda conn: conn.execute(erasure.select()).mappings().one()["done_at"]) == 0
    house._ledger.path = tmp_path / FILE
    await house.sweep()
    row = await database.read(lambda conn: conn.execute(erasure.select()).mappings().one())
    assert row["done_at"] > 0
    assert list(read(tmp_path / FILE)) == [row["person_id"]]


async def test_a_lost_file_is_made_anew_from_the_records(database: Database, phone: Phone, tmp_path: Path) -> None:
    await phone.says("bonjour", "1", "1", "effacer", "1")
    await Housekeeping(database, tmp_path / FILE).sweep()
    await Housekeeping(database, tmp_path / "elsewhere").sweep()
    assert read(tmp_path / "elsewhere") == read(tmp_path / FILE) != {}
