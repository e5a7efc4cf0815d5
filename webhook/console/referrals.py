"""A referral at the desk: what is shared and with whom, send, remind, take back, note what was said by phone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import segno
from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from bot.desk import audit, open_tasks, referrals
from bot.desk.appointments import LANDMARK_MAX, PLACE_MAX, meeting_of, soonest
from bot.desk.partner import REFUSALS
from bot.desk.partner_addresses import checked_address, name_of
from bot.desk.referral_consent import NoConsent
from bot.desk.referral_letter import address_of, has_post, send_link
from bot.desk.referral_page import Opened, look
from bot.desk.referral_reach import reached
from bot.desk.referral_states import VITAL, NotAllowed, by_worker, move
from bot.desk.referral_words import said_by_organisation
from bot.desk.staff import can
from bot.desk.words import said
from bot.waiting import ring_all
from webhook.console import show
from webhook.console.door import Visit, check_form, secured, visit
from webhook.console.form import Form, form_of
from webhook.console.look import plausible

router = APIRouter()

TOLD = ("accepted", "studying", "declined", "served", "not_served", "closed")
"""What an organisation may say by phone."""
QR_SCALE = 4


@dataclass(frozen=True, slots=True)
class _Made:
    """A link that was just minted: shown once. ``unsent``: the e-mail did not go."""

    token: str
    unsent: bool = False


@router.get("/desk/referrals", include_in_schema=False)
async def tasks_page(request: Request) -> Response:
    """What a human must do about requests that were sent."""
    who = await visit(request)
    if not can(who.worker, "refer"):
        return show.nothing(request, who)
    found = await request.app.state.db.read(open_tasks.of_organisation, who.worker)
    services = request.app.state.house.book.directory.services
    names = {one.service: services[one.service].name.text.fr for one in found if one.service in services}
    return show.shown(request, "console/referrals.html", who, tasks=found, names=names)


@router.get("/desk/referral/{referral}", include_in_schema=False)
async def referral_page(request: Request, referral: str) -> Response:
    """One of them."""
    who = await visit(request)
    opened = await _look(request, who, referral)
    return show.nothing(request, who) if opened is None else _page(request, who, opened)


@router.get("/desk/referral/{referral}/form.pdf", include_in_schema=False)
async def form_page(request: Request, referral: str) -> Response:
    """The inter-agency form, to be printed or handed over; that it was taken is noted."""
    from bot.desk.referral_form import referral_form  # noqa: PLC0415 — writing PDF takes half a second to load

    who = await visit(request)
    state = request.app.state
    opened = await _look(request, who, referral, read=False)
    if opened is None:
        return show.nothing(request, who)

    def taken(conn: Connection) -> str:
        audit.note(conn, who.worker.id, "referral_form", referral, opened.row["now"])
        return name_of(conn, opened.row["home"])

    agency = await state.db.write(taken)
    made = await asyncio.to_thread(referral_form, state.house.book.catalogues, opened, agency)
    named = {"Content-Disposition": f'attachment; filename="fiche-{opened.row["number"]}.pdf"'}
    return secured(Response(made, media_type="application/pdf", headers=named), state.settings)


@router.post("/desk/referral/{referral}/send", include_in_schema=False)
async def send(request: Request, referral: str) -> Response:
    """Send the draft: by e-mail to the checked address, else by a link that is shown here once."""

    def act(conn: Connection, who: Visit, form: Form, means: str) -> str:
        return referrals.send(conn, referral, who.worker, means, form["vital"])

    return await _linked(request, referral, act)


@router.post("/desk/referral/{referral}/remind", include_in_schema=False)
async def remind(request: Request, referral: str) -> Response:
    """A new link; the old one opens nothing any more."""

    def act(conn: Connection, who: Visit, _form: Form, means: str) -> str:
        return referrals.remind(conn, referral, by_worker(who.worker), means)

    return await _linked(request, referral, act)


@router.post("/desk/referral/{referral}/withdraw", include_in_schema=False)
async def withdraw(request: Request, referral: str) -> Response:
    """Take it back; its link dies."""

    def act(conn: Connection, who: Visit, _form: Form) -> str:
        move(conn, referral, "withdrawn", by_worker(who.worker))
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
        elif answer in {"served", "not_served"}:
            said_by_organisation(conn, referral, by, served=answer == "served")
        elif answer == "declined":
            move(conn, referral, "declined", by, form["refusal"] if form["refusal"] in REFUSALS else "other")
        else:
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
        referrals.meet(conn, key, referral, by_worker(who.worker), meeting)
        return ""

    return await _changed(request, referral, act)


@router.post("/desk/referral/{referral}/done", include_in_schema=False)
async def done(request: Request, referral: str) -> Response:
    """A task about it is done."""

    def act(conn: Connection, who: Visit, form: Form) -> str:
        open_tasks.settle(conn, who.worker, form["task"], referral)
        return ""

    return await _changed(request, referral, act)


async def _linked(request: Request, referral: str, act: Callable[[Connection, Visit, Form, str], str]) -> Response:
    """A step that mints a link. The page that follows is the only one that ever shows it."""
    settings, db = request.app.state.settings, request.app.state.db
    who, opened, form = await _for_change(request, referral)
    if opened is None:
        return show.nothing(request, who)
    by_email = has_post(settings) and bool(opened.email) and form["means"] != "hand"

    def step(conn: Connection) -> tuple[str, str, str]:
        to = checked_address(conn, opened.row["organisation"]) if by_email else ""
        return act(conn, who, form, "email" if to else "hand"), to, ""

    token, to, why = await _tried(request, step)
    if why:
        return await _refused(request, who, opened, why)
    await request.app.state.runner.act(ring_all, opened.row["conversation_id"])
    sent = bool(to) and await send_link(settings, to, token)
    if sent:
        return show.go(request, f"/desk/referral/{referral}")
    if to:  # it left by hand after all
        await db.write(open_tasks.open_task, "remind", referral, opened.row["now"])
    fresh = await _look(request, who, referral)
    return _page(request, who, fresh or opened, made=_Made(token, unsent=bool(to)))


async def _changed(request: Request, referral: str, act: Callable[[Connection, Visit, Form], str]) -> Response:
    who, opened, form = await _for_change(request, referral)
    if opened is None:
        return show.nothing(request, who)
    _, _, why = await _tried(request, lambda conn: ("", "", act(conn, who, form)))
    if why:
        return await _refused(request, who, opened, why)
    await request.app.state.runner.act(ring_all, opened.row["conversation_id"])
    return show.go(request, f"/desk/referral/{referral}")


async def _tried(request: Request, step: Callable[[Connection], tuple[str, str, str]]) -> tuple[str, str, str]:
    """What a step gave, or why it was refused, by the words' name; a refusal leaves nothing written."""
    try:
        done: tuple[str, str, str] = await request.app.state.db.write(step)
    except NotAllowed:
        return "", "", "state"
    except NoConsent:
        return "", "", "consent"
    return done


async def _refused(request: Request, who: Visit, before: Opened, why: str) -> Response:
    now = await _look(request, who, before.id)
    message = said(request.app.state.house.book.catalogues, "referral_refused", why)
    status = 409 if why == "state" else 403 if why == "consent" else 400
    return _page(request, who, now or before, message=message, status=status)


async def _for_change(request: Request, referral: str) -> tuple[Visit, Opened | None, Form]:
    who = await visit(request)
    form = await form_of(request)
    check_form(request, who.token, form["csrf"])
    return who, await _look(request, who, referral, read=False), form


async def _look(request: Request, who: Visit, referral: str, *, read: bool = True) -> Opened | None:
    state = request.app.state
    if not plausible(referral):
        return None
    found: Opened | None = await state.db.write(lambda conn: look(conn, state.house, who.worker, referral, read=read))
    return found


def _page(
    request: Request, who: Visit, opened: Opened, *, made: _Made | None = None, message: str = "", status: int = 200
) -> Response:
    settings = request.app.state.settings
    link = address_of(settings, made.token) if made else ""
    return show.shown(
        request, "console/referral.html", who, status=status, r=opened, message=message, link=link,
        unsent=bool(made and made.unsent),
        drawing=segno.make(link, micro=False, error="m").svg_inline(scale=QR_SCALE) if link else "",
        by_email=has_post(settings) and bool(opened.email), vital=VITAL, refusals=REFUSALS,
        first_day=soonest(opened.row["now"]), place_max=PLACE_MAX, landmark_max=LANDMARK_MAX,
    )  # fmt: skip
