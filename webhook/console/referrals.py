"""Referrals as the desk sees them: what is to be done about which, one of them whole, its form for other agencies."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request, Response

from bot.channels.untrusted import text
from bot.desk import audit, open_tasks
from bot.desk.open_tasks import OpenTask
from bot.desk.referral_list import NUMBER_MAX, Listed, listed
from bot.desk.staff import can
from webhook.console import show
from webhook.console.door import visit
from webhook.console.headers import secured
from webhook.console.referral_step import look_at, page_of

router = APIRouter()


@router.get("/desk/referrals", include_in_schema=False)
async def tasks_page(request: Request, q: str = "") -> Response:
    """What a human must do about requests that were sent, and which are under way. ``q``: a number, or part of one."""
    who = await visit(request)
    if not can(who.worker, "refer"):
        return show.nothing(request, who)
    db = request.app.state.db
    found = await db.read(open_tasks.of_organisation, who.worker)
    wanted = text({"q": q}, "q")[:NUMBER_MAX]
    under_way = await db.read(listed, who.worker, wanted)
    under_way, unsent = [one for one in under_way if wanted or not one.unsent], _unsent(under_way, found, wanted)
    services = request.app.state.house.book.directory.services
    slugs = {one.service for one in (*found, *under_way, *unsent)}
    names = {slug: services[slug].name.text.fr for slug in slugs if slug in services}
    return show.shown(
        request, "console/referrals.html", who, tasks=_soonest_first(found), under_way=under_way, unsent=unsent, names=names,
        wanted=wanted,
    )  # fmt: skip


def _soonest_first(tasks: list[OpenTask]) -> list[OpenTask]:
    """What only waits for a worker to read and send it stands first: the person has said yes."""
    return sorted(tasks, key=lambda task: (task.kind != "send", task.due_at))


def _unsent(under_way: list[Listed], tasks: list[OpenTask], wanted: str) -> list[Listed]:
    """What the person said yes to and nobody sent, and no task says so: they asked for it themselves."""
    said = {task.referral for task in tasks}
    return [] if wanted else [one for one in under_way if one.unsent and one.id not in said]


@router.get("/desk/referral/{referral}", include_in_schema=False)
async def referral_page(request: Request, referral: str) -> Response:
    """One of them."""
    who = await visit(request)
    opened = await look_at(request, who, referral)
    return show.nothing(request, who) if opened is None else page_of(request, who, opened)


@router.get("/desk/referral/{referral}/form.pdf", include_in_schema=False)
async def form_page(request: Request, referral: str) -> Response:
    """The inter-agency form, to be printed or handed over; that it was taken is noted."""
    from bot.desk.referral_form import referral_form  # noqa: PLC0415 — writing PDF takes half a second to load

    who = await visit(request)
    state = request.app.state
    opened = await look_at(request, who, referral, read=False)
    if opened is None:
        return show.nothing(request, who)

    await state.db.write(audit.note, who.worker.id, "referral_form", referral, opened.row["now"])
    made = await asyncio.to_thread(referral_form, state.house.book.catalogues, opened, opened.sender)
    named = {"Content-Disposition": f'attachment; filename="fiche-{opened.row["number"]}.pdf"'}
    return secured(Response(made, media_type="application/pdf", headers=named), state.settings)
