"""The address that the staff bot sends to who took a request: it opens the conversation once, for them, after sign-in."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection

from bot.desk import links_once
from webhook.console import show
from webhook.console.door import LOGIN, TurnedAwayError, back_to, visit
from webhook.console.form import posted
from webhook.console.headers import secured
from webhook.pages import page

router = APIRouter()

COOKIE = "sira_go"
"""Where a worker was going who had to sign in first. It opens nothing by itself."""


@router.get("/desk/go/{link}", include_in_schema=False)
async def go_page(request: Request, link: str) -> Response:
    """A button. Nothing is used up by looking: whoever previews an address looks at it."""
    try:
        who = await visit(request)
    except TurnedAwayError as error:
        return _first_sign_in(request, error)
    found = await request.app.state.db.read(links_once.opens, "conversation", link, who.worker.id)
    return show.shown(request, "console/go.html", who, link=link) if found else show.nothing(request, who)


@router.post("/desk/go/{link}", include_in_schema=False)
async def go(request: Request, link: str) -> Response:
    """On to the conversation; the link ends."""
    who, _ = await posted(request)

    def use(conn: Connection) -> str:
        found = links_once.use(conn, "conversation", link, who.worker.id)
        return found[1] if found else ""

    conversation = await request.app.state.db.write(use)
    if not conversation:
        return show.nothing(request, who)
    response = show.go(request, f"/desk/c/{conversation}")
    response.delete_cookie(COOKIE, path="/desk")
    return response


def left_for(request: Request) -> str:
    """Where this worker was going before they signed in; empty when nowhere."""
    place = request.cookies.get(COOKIE, "")
    return back_to(place) if place.startswith("/desk/go/") else ""


def _first_sign_in(request: Request, error: TurnedAwayError) -> Response:
    """The door, which leads here again. From another site's page the session's cookie does not come along, though there
    may be one: a step on our own page brings it.
    """
    settings = request.app.state.settings
    if request.headers.get("sec-fetch-site") == "cross-site":
        return secured(HTMLResponse(page(request, "console/go_on.html", place=request.url.path)), settings)
    if error.response.headers.get("location") == LOGIN and back_to(request.url.path) == request.url.path:
        secure = settings.public_url.startswith("https://")
        seconds = links_once.SECONDS["conversation"]
        error.response.set_cookie(
            COOKIE, request.url.path, max_age=seconds, httponly=True, secure=secure, samesite="strict", path="/desk"
        )
    return error.response
