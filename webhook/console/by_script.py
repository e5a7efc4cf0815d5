"""What our own script asks for and no page answers: it stays on its page until the server has what was written.

A form that a browser sends by itself leaves the page first: without a line, or with a server that dies in the middle,
there is an error of the browser's own, and the words that were not kept are gone.
"""

from __future__ import annotations

from typing import Final

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from webhook.console import show
from webhook.console.headers import secured

BY_SCRIPT: Final = "x-sira-desk"
"""Sent by our script with what it asks for."""


def asks(request: Request) -> bool:
    """Whether our script asks, which wants no page."""
    return BY_SCRIPT in request.headers


def onward(request: Request, address: str) -> Response:
    """On to another page: a browser goes there by itself, our script is told where."""
    if not asks(request):
        return show.go(request, address)
    return secured(JSONResponse({"to": address}), request.app.state.settings)
