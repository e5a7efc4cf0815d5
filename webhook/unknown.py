"""An address that is nothing here: a plain page for people, one line of JSON for programs.

Old phones say of nothing what they would read: who only looks, and does not ask for JSON, is taken for a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException

from webhook.console import lost as desk
from webhook.partner import lost as partner
from webhook.plain import HEADERS, page

NOT_ALLOWED: Final = 405
LOOKING: Final = ("GET", "HEAD")
PROGRAMS: Final = "/webhook/"
"""Where only providers come."""
WORDS: Final[Mapping[int, str]] = {
    404: "Cette page n'existe pas.",
    NOT_ALLOWED: "Cette page ne s'ouvre pas ainsi.",
}
ELSE: Final = "Cette demande ne peut pas être lue."


async def unknown(request: Request, error: Exception) -> Response:
    """The answer to what no room took; says nothing of what exists here."""
    if not isinstance(error, HTTPException):
        raise error
    words = WORDS.get(error.status_code, ELSE)
    headers = {**HEADERS, **(error.headers or {})}
    if _is_read(request):
        if desk.is_of_the_desk(request):
            return await desk.lost(request, error.status_code, words, error.headers or {})
        if partner.is_of_a_partner(request):
            return partner.lost(request, error.status_code, words, error.headers or {})
        return HTMLResponse(page(words, "/", "Aller à la discussion"), error.status_code, headers)
    return JSONResponse({"detail": words}, error.status_code, headers)


def _is_read(request: Request) -> bool:
    """Whether a person may stand before the answer."""
    wanted = request.headers.get("accept", "")
    if "text/html" in wanted:
        return True
    looks = request.method in LOOKING and not request.url.path.startswith(PROGRAMS)
    return looks and "json" not in wanted
