"""A link for an organisation, minted at the desk: sent by e-mail to the checked address, else shown once to be handed over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from bot.desk import afterwards, open_tasks, referrals
from bot.desk.partner_addresses import checked_address
from bot.desk.referral_letter import has_post, send_link, send_question
from bot.desk.referral_states import by_worker
from bot.settings import Settings
from bot.upkeep.freeze import frozen_since
from bot.waiting import ring_all
from webhook.console import show
from webhook.console.door import Visit
from webhook.console.form import Form
from webhook.console.referral_step import Made, look_at, opened_for_change, page_of, refused, tried

router = APIRouter()


@dataclass(frozen=True, slots=True)
class _Letter:
    """How a link is sent, and the task for whoever must hand it over when no server takes it."""

    post: Callable[[Settings, str, str], Awaitable[bool]]
    unsent: open_tasks.Kind


_FILE = _Letter(send_link, "remind")
_OUTCOME = _Letter(send_question, "outcome")


@router.post("/desk/referral/{referral}/send", include_in_schema=False)
async def send(request: Request, referral: str) -> Response:
    """Send the draft: by e-mail to the checked address, else by a link that is shown here once."""

    def act(conn: Connection, who: Visit, form: Form, means: str) -> str:
        return referrals.send(conn, referral, who.worker, means, form["vital"])

    return await _linked(request, referral, act, _FILE)


@router.post("/desk/referral/{referral}/remind", include_in_schema=False)
async def remind(request: Request, referral: str) -> Response:
    """A new link; the old one opens nothing any more."""

    def act(conn: Connection, who: Visit, _form: Form, means: str) -> str:
        return referrals.remind(conn, referral, by_worker(who.worker), means)

    return await _linked(request, referral, act, _FILE)


@router.post("/desk/referral/{referral}/link", include_in_schema=False)
async def link_again(request: Request, referral: str) -> Response:
    """After the yes: a new link under which they say how it went. The old one opens nothing any more."""

    def act(conn: Connection, who: Visit, _form: Form, means: str) -> str:
        return afterwards.new_link(conn, referral, by_worker(who.worker), means)

    return await _linked(request, referral, act, _OUTCOME)


async def _linked(
    request: Request, referral: str, act: Callable[[Connection, Visit, Form, str], str], letter: _Letter
) -> Response:
    """A step that mints a link. The page that follows is the only one that ever shows it."""
    settings, db = request.app.state.settings, request.app.state.db
    who, opened, form = await opened_for_change(request, referral)
    if opened is None:
        return show.nothing(request, who)
    by_email = has_post(settings) and bool(opened.email) and form["means"] != "hand"

    def step(conn: Connection) -> tuple[str, str, str]:
        if by_email and frozen_since(conn):
            return "", "", "frozen"
        to = checked_address(conn, opened.row["organisation"]) if by_email else ""
        return act(conn, who, form, "email" if to else "hand"), to, ""

    token, to, why = await tried(request, step)
    if why:
        return await refused(request, who, opened, why)
    await request.app.state.runner.act(ring_all, opened.row["conversation_id"])
    sent = bool(to) and await letter.post(settings, to, token)
    if sent:
        return show.go(request, f"/desk/referral/{referral}")
    if to:  # it left by hand after all
        await db.write(open_tasks.open_task, letter.unsent, referral, opened.row["now"])
    fresh = await look_at(request, who, referral)
    return page_of(request, who, fresh or opened, made=Made(token, unsent=bool(to)))
