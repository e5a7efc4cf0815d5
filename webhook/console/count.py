"""How many wait for whom a page rings: asked by every open page, a locked one too, and without content (D6)."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import Connection

from bot.desk.ringing import Count, count
from bot.desk.sessions import session_of
from bot.desk.staff import can
from webhook.console import show
from webhook.console.door import cookie_name, secured

router = APIRouter()


@router.get("/desk/count", include_in_schema=False)
async def counted(request: Request, v: str = "") -> Response:
    """``?v=VERSION``: 204 while nothing is new. 401 without a session: the page stops asking. Asking is not activity."""
    state = request.app.state
    token = request.cookies.get(cookie_name(state.settings), "")

    def look(conn: Connection) -> Count | None:
        found = session_of(conn, token, active=False) if token else None
        return count(conn, found[0]) if found and can(found[0], "see_queue") else None

    now = await state.db.write(look)
    if now is None:
        return secured(Response(status_code=401), state.settings)
    if v == now.version:
        return show.unchanged(request)
    waits = {"v": now.version, "p0": now.p0, "p1": now.p1, "said_yes": now.said_yes, "newest": now.newest}
    return secured(JSONResponse(waits), state.settings)
