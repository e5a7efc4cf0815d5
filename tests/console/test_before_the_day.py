"""What is still to come is not over by a slip, and a question without an answer is said to be one."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from sqlalchemy import insert, select, update

from bot.desk.open_tasks import open_task
from bot.records.clock import now
from bot.records.ids import new_id
from bot.records.tables import appointment, referral, referral_event, task
from tests.console.conftest import Desk, Person
from tests.console.test_referrals import asked, day_after, made, rows, sent, write

__all__ = ["asked", "rows", "write"]

ASKS = "fait quand même ?"


async def _meeting(app: FastAPI, desk: Desk, of: str) -> str:
    """Sent, accepted by an appointment that is to come, with a question to the organisation that stands open."""
    await sent(desk, of)
    page = f"/desk/referral/{of}"
    fields = {"day": day_after(desk.html), "hour": "10:00", "place": "Centre", "landmark": ""}
    assert (await desk.post(f"{page}/appointment", **fields)).status_code == 303
    await app.state.db.write(lambda conn: open_task(conn, "outcome", of, now(conn)))
    await desk.get(page)
    return page


async def test_done_before_the_day_is_asked_once_more(app: FastAPI, awa: Desk, asked: str, rows: Any) -> None:
    page = await _meeting(app, awa, asked)
    answer = await awa.post(f"{page}/done", task="outcome")
    assert answer.status_code == 200
    assert "La date est le" in awa.words
    assert ASKS in awa.words
    assert 'name="anyway" value="1"' in awa.html, "the second button needs no script"
    open_ones = select(task.c.kind).where(task.c.about == asked, task.c.kind == "outcome", task.c.closed_at == 0)
    assert len(await rows(open_ones)) == 1
    assert (await awa.post(f"{page}/done", task="outcome", anyway="1")).status_code == 303
    assert await rows(open_ones) == []


async def test_done_after_the_day_is_done_at_once(app: FastAPI, awa: Desk, asked: str, write: Any, rows: Any) -> None:
    page = await _meeting(app, awa, asked)
    await write(update(appointment).values(day_at=1_700_000_000))
    await awa.get(page)
    assert (await awa.post(f"{page}/done", task="outcome")).status_code == 303
    assert await rows(select(task.c.kind).where(task.c.kind == "outcome", task.c.closed_at == 0)) == []


async def test_the_list_says_that_nobody_has_answered(awa: Desk, asked: str, write: Any, person: Person) -> None:
    del person

    async def list_says() -> str:
        await awa.get("/desk/referrals")
        return awa.words

    await sent(awa, asked)
    assert "demandé, pas de réponse (demande envoyée" in await list_says()
    assert "1 mise en contact en cours" in awa.words
    await write(update(referral).values(status="seen"))
    assert "vu, pas de réponse" in await list_says()
    await write(update(referral).values(due_at=1_700_000_000))
    assert "demandé, pas de réponse à temps" in await list_says()
    await write(update(referral).values(answered_at=1_700_000_000))
    assert "à l'étude" in await list_says()
    await write(update(referral).values(status="accepted"))
    assert "pas de réponse" not in await list_says()
    line = {"id": new_id(), "referral_id": asked, "source": "accepted", "target": "accepted", "who": "machine"}
    await write(insert(referral_event).values(**line, reason="asked", at=1))
    assert "acceptée ; suite demandée, pas de réponse" in await list_says()
    await write(update(referral).values(said_by_organisation="served"))
    assert "pas de réponse" not in await list_says()


async def test_a_link_is_there_to_be_selected_and_its_button_waits_for_the_script(awa: Desk, asked: str) -> None:
    link = await sent(awa, asked)
    assert await made(awa, asked) == link
    assert f'id="link">{link}' in awa.html.replace("http://sira.test", "")
    assert 'data-copy="link"' in awa.html
    assert ">Copier le lien</button>" in awa.html
