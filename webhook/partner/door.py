"""What every answer of this room bears, and how slowly a link that opens nothing is told so."""

from __future__ import annotations

import asyncio
from typing import Final

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from bot.settings import Settings
from webhook.pages import page

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}
MISS_SECONDS: Final = 0.5
"""Before a link that opens nothing is said to, for each that is asked at once: guessing is slow, and whoever holds a good
one never waits (C5).
"""
MISSES_COUNTED: Final = 20


class Patience:
    """How many wrong links are being answered by this process."""

    def __init__(self) -> None:
        self._misses = 0

    async def miss(self) -> None:
        """Wait the longer, the more there are."""
        self._misses += 1
        try:
            await asyncio.sleep(MISS_SECONDS * min(self._misses, MISSES_COUNTED))
        finally:
            self._misses -= 1


_patience = Patience()


async def closed(request: Request) -> Response:
    """One page for what is guessed, expired, replaced, taken back or answered: it says nothing of which."""
    await _patience.miss()
    return shown(request, "partner/closed.html", status=404)


def shown(request: Request, name: str, *, status: int = 200, **values: object) -> Response:
    """Any page of this room."""
    settings: Settings = request.app.state.settings
    response = HTMLResponse(page(request, name, "fr", here=request.url.path, **values), status_code=status)
    response.headers.update(HEADERS)
    if settings.public_url.startswith("https://"):
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
