"""The organisations' addresses for files: written down by one look, checked by asking the organisation itself."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from bot.desk import partner_addresses
from bot.desk.staff import can
from bot.desk.words import said
from bot.figures.veil import QUARTERS, quarter
from bot.house import House
from webhook.console import show
from webhook.console.door import Visit, visit
from webhook.console.form import posted

router = APIRouter()

PAGE = "/desk/partners"
OPENED_MAX = 8
"""Of what a search finds, so many with their forms at once; the others are lines that lead there."""


@router.get(PAGE, include_in_schema=False)
async def partners_page(request: Request, q: str = "", of: str = "") -> Response:
    """Every organisation as one line, in groups; ``?of=``: one of them with its form, ``?q=``: those of a name."""
    who = await visit(request)
    if not can(who.worker, "check_partner"):
        return show.nothing(request, who)
    return await _page(request, who, q, of)


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
            request, who, "", organisation, said(state.house.book.catalogues, "referral_refused", "email"), 400
        )
    return show.go(request, f"{PAGE}?of={organisation}")


async def _page(
    request: Request, who: Visit, asked: str, of: str = "", message: str = "", status: int = 200
) -> Response:
    state = request.app.state
    every = await state.db.read(partner_addresses.partners, state.house.book, who.worker)
    wanted = asked.strip().casefold()
    found = [one for one in every if (of and one.organisation == of) or (wanted and wanted in one.name.casefold())]
    left = [one for one in every if one not in found[:OPENED_MAX] and (not wanted or one in found)]
    groups = {
        "to_check": [one for one in left if one.email and not one.checked_at],
        "none": [one for one in left if not one.email],
        "checked": [one for one in left if one.email and one.checked_at],
    }
    return show.shown(
        request, "console/partners.html", who, status=status, opened=found[:OPENED_MAX], groups=groups,
        often=_often(state.house), silent=state.house.silence.organisations, asked=asked, searched=bool(wanted), message=message,
    )  # fmt: skip


def _often(house: House) -> dict[str, str]:
    """How often each organisation answers, in quarters: with counts a single person's request could be told.

    It is what the talk goes by, of every house: the page would else call an organisation awake to which nothing may go.
    """
    places = {name: quarter(rate.answered, rate.past_term) for name, rate in house.silence.rates.items()}
    return {
        name: said(house.book.catalogues, "figures", QUARTERS[place])
        for name, place in places.items()
        if place is not None
    }
