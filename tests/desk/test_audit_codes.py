"""The journal names a case by the code that the queue shows."""

from __future__ import annotations

from sqlalchemy import select

from bot.desk.audit import note
from bot.desk.audit_pages import Filter, page_of
from bot.desk.claim import claim
from bot.records.clock import now
from bot.records.tables import handover
from tests.desk.conftest import AWA, Desk


async def test_a_line_about_a_case_bears_its_code_and_one_about_nobody_s_none(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    await desk.database.write(lambda conn: note(conn, AWA.id, "read_audit", "f" * 32, now(conn)))
    code = await desk.database.read(lambda conn: conn.execute(select(handover.c.code)).scalar_one())
    found = await desk.database.write(page_of, AWA, Filter())
    assert {line.action: line.code for line in found.lines} == {"claim": code, "read_audit": ""}
    assert code
