"""What the doctor says of keys, the standstill, erasures and messages that broke."""

from __future__ import annotations

import base64
from pathlib import Path

from sqlalchemy import update

from bot.housekeeping import Housekeeping
from bot.records.database import Database
from bot.records.tables import inbound
from bot.settings import Settings
from bot.upkeep.examined import upkeep_examined
from bot.upkeep.freeze import freeze
from bot.upkeep.ledger import FILE
from tests.phone import KEY, Phone

NEW = base64.b64encode(b"n" * 32).decode()


async def _found(database: Database, tmp_path: Path, **keys: str) -> dict[str, tuple[str, str]]:
    settings = Settings(pepper=KEY, erasures=str(tmp_path / FILE), **{"master_key": KEY} | keys)  # type: ignore[arg-type]
    return {one.what: (one.colour, one.words) for one in await upkeep_examined(settings, database)}


async def test_a_house_in_order_takes_one_line(database: Database, phone: Phone, tmp_path: Path) -> None:
    await phone.says("bonjour")
    assert list(await _found(database, tmp_path)) == ["clé maîtresse"]


async def test_each_trouble_has_its_line_that_says_what_to_do(database: Database, phone: Phone, tmp_path: Path) -> None:
    await phone.says("bonjour", "1", "1", "effacer", "1")
    await phone.says("bonjour")
    await database.write(freeze)
    await database.write(lambda conn: conn.execute(update(inbound).values(state="poison")))
    found = await _found(database, tmp_path, master_key=NEW)
    assert found["clé maîtresse"][0] == "red"
    assert "sira unfreeze" in found["envois"][1]
    assert "sira replay" in found["messages en panne"][1]
    assert FILE in found["effacements"][1]
    found = await _found(database, tmp_path, master_key=NEW, master_key_old=KEY)
    assert found["clé maîtresse"] == ("yellow", "1 ligne(s) tiennent encore à l'ancienne ; lancez sira keys rotate")
    found = await _found(database, tmp_path, master_key_old=NEW)
    assert "retirez SIRA_MASTER_KEY_OLD" in found["clé maîtresse"][1]
    await Housekeeping(database, tmp_path / FILE).sweep()
    assert "effacements" not in await _found(database, tmp_path)
