"""What every answer of this room bears, and how slowly a link that opens nothing is told so."""

from __future__ import annotations

import asyncio
import re
from typing import Final
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.desk.partner_gone import gone
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
COOKIE: Final = "sira_link"
SEEN: Final = "seen"
OPENED: Final = "open"
OPENED_SECONDS: Final = 1800
"""Long enough to read, to ask a colleague and to come back; then « Ouvrir » is touched again."""
LINK: Final = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def has_opened(request: Request) -> bool:
    """Whether this browser has touched « Ouvrir » a moment ago: what it fetches then is a page, to which the back key leads."""
    return request.cookies.get(COOKIE) == OPENED


def keeps_cookies(request: Request) -> bool:
    """Whether the cookie of the neutral page came back; who keeps none is answered at once, without a way back."""
    return request.cookies.get(COOKIE) in {OPENED, SEEN}


def give(response: Response, request: Request, link: str, value: str) -> Response:
    """Set the cookie for this link alone. It opens nothing by itself: who holds the link may open it anyhow, and it only
    tells a hand from the scanners of mail, which fetch pages and touch no button.
    """
    if LINK.fullmatch(link):
        response.set_cookie(
            COOKIE, value, max_age=OPENED_SECONDS, path=f"/r/{link}", httponly=True, samesite="strict",
            secure=request.app.state.settings.public_url.startswith("https://"),
        )  # fmt: skip
    return response


def gone_to(link: str, page: str = "") -> Response:
    """After a form, towards a page that can be fetched again."""
    response = RedirectResponse(f"/r/{quote(link.encode('utf-8', 'replace'), safe='')}{page}", status_code=303)
    response.headers.update(HEADERS)
    return response


async def closed(request: Request, link: str) -> Response:
    """What became of a link that was given once; for a guessed one a plain page, which says nothing."""
    became = await request.app.state.db.read(gone, link)
    if became is None:
        await _patience.miss()
        return shown(request, "partner/closed.html", status=404, gone="", link=link)
    return shown(request, "partner/closed.html", status=410, gone=became, link=link)


def shown(request: Request, name: str, *, status: int = 200, **values: object) -> Response:
    """Any page of this room."""
    settings: Settings = request.app.state.settings
    response = HTMLResponse(page(request, name, "fr", here=request.url.path, **values), status_code=status)
    response.headers.update(HEADERS)
    if settings.public_url.startswith("https://"):
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
