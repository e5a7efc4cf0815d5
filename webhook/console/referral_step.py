"""One referral on a page of the desk, and one step of it: whose it is, taken whole or not at all, why not."""

from __future__ import annotations

from collections.abc import Callable

import segno
from fastapi import Request, Response
from sqlalchemy import Connection

from bot.desk.appointments import LANDMARK_MAX, PLACE_MAX, soonest
from bot.desk.partner import REFUSALS
from bot.desk.referral_consent import NoConsent
from bot.desk.referral_days import DayChanged
from bot.desk.referral_letter import address_of, has_post
from bot.desk.referral_page import Opened, look
from bot.desk.referral_states import VITAL, WITHDRAWALS, NotAllowed
from bot.desk.referral_words import TooEarly
from bot.desk.staff import can
from bot.desk.words import said
from bot.records.ids import plausible
from webhook.console import show
from webhook.console.door import Visit
from webhook.console.form import Form, posted
from webhook.console.made_link import SHOWN_SECONDS, made_by
from webhook.console.reserved import tell_if_reserved_by_referral

QR_SCALE = 4
KEPT = ("day", "hour", "place", "landmark")
"""Of a form that did not count: nothing that was written is lost."""


async def opened_for_change(request: Request, referral: str) -> tuple[Visit, Opened | None, Form]:
    """The worker, the referral when it is for them, and their form. Raises ``TurnedAwayError``."""
    who, form = await posted(request)
    return who, await look_at(request, who, referral, read=False), form


async def look_at(request: Request, who: Visit, referral: str, *, read: bool = True) -> Opened | None:
    """The referral for this worker; None for what is not theirs, or nobody's. ``read``: a real look, which is noted. Raises
    ``ReservedError`` for one of somebody whose case only others may read.
    """
    state = request.app.state
    if not plausible(referral):
        return None
    found: Opened | None = await state.db.write(lambda conn: look(conn, state.house, who.worker, referral, read=read))
    if found is None and can(who.worker, "refer"):
        await tell_if_reserved_by_referral(request, who, referral)
    return found


async def tried(request: Request, step: Callable[[Connection], tuple[str, str, str]]) -> tuple[str, str, str]:
    """What a step gave, or why it was refused, by the words' name; a refusal leaves nothing written."""
    try:
        done: tuple[str, str, str] = await request.app.state.db.write(step)
    except NotAllowed:
        return "", "", "state"
    except DayChanged:
        return "", "", "day"
    except TooEarly:
        return "", "", "early"
    except NoConsent:
        return "", "", "consent"
    return done


async def refused(request: Request, who: Visit, before: Opened, why: str, form: Form | None = None) -> Response:
    """The referral as it is now, why nothing was done, and what was written."""
    now = await look_at(request, who, before.id)
    message = said(request.app.state.house.book.catalogues, "referral_refused", why)
    status = 409 if why in {"state", "sent", "day", "early", "frozen"} else 403 if why == "consent" else 400
    return page_of(request, who, now or before, message=message, status=status, form=form)


def page_of(
    request: Request,
    who: Visit,
    opened: Opened,
    *,
    early: str = "",
    message: str = "",
    status: int = 200,
    form: Form | None = None,
) -> Response:
    """The page of one referral, with the link that this session made a moment ago. ``early``: a task that is done before its
    day, of which it asks once more; ``form``: what was written and did not count.
    """
    made = made_by(request, who, opened)
    settings = request.app.state.settings
    kept = {name: form[name] if form else "" for name in KEPT}
    link = address_of(settings, made.token) if made else ""
    return show.shown(
        request, "console/referral.html", who, status=status, r=opened, message=message, link=link, early=early,
        unsent=bool(made and made.unsent), shown_minutes=SHOWN_SECONDS // 60,
        drawing=segno.make(link, micro=False, error="m").svg_inline(scale=QR_SCALE) if link else "",
        by_email=has_post(settings) and bool(opened.email), vital=VITAL, refusals=REFUSALS,
        withdrawals=WITHDRAWALS, kept=kept,
        first_day=soonest(opened.row["now"]), place_max=PLACE_MAX, landmark_max=LANDMARK_MAX,
    )  # fmt: skip
