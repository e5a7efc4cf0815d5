"""An address that is nothing here: a plain page for people, one line of JSON for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException

from webhook.console.lost import is_of_the_desk, lost

NOT_ALLOWED: Final = 405
HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
}
WORDS: Final[Mapping[int, str]] = {
    404: "Cette page n'existe pas.",
    NOT_ALLOWED: "Cette page ne s'ouvre pas ainsi.",
}
ELSE: Final = "Cette demande ne peut pas être lue."
PAGE: Final = (
    '<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<title>{words}</title><p>{words}</p><p><a href="/">Aller à la discussion</a></p></html>'
)


async def unknown(request: Request, error: Exception) -> Response:
    """The answer to what no room took; says nothing of what exists here."""
    if not isinstance(error, HTTPException):
        raise error
    words = WORDS.get(error.status_code, ELSE)
    headers = {**HEADERS, **(error.headers or {})}
    if "text/html" in request.headers.get("accept", ""):
        if is_of_the_desk(request):
            return await lost(request, error.status_code, words, error.headers or {})
        return HTMLResponse(PAGE.format(words=words), error.status_code, headers)
    return JSONResponse({"detail": words}, error.status_code, headers)
