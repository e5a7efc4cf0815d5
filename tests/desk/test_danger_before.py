"""Who was in danger a few days ago is not a stranger with a question."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from bot.desk.claim import claim
from bot.desk.danger_before import DAYS_SECONDS
from bot.desk.handover import reasons_of
from bot.desk.levels import Changed, change_level
from bot.desk.reach import reach
from bot.desk.reasons import read_by
from tests.desk.conftest import AWA, Desk

MINUTE = 60


@pytest.fixture
async def was_in_danger(desk: Desk) -> Desk:
    """Somebody said that they are threatened; Awa answered and ended the case."""
    await desk.phone.says("on me menace ici")
    assert (await desk.row())["level"] == "P1"
    assert await desk.database.write(claim, desk.id, AWA)
    return desk


async def _why(desk: Desk) -> list[str]:
    """What the card says under « Pourquoi »."""

    def read(conn: Connection) -> list[str]:
        row = reach(conn, desk.id, AWA)
        assert row is not None
        key = desk.phone.vault.unwrap(row["person_id"], row["wrapped"])
        return [
            f"{level} {read_by(desk.phone.house, AWA, words)}" for words, level, _ in reasons_of(conn, key, desk.id)
        ]

    return await desk.database.read(read)


async def _asks(desk: Desk) -> str:
    """They ask for somebody again; returns the level."""
    await desk.phone.says("je veux parler à quelqu'un", "une question")
    return str((await desk.row())["level"])


async def test_who_asks_again_after_a_danger_is_in_front_and_why_says_it(was_in_danger: Desk) -> None:
    assert await was_in_danger.end(AWA, "other")
    await was_in_danger.wait(MINUTE)
    assert await _asks(was_in_danger) == "P1"
    why = await _why(was_in_danger)
    assert why[0] == "P1 sous la menace"
    assert [line for line in why if "était en danger dans les sept derniers jours" in line]
    assert why[-1].startswith("P3") or "demande une personne" in " ".join(why)


async def test_after_a_week_it_is_a_request_like_any_other(was_in_danger: Desk) -> None:
    assert await was_in_danger.end(AWA, "other")
    await was_in_danger.wait(DAYS_SECONDS + MINUTE)
    await was_in_danger.phone.says("bonjour")
    assert await _asks(was_in_danger) == "P3"
    assert not [line for line in await _why(was_in_danger) if "en danger" in line]


async def test_what_was_carried_is_not_carried_on_for_ever(was_in_danger: Desk) -> None:
    assert await was_in_danger.end(AWA, "other")
    await was_in_danger.wait(DAYS_SECONDS - 2 * MINUTE)
    await was_in_danger.phone.says("bonjour")
    assert await _asks(was_in_danger) == "P1"
    assert await was_in_danger.database.write(claim, was_in_danger.id, AWA)
    assert await was_in_danger.end(AWA, "other")
    await was_in_danger.wait(4 * MINUTE)
    assert await _asks(was_in_danger) == "P3"


async def test_what_a_human_has_lowered_stays_lowered_and_is_said_all_the_same(was_in_danger: Desk) -> None:
    def lower(conn: Connection) -> bool:
        row = reach(conn, was_in_danger.id, AWA)
        assert row is not None
        done = change_level(
            conn, was_in_danger.phone.house, row, AWA, "P3", "parlait d'un film", row["version"], sure=True
        )
        return isinstance(done, Changed)

    assert await was_in_danger.database.write(lower)
    assert await was_in_danger.end(AWA, "other")
    await was_in_danger.wait(MINUTE)
    assert await _asks(was_in_danger) == "P3"
    why = " · ".join(await _why(was_in_danger))
    assert "sous la menace" in why
    assert "parlait d'un film" in why
    assert "était en danger" in why
