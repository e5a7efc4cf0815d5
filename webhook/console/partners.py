"""The organisations' addresses for files: written down by one look, checked by asking the organisation itself."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from bot.desk import partner_addresses
from bot.desk.answer_rates import rates
from bot.desk.staff import can
from bot.desk.words import said
from webhook.console import show
from webhook.console.door import Visit, visit
from webhook.console.form import posted

router = APIRouter()

PAGE = "/desk/partners"
PARTNERS_MAX = 40  # what a page of 50 kB carries; a name narrows it


@router.get(PAGE, include_in_schema=False)
async def partners_page(request: Request, q: str = "") -> Response:
    """Every organisation with its address, and how often it answers."""
    who = await visit(request)
    if not can(who.worker, "check_partner"):
        return show.nothing(request, who)
    return await _page(request, who, q)


@router.post(PAGE, include_in_schema=False)
async def change(request: Request) -> Response:
    """Keep an address, or say that it was checked."""
    who, form = await posted(request)
    state = request.app.state
    organisation = form["organisation"]
    if not can(who.worker, "check_partner") or organisation not in partner_addresses.organisations(state.house.book):
        return show.nothing(request, who)
    if form["checked"]:
        done = await state.db.write(partner_addresses.check, who.worker, organisation, form["email"])
    else:
        done = await state.db.write(partner_addresses.keep, who.worker, organisation, form["email"])
    if not done:
        return await _page(
            request, who, organisation, said(state.house.book.catalogues, "referral_refused", "email"), 400
        )
    return show.go(request, f"{PAGE}?q={organisation}")


async def _page(request: Request, who: Visit, asked: str, message: str = "", status: int = 200) -> Response:
    state = request.app.state
    every = await state.db.read(partner_addresses.partners, state.house.book)
    wanted = asked.strip().casefold()
    found = [one for one in every if wanted in one.name.casefold() or wanted == one.organisation]
    answering = {rate.organisation: rate for rate in await state.db.read(rates)}
    return show.shown(
        request, "console/partners.html", who, status=status, partners=found[:PARTNERS_MAX],
        more=len(found) > PARTNERS_MAX, rates=answering, asked=asked, message=message,
    )  # fmt: skip
