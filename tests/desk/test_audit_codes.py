"""The journal names a case by the code that the queue shows, and holds what those without an account did to its requests."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, select

from bot.desk.audit import EVERYBODY, OPERATOR, note
from bot.desk.audit_ours import who_of
from bot.desk.audit_pages import Filter, page_of
from bot.desk.claim import claim
from bot.desk.staff import Worker
from bot.engine.book import Book
from bot.records.clock import now
from bot.records.tables import handover
from tests.desk.conftest import AWA, Desk
from tests.desk.referring import drafted


async def test_a_line_about_a_case_bears_its_code_and_one_about_nobody_s_none(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    await desk.database.write(lambda conn: note(conn, AWA.id, "read_audit", "f" * 32, now(conn)))
    code = await desk.database.read(lambda conn: conn.execute(select(handover.c.code)).scalar_one())
    found = await desk.database.write(page_of, AWA, Filter())
    assert {line.action: line.code for line in found.lines} == {"claim": code, "read_audit": ""}
    assert code


async def test_what_others_did_to_a_request_stands_with_the_house_that_asked_and_in_no_other(
    desk: Desk, book: Book
) -> None:
    file = await drafted(desk)

    def noted(conn: Connection) -> None:
        for who, thing in (("organisation", file), ("machine", file), ("person", "f" * 32), (OPERATOR, EVERYBODY)):
            note(conn, who, "referral:seen", thing, now(conn))

    async def read(who: Worker) -> list[tuple[str, str]]:
        found = await desk.database.write(page_of, who, Filter())
        by = [(line.by, who_of(book, line.login, line.by)) for line in found.lines]
        return [one for one in by if one[0] != AWA.id]

    await desk.database.write(noted)
    everybody = (OPERATOR, "exploitant technique")
    assert await read(AWA) == [everybody, ("machine", "la machine"), ("organisation", "l'organisation")]
    assert await read(replace(AWA, organisation="other")) == [everybody]
