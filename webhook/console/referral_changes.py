"""What a worker notes of a referral: taken back, said by phone, a day to meet, a task done."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from bot.desk import open_tasks, referrals
from bot.desk.appointments import meeting_of
from bot.desk.handing import has_left
from bot.desk.partner import REFUSALS
from bot.desk.referral_days import call_off, meet
from bot.desk.referral_reach import reached
from bot.desk.referral_standing import HAND
from bot.desk.referral_states import WITHDRAWALS, by_worker, move
from bot.desk.referral_words import may_tell, said_by_organisation
from bot.waiting import ring_all
from webhook.console import show
from webhook.console.door import Visit
from webhook.console.form import Form
from webhook.console.referral_step import opened_for_change, page_of, refused, tried

router = APIRouter()

TOLD = ("accepted", "studying", "declined", "called_off", "served", "not_served", "closed")
"""What an organisation may say by phone."""


@router.post("/desk/referral/{referral}/withdraw", include_in_schema=False)
async def withdraw(request: Request, referral: str) -> Response:
    """Take it back; its link dies. It cannot be undone, so a click alone does nothing: why is said with it."""

    def act(conn: Connection, who: Visit, form: Form) -> str:
        if form["withdrawal"] not in WITHDRAWALS:
            return "withdrawal"
        move(conn, referral, "withdrawn", by_worker(who.worker), form["withdrawal"])
        return ""

    return await _changed(request, referral, act)


@router.post("/desk/referral/{referral}/told", include_in_schema=False)
async def told(request: Request, referral: str) -> Response:
    """Note what the organisation said by phone."""

    def act(conn: Connection, who: Visit, form: Form) -> str:
        answer, by = form["answer"], by_worker(who.worker)
        if answer not in TOLD:
            return "unknown"
        if answer == "studying":
            referrals.acknowledge(conn, referral, by)
        elif answer == "called_off":
            call_off(conn, referral, by, form["instead"])
        elif answer in {"served", "not_served"}:
            said_by_organisation(conn, referral, by, served=answer == "served")
        elif answer == "declined":
            if (
                form["refusal"] not in REFUSALS
            ):  # « autre raison » is chosen, never assumed: the person is told of the no
                return "refusal"
            move(conn, referral, "declined", by, form["refusal"])
        else:
            if answer == "closed":
                may_tell(conn, referral)
            move(conn, referral, "accepted" if answer == "accepted" else "closed", by, "told_by_phone")
        return ""

    return await _changed(request, referral, act)


@router.post("/desk/referral/{referral}/appointment", include_in_schema=False)
async def appointment(request: Request, referral: str) -> Response:
    """A day, an hour, a place, a landmark."""
    house = request.app.state.house

    def act(conn: Connection, who: Visit, form: Form) -> str:
        row = reached(conn, referral, who.worker)
        if row is None:
            return "state"
        meeting = meeting_of(form["day"], form["hour"], form["place"], form["landmark"], row["now"])
        if meeting is None:
            return "meeting"
        key = house.vault.unwrap(row["person_id"], row["wrapped"])
        meet(conn, key, referral, by_worker(who.worker), meeting, form["instead"])
        return ""

    return await _changed(request, referral, act)


@router.post("/desk/referral/{referral}/done", include_in_schema=False)
async def done(request: Request, referral: str) -> Response:
    """A task about it is done. Before the day of the appointment that is asked once more: a slip would end the follow-up."""
    who, opened, form = await opened_for_change(request, referral)
    if opened is None:
        return show.nothing(request, who)
    if form["task"] == HAND:
        await request.app.state.db.write(has_left, referral, by_worker(who.worker), "handed")
        await request.app.state.runner.act(ring_all, opened.row["conversation_id"])
        return show.go(request, f"/desk/referral/{referral}")
    if opened.awaits and form["task"] in opened.to_do and not form["anyway"]:
        return page_of(request, who, opened, early=form["task"])
    await request.app.state.db.write(open_tasks.settle, who.worker, form["task"], referral)
    return show.go(request, f"/desk/referral/{referral}")


async def _changed(request: Request, referral: str, act: Callable[[Connection, Visit, Form], str]) -> Response:
    who, opened, form = await opened_for_change(request, referral)
    if opened is None:
        return show.nothing(request, who)
    _, _, why = await tried(request, lambda conn: ("", "", act(conn, who, form)))
    if why:
        return await refused(request, who, opened, why, form)
    await request.app.state.runner.act(ring_all, opened.row["conversation_id"])
    return show.go(request, f"/desk/referral/{referral}")
