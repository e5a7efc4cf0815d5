"""What ``sira doctor`` says of keys, the standstill, the ledger of erasures and messages that broke their turn."""

from __future__ import annotations

from sqlalchemy import Connection, exists, func, select

from bot.finding import Finding
from bot.keys import DEMO_FILE, data_folder, vault_for
from bot.records.database import Database
from bot.records.seal import SealBroken, Vault
from bot.records.tables import erasure, inbound, is_one_of, person_key
from bot.settings import Settings
from bot.upkeep.freeze import frozen_since
from bot.upkeep.ledger import ledger_file
from bot.upkeep.rotation import PARTS, left


async def upkeep_examined(settings: Settings, database: Database) -> list[Finding]:
    """One line for what is in order, more for what is not."""
    given = settings.master_key.get_secret_value() and settings.pepper.get_secret_value()
    if not given and not (data_folder(settings) / DEMO_FILE).exists():
        return []  # looking makes no keys
    vault, _ = vault_for(settings)
    rotating = bool(settings.master_key_old.get_secret_value())
    found = [await database.read(_master_key, vault, rotating)]
    if await database.read(frozen_since):
        found.append(
            Finding("yellow", "envois", "arrêtés : rien ne part vers les personnes ; sira unfreeze les reprend")
        )
    broken = await database.read(_poisoned)
    if broken:
        words = f"{broken} message(s) ont fait échouer un tour ; l'équipe les a ; sira replay --list"
        found.append(Finding("yellow", "messages en panne", words))
    path = ledger_file(settings)
    if not path.exists() and await database.read(_somebody_erased):
        words = (
            f"{path} manque ici ; sira worker ou sira serve le refait ; sans lui, une restauration ramènerait des gens"
        )
        found.append(Finding("yellow", "effacements", words))
    return found


def _master_key(conn: Connection, vault: Vault, rotating: bool) -> Finding:  # noqa: FBT001
    what = "clé maîtresse"
    some = conn.execute(select(person_key).order_by(person_key.c.person_id.desc()).limit(1)).first()
    try:
        if some is not None:
            vault.unwrap(some.person_id, some.wrapped)
    except SealBroken:
        words = "n'ouvre pas ce qui est dans la base : remettez la bonne clé, ou l'ancienne dans SIRA_MASTER_KEY_OLD"
        return Finding("red", what, words)
    if not rotating:
        return Finding("green", what, "ouvre ce qui est dans la base")
    waiting = sum(left(conn, vault, part) for part in PARTS)
    if waiting:
        return Finding("yellow", what, f"{waiting} ligne(s) tiennent encore à l'ancienne ; lancez sira keys rotate")
    return Finding("yellow", what, "tout est sous la nouvelle : retirez SIRA_MASTER_KEY_OLD et relancez")


def _poisoned(conn: Connection) -> int:
    return int(conn.execute(select(func.count()).where(is_one_of(inbound.c.state, "poison"))).scalar_one())


def _somebody_erased(conn: Connection) -> bool:
    return bool(conn.execute(select(exists().where(erasure.c.at > 0))).scalar_one())
