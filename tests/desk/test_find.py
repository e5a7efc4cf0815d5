"""By the code that is read out: the case, also an ended one, for who may see it; and nothing for everybody else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Connection, select, update

from bot.desk.claim import claim
from bot.desk.find import code_in, find, find_complaint
from bot.desk.staff import Worker
from bot.engine.way_back import WAY_BACK
from bot.records.tables import complaint, conversation, handover, person_key
from bot.remembered import remembered
from bot.signs import SIGNS
from tests.desk.conftest import AWA, BOU, Desk
from tests.desk.referring import NUMBER, drafted

CIS = Worker("c" * 32, "cis", "other", frozenset({"supervisor"}))
ADA = Worker("d" * 32, "ada", "sira", frozenset({"admin"}))


async def _code(desk: Desk) -> str:
    return str(await desk.database.read(lambda conn: conn.execute(select(handover.c.code)).scalar_one()))


async def test_the_code_of_the_queue_finds_the_talk_however_it_is_written(desk: Desk) -> None:
    code = await _code(desk)
    for said in (code, code.lower(), f" {code[:3]} {code[3:]} ", f"{code[:3]}-{code[3:]}"):
        assert await desk.database.read(find, desk.phone.vault, AWA, said) == desk.id


async def test_an_ended_case_is_found_by_who_held_it_and_by_nobody_else(desk: Desk) -> None:
    code = await _code(desk)
    await desk.database.write(claim, desk.id, AWA)
    assert await desk.end(AWA, "other")
    assert await desk.database.read(find, desk.phone.vault, AWA, code) == desk.id
    assert await desk.database.read(find, desk.phone.vault, BOU, code) is None


async def test_neither_another_house_nor_who_reads_no_talk_finds_anything(desk: Desk) -> None:
    code = await _code(desk)
    assert await desk.database.read(find, desk.phone.vault, CIS, code) is None
    assert await desk.database.read(find, desk.phone.vault, ADA, code) is None


@pytest.mark.parametrize("said", ["", "ABC", "ABC2345", "ABC0O1", "ABC23%", "%%%%%%", "ÀBC234", "A" * 10_000])
async def test_what_is_no_code_finds_nothing(desk: Desk, said: str) -> None:
    assert code_in(said) == ""
    assert await desk.database.read(find, desk.phone.vault, AWA, said) is None


async def test_an_unknown_code_finds_nothing(desk: Desk) -> None:
    code = await _code(desk)
    other = "".join(SIGNS[SIGNS.index(sign) - 1] for sign in code)
    assert await desk.database.read(find, desk.phone.vault, AWA, other) is None


async def test_the_number_that_the_person_was_given_finds_the_talk_while_its_request_is_under_way(desk: Desk) -> None:
    await drafted(desk)
    assert await desk.database.read(find, desk.phone.vault, BOU, NUMBER.lower()) == desk.id
    assert await desk.database.read(find, desk.phone.vault, CIS, NUMBER) is None


async def test_the_number_of_an_open_talk_finds_it_for_its_house_only(desk: Desk) -> None:
    number = "CHAFA2"

    def given(conn: Connection) -> None:
        row = conn.execute(select(conversation, person_key.c.wrapped).join(person_key, person_key.c.person_id == conversation.c.person_id)).mappings().one()  # fmt: skip
        key = desk.phone.vault.unwrap(row["person_id"], row["wrapped"])
        session = remembered(key, row["id"], row["session"])
        notes = {**session.notes, WAY_BACK: number}
        sealed = key.seal(row["id"], "session", replace(session, notes=notes).to_json())
        conn.execute(update(conversation).values(session=sealed))

    await desk.database.write(given)
    assert await desk.database.read(find, desk.phone.vault, BOU, "chafa2") == desk.id
    assert await desk.database.read(find, desk.phone.vault, CIS, number) is None
    assert await desk.database.read(find, desk.phone.vault, ADA, number) is None
    assert await desk.database.read(find, desk.phone.vault, BOU, "CHAFA3") is None


async def test_a_complaint_is_found_by_its_number_for_who_may_see_it(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    await desk.phone.says("plainte", "3", "on me fait attendre", "1")
    found = await desk.database.read(lambda conn: conn.execute(select(complaint.c.id, complaint.c.number)).one())
    eve = Worker("e" * 32, "eve", "sira", frozenset({"supervisor"}))
    assert await desk.database.read(find_complaint, desk.phone.house, eve, found.number.lower()) == found.id
    for other in (AWA, BOU, CIS, ADA):
        assert await desk.database.read(find_complaint, desk.phone.house, other, found.number) is None, other.login
