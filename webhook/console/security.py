"""A worker's own access: where they are signed in, their second factor, their password."""

from __future__ import annotations

import segno
from fastapi import APIRouter, Request, Response

from bot.desk import second_factor
from bot.desk.second_factor import Fresh
from bot.desk.sessions import end_session, sessions_of
from webhook.console import show
from webhook.console.door import SECOND_FACTOR, Visit, visit
from webhook.console.form import posted
from webhook.console.home import OWN, home_of

router = APIRouter()

QR_SCALE = 5  # some 200 px: read by a phone from a hand's breadth
SECRET_GROUP = 4
WRONG_CODE = "Ce code n'est pas le bon. Attendez le suivant, puis écrivez-le."
STALE_FORM = "Cette page a expiré : voici un nouveau dessin. Effacez l'ancien dans l'application du téléphone."
OLD_CODE = "Le code de l'ancien téléphone n'est pas le bon. S'il est perdu, demandez à votre administrateur."


@router.get(OWN, include_in_schema=False)
async def own_page(request: Request, done: str = "") -> Response:
    """Every place where this worker is signed in. ``done``: what was just changed."""
    who = await visit(request)
    found = await request.app.state.db.read(sessions_of, who.worker.id, who.token)
    return show.shown(request, "console/security.html", who, sessions=found, done=done)


@router.post("/desk/security/end", include_in_schema=False)
async def end(request: Request) -> Response:
    """Sign out somewhere else, at once."""
    who, form = await posted(request)
    gone = await request.app.state.db.write(end_session, who.worker.id, form["session"], who.worker.id)
    return show.go(request, OWN) if gone else show.nothing(request, who)


@router.get(SECOND_FACTOR, include_in_schema=False)
async def factor_page(request: Request) -> Response:
    """A drawing for the phone's application; nothing is kept until a code has proved that it was read."""
    who = await visit(request)
    return _drawing(request, who, _fresh(request, who))


@router.post(SECOND_FACTOR, include_in_schema=False)
async def factor(request: Request) -> Response:
    """Keep it, once the phone has shown a right code. Who has one already gives a code of the old phone too."""
    who, form = await posted(request)
    state = request.app.state
    pending = second_factor.again(state.house.vault, who.worker.id, who.worker.login, form["pending"])
    if pending is None:
        return _drawing(request, who, _fresh(request, who), STALE_FORM, 400)
    if who.worker.enrolled and not await state.db.write(
        second_factor.use, state.house.vault, who.worker.id, form["old"]
    ):
        return _drawing(request, who, pending, OLD_CODE, 400)
    if not await state.db.write(second_factor.confirm, state.house.vault, who.worker.id, pending, form["code"]):
        return _drawing(request, who, pending, WRONG_CODE, 400)
    owed = state.settings.production and not who.worker.enrolled
    return show.go(request, home_of(who.worker) if owed else f"{OWN}?done=factor")


def _fresh(request: Request, who: Visit) -> Fresh:
    return second_factor.fresh(request.app.state.house.vault, who.worker.id, who.worker.login)


def _drawing(request: Request, who: Visit, pending: Fresh, error: str = "", status: int = 200) -> Response:
    drawn = segno.make(pending.address, micro=False, error="m").svg_inline(scale=QR_SCALE)
    secret = pending.secret
    groups = " ".join(secret[at : at + SECRET_GROUP] for at in range(0, len(secret), SECRET_GROUP))
    return show.shown(
        request, "console/second_factor.html", who, status=status,
        drawing=drawn, groups=groups, link=pending.address, pending=pending.sealed, error=error,
    )  # fmt: skip
