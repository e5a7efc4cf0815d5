"""The audit's chain tells who touched what was written: a row changed, removed or put in, and a tail cut off."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, func, insert, select, update

from bot.desk.audit import note
from bot.desk.chain import BATCH, KEPT_SECONDS, LATE_MS, Head, head, seal, verify
from bot.records.clock import move
from bot.records.clock import now as clock_now
from bot.records.database import Database
from bot.records.ids import new_id
from bot.records.seal import Vault
from bot.records.tables import audit, audit_chain
from bot.sealer import BrokenHeads, Sealer, read_heads, write_head
from tests.phone import KEY

VAULT = Vault(KEY, KEY)
ROWS = 7
AT = {"worker_id": "w", "action": "read", "thing": "t"}


@pytest.fixture
async def chained(database: Database) -> Database:
    """A chain of seven rows."""

    def written(conn: Connection) -> None:
        for number in range(ROWS):
            note(conn, "w" * 32, "read", f"{number:032d}", clock_now(conn))

    await database.write(written)
    assert await database.write(seal, VAULT) == ROWS
    return database


async def _fault(database: Database, *heads: Head) -> str:
    return (await database.read(verify, VAULT, heads)).fault


async def _ids(database: Database) -> list[str]:
    return list(await database.read(lambda conn: conn.execute(select(audit.c.id).order_by(audit.c.id)).scalars().all()))


async def test_a_chain_that_nobody_touched_is_whole(chained: Database) -> None:
    last = await chained.read(head)
    assert await chained.read(verify, VAULT, [last]) == await chained.read(verify, VAULT, [])
    assert (await chained.read(verify, VAULT, [last])).rows == ROWS
    assert await _fault(chained, last) == ""


CHANGES: list[tuple[str, Callable[[str], object], str]] = [
    ("worker", lambda row: update(audit).where(audit.c.id == row).values(worker_id="x" * 32), "a changé"),
    ("action", lambda row: update(audit).where(audit.c.id == row).values(action="looked"), "a changé"),
    ("thing", lambda row: update(audit).where(audit.c.id == row).values(thing="x" * 32), "a changé"),
    ("time", lambda row: update(audit).where(audit.c.id == row).values(at=audit.c.at - 1), "a changé"),
    ("row gone", lambda row: delete(audit).where(audit.c.id == row), "manque"),
    ("link gone", lambda row: delete(audit_chain).where(audit_chain.c.audit_id == row), "manque"),
    (
        "link changed",
        lambda row: update(audit_chain).where(audit_chain.c.audit_id == row).values(hash="0" * 64),
        "changé",
    ),
]


@pytest.mark.parametrize("place", [0, 3, ROWS - 1])
@pytest.mark.parametrize(("what", "tamper", "words"), CHANGES, ids=[what for what, _, _ in CHANGES])
async def test_the_first_row_that_was_touched_is_named(
    chained: Database, what: str, tamper: Callable[[str], object], words: str, place: int
) -> None:
    last = await chained.read(head)
    row = (await _ids(chained))[place]
    await chained.write(lambda conn: conn.execute(tamper(row)))  # type: ignore[call-overload]
    fault = await _fault(chained, last)
    assert words in fault
    assert what == "link gone" or f"maillon {place + 1}" in fault
    if what == "link gone":
        assert str(place + 1) in fault or f"{ROWS - 1} maillons" in fault


async def test_a_tail_that_was_cut_off_with_its_links_shows_by_what_stands_outside(chained: Database) -> None:
    last = await chained.read(head)
    cut = (await _ids(chained))[4:]
    await chained.write(lambda conn: conn.execute(delete(audit_chain).where(audit_chain.c.audit_id.in_(cut))))
    await chained.write(lambda conn: conn.execute(delete(audit).where(audit.c.id.in_(cut))))
    assert await _fault(chained) == "", "the database alone cannot show it"
    assert "la fin manque" in await _fault(chained, last)


async def test_a_tail_that_was_cut_off_and_grew_again_shows_too(chained: Database) -> None:
    last = await chained.read(head)
    cut = (await _ids(chained))[4:]
    await chained.write(lambda conn: conn.execute(delete(audit_chain).where(audit_chain.c.audit_id.in_(cut))))
    await chained.write(lambda conn: conn.execute(delete(audit).where(audit.c.id.in_(cut))))
    for _ in range(9):
        await chained.write(lambda conn: note(conn, "w", "read", "t", clock_now(conn)))
    await chained.write(seal, VAULT)
    assert f"le maillon {ROWS} n'est pas celui" in await _fault(chained, last)


async def test_a_row_that_was_put_in_afterwards_is_named(chained: Database) -> None:
    old = f"{int(new_id()[:12], 16) - LATE_MS - 60_000:012x}" + "7" * 20
    at = await chained.read(clock_now) - 700
    await chained.write(lambda conn: conn.execute(insert(audit).values(id=old, at=at, **AT)))
    assert await chained.write(seal, VAULT) == 0, "nothing chains it"
    assert old in await _fault(chained)


async def test_who_has_the_database_but_not_the_key_cannot_chain_anew(chained: Database) -> None:
    other = Vault(KEY, "b" * 43 + "=")
    await chained.write(lambda conn: conn.execute(delete(audit_chain)))
    await chained.write(lambda conn: conn.execute(update(audit).values(worker_id="x")))
    await chained.write(seal, other)
    assert "maillon 1" in await _fault(chained)


async def test_rows_whose_time_is_over_may_be_gone_but_only_from_the_beginning(database: Database) -> None:
    past = int(new_id()[:12], 16) - (KEPT_SECONDS + 86_400) * 1000
    old = [f"{past + number:012x}" + "7" * 20 for number in range(3)]
    await database.write(lambda conn: conn.execute(insert(audit), [{"id": one, "at": 1, **AT} for one in old]))
    await database.write(lambda conn: note(conn, "w", "read", "t", clock_now(conn)))
    assert await database.write(seal, VAULT) == 4
    await database.write(lambda conn: conn.execute(delete(audit).where(audit.c.id.in_(old[:2]))))
    assert await _fault(database) == ""
    await database.write(lambda conn: conn.execute(delete(audit).where(audit.c.id == (old[2]))))
    assert await _fault(database) == ""
    await database.write(lambda conn: conn.execute(delete(audit)))
    assert "maillon 4" in await _fault(database), "the young one is missed"


async def test_many_sealers_make_one_chain(database: Database) -> None:
    async def works() -> None:
        for _ in range(20):
            await database.write(lambda conn: note(conn, "w", "read", "t", clock_now(conn)))

    async def seals() -> None:
        for _ in range(20):
            await database.write(seal, VAULT)

    await asyncio.gather(works(), works(), seals(), seals(), seals())
    while await database.write(seal, VAULT):
        continue
    verdict = await database.read(verify, VAULT, [])
    assert (verdict.fault, verdict.rows) == ("", 40)


async def test_a_long_queue_is_chained_by_one_sweep_and_the_head_is_written_once_a_day(
    database: Database, tmp_path: Path
) -> None:
    many = [{"id": new_id(), "at": 1, **AT} for _ in range(BATCH + 20)]
    await database.write(lambda conn: conn.execute(insert(audit), many))
    heads = tmp_path / "outside" / "audit-heads"
    sealer = Sealer(database, VAULT, heads)
    await sealer.sweep()
    await sealer.sweep()
    assert await database.read(lambda conn: conn.execute(select(func.count()).select_from(audit_chain)).scalar()) == 520
    assert [one.place for one in read_heads(heads)] == [BATCH + 20]
    await database.write(move, 86_400)
    await database.write(lambda conn: note(conn, "w", "read", "t", clock_now(conn)))
    await sealer.sweep()
    assert [one.place for one in read_heads(heads)] == [BATCH + 20, BATCH + 21]
    assert await _fault(database, *read_heads(heads)) == ""
    assert heads.stat().st_mode & 0o077 == 0


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "heads"
    assert read_heads(path) == []
    write_head(path, "2026-01-01", Head(3, "ab"))
    path.write_text(path.read_text() + "nonsense\n")
    with pytest.raises(BrokenHeads, match="heads:2"):
        read_heads(path)
