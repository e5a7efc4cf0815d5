"""A link for an organisation, minted at the desk: sent by e-mail to the checked address, else shown to be handed over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from bot.desk import afterwards, handing, referrals
from bot.desk.partner_addresses import checked_address
from bot.desk.referral_letter import has_post, send_link, send_question
from bot.desk.referral_states import by_worker
from bot.settings import Settings
from bot.upkeep.freeze import frozen_since
from bot.waiting import ring_all
from webhook.console import show
from webhook.console.door import Visit
from webhook.console.form import Form
from webhook.console.made_link import Made, show_for_a_while
from webhook.console.referral_step import look_at, opened_for_change, refused, tried

router = APIRouter()


Letter = Callable[[Settings, str, str], Awaitable[bool]]
"""How a link is sent; False when no server took it."""
SENT = frozenset({"sent", "seen", "accepted", "served"})


@router.post("/desk/referral/{referral}/send", include_in_schema=False)
async def send(request: Request, referral: str) -> Response:
    """Send the draft: by e-mail to the checked address, else by a link to hand over. A second touch sends nothing, and is
    told that it was done.
    """

    def act(conn: Connection, who: Visit, form: Form, means: str) -> str:
        return referrals.send(conn, referral, who.worker, means, form["vital"])

    return await _linked(request, referral, act, send_link, once=True)


@router.post("/desk/referral/{referral}/remind", include_in_schema=False)
async def remind(request: Request, referral: str) -> Response:
    """A new link; the old one opens nothing any more."""

    def act(conn: Connection, who: Visit, _form: Form, means: str) -> str:
        return referrals.remind(conn, referral, by_worker(who.worker), means)

    return await _linked(request, referral, act, send_link)


@router.post("/desk/referral/{referral}/link", include_in_schema=False)
async def link_again(request: Request, referral: str) -> Response:
    """After the yes: a new link under which they say how it went. The old one opens nothing any more."""

    def act(conn: Connection, who: Visit, _form: Form, means: str) -> str:
        return afterwards.new_link(conn, referral, by_worker(who.worker), means)

    return await _linked(request, referral, act, send_question)


async def _linked(
    request: Request,
    referral: str,
    act: Callable[[Connection, Visit, Form, str], str],
    letter: Letter,
    *,
    once: bool = False,
) -> Response:
    """A step that mints a link, then the page, which can be fetched again. ``once``: what was done already is said so."""
    settings, db = request.app.state.settings, request.app.state.db
    who, opened, form = await opened_for_change(request, referral)
    if opened is None:
        return show.nothing(request, who)
    by_email = has_post(settings) and bool(opened.email) and form["means"] != "hand"

    def step(conn: Connection) -> tuple[str, str, str]:
        if by_email and frozen_since(conn):
            return "", "", "frozen"
        to = checked_address(conn, opened.row) if by_email else ""
        token = act(conn, who, form, "email" if to else "hand")
        handing.is_made(conn, referral)
        return token, to, ""

    token, to, why = await tried(request, step)
    if why:
        now = await look_at(request, who, referral, read=False) if once and why == "state" else None
        return await refused(request, who, opened, "sent" if now and now.row["status"] in SENT else why)
    sent = bool(to) and await letter(settings, to, token)
    if sent:
        await db.write(handing.has_left, referral, by_worker(who.worker), "emailed")
    elif to:
        await db.write(handing.not_e_mailed, referral)
    await request.app.state.runner.act(ring_all, opened.row["conversation_id"])
    page = show.go(request, f"/desk/referral/{referral}")
    return page if sent else show_for_a_while(page, request, who, opened, Made(token, unsent=bool(to)))
