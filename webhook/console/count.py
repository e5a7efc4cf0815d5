"""How many wait for whom a page rings, and whether the page is locked: asked by every open page, a locked one too, and without
content (D6).
"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import Connection

from bot.desk.ringing import Count, count
from bot.desk.sessions import session_of
from bot.desk.staff import can
from webhook.console import show
from webhook.console.door import cookie_name
from webhook.console.headers import secured

router = APIRouter()
NOBODY = Count(0, 0, 0, "")
"""For who sees no queue: nothing rings for them, and their page must know that it is locked as any other."""


@router.get("/desk/count", include_in_schema=False)
async def counted(request: Request, v: str = "") -> Response:
    """``?v=VERSION``: 204 while nothing is new. 401 without a session: the page stops asking. Asking is not activity."""
    state = request.app.state
    token = request.cookies.get(cookie_name(state.settings), "")

    def look(conn: Connection) -> tuple[Count, bool] | None:
        found = session_of(conn, token, active=False) if token else None
        if found is None:
            return None
        who, locked = found
        return (count(conn, who) if can(who, "see_queue") else NOBODY), locked

    seen = await state.db.read(look)
    if seen is None:
        return secured(Response(status_code=401), state.settings)
    now, locked = seen
    version = f"{now.version}-{int(locked)}"
    if v == version:
        return show.unchanged(request)
    waits = {"p0": now.p0, "p1": now.p1, "said_yes": now.said_yes, "newest": now.newest}
    return secured(JSONResponse({"v": version, "locked": locked, **waits}), state.settings)
