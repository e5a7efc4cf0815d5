"""A request that was sent is found again: in the list of those under way, and by its number."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from sqlalchemy import select, update

from bot.desk.open_tasks import DUE_SECONDS, open_task
from bot.records.clock import now
from bot.records.tables import conversation, handover, referral, task
from tests.console.conftest import Desk, Person
from tests.console.test_referrals import asked

__all__ = ["asked"]


async def test_it_stands_under_way_and_is_found_by_its_number(
    app: FastAPI, awa: Desk, bou: Desk, cis: Desk, asked: str, person: Person
) -> None:
    del person
    db = app.state.db
    number = await db.read(lambda conn: conn.execute(select(referral.c.number)).scalar_one())
    await db.write(lambda conn: conn.execute(update(referral).values(status="sent", sent_at=1_700_000_000)))
    await awa.get("/desk/referrals")
    assert f"/desk/referral/{asked}" in awa.html
    assert "En cours" in awa.words
    for part in (number, number[-3:].lower(), f" {number} "):
        await awa.get("/desk/referrals", params={"q": part})
        assert f"/desk/referral/{asked}" in awa.html, part
    for wrong in ("%", "_", "zzzzzzz", "\0zzzzzzz", "é" * 300):
        await awa.get("/desk/referrals", params={"q": wrong})
        assert f"/desk/referral/{asked}" not in awa.html, wrong
        assert "Aucune mise en contact sous ce numéro" in awa.words
    await cis.get("/desk/referrals", params={"q": number})
    assert f"/desk/referral/{asked}" not in cis.html, "another house"
    await db.write(lambda conn: conn.execute(update(handover).values(closed_at=1, held_by="f" * 32)))
    await bou.get("/desk/referrals", params={"q": number})
    assert f"/desk/referral/{asked}" in bou.html, "the case was ended by a colleague, the request lives on"
    assert (await bou.get(f"/desk/referral/{asked}")).status_code == 200
    talk = await db.read(lambda conn: conn.execute(select(referral.c.conversation_id)).scalar_one())
    assert (await bou.get(f"/desk/c/{talk}")).status_code == 200
    assert (await cis.get(f"/desk/c/{talk}")).status_code == 404
    await db.write(lambda conn: conn.execute(update(conversation).values(level="")))
    await db.write(lambda conn: conn.execute(update(handover).values(level="P0")))
    assert (await bou.get(f"/desk/referral/{asked}")).status_code == 403, "as while the danger was open"
    assert (await awa.get(f"/desk/referral/{asked}")).status_code == 200
    await db.write(lambda conn: conn.execute(update(handover).values(level="P2")))
    await db.write(lambda conn: conn.execute(update(referral).values(status="closed")))
    assert (await bou.get(f"/desk/c/{talk}")).status_code == 404, "nothing is under way any more"
    await bou.get("/desk/referrals", params={"q": number})
    shown = f"/desk/referral/{asked}" in bou.html
    assert shown is ((await bou.get(f"/desk/referral/{asked}")).status_code == 200), "no line that opens nothing"


async def test_what_waits_to_be_sent_is_to_do_and_what_is_late_says_so(
    app: FastAPI, awa: Desk, asked: str, person: Person, wait: Any
) -> None:
    del person
    await awa.get("/desk/referrals")
    to_do, _, under_way = awa.words.partition("En cours")
    assert "Rien à faire" not in to_do
    assert "à relire et envoyer" not in under_way
    assert f"/desk/referral/{asked}" in awa.html
    await app.state.db.write(lambda conn: conn.execute(update(task).values(closed_at=1)))
    await awa.get("/desk/referrals")
    assert "à relire et envoyer" in awa.words.partition("En cours")[0], "a task that was closed hides no unsent request"
    await app.state.db.write(lambda conn: open_task(conn, "missed", asked, now(conn)))
    await wait(DUE_SECONDS + 2 * 86_400)
    await awa.sign_in("awa")
    await awa.get("/desk/referrals")
    assert "en retard de 2" in awa.words
