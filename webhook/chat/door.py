"""Who may come in at the chat's door: the cookie that makes a browser one person, and where a form comes from."""

from __future__ import annotations

import re
import secrets
from typing import Final
from urllib.parse import urlsplit

from fastapi import Request, Response

from bot.settings import Settings

COOKIE: Final = "sira_chat"
TOKEN_BYTES: Final = 32
TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
KEPT_SECONDS: Final = 180 * 86_400
OURS: Final = ("same-origin", "none")
"""Values of Sec-Fetch-Site for a form of our own page, and for one that the person sends again by hand."""


def token_of(request: Request) -> str:
    """The browser's token, or "" when it has none that we could have given."""
    token = request.cookies.get(COOKIE, "")
    return token if TOKEN.fullmatch(token) else ""


def fresh_token() -> str:
    """A token that nobody can guess: it is all that stands between two people's conversations."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def give(response: Response, token: str, settings: Settings) -> None:
    """Set the cookie. Lax: a form on another site cannot speak for the person."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=KEPT_SECONDS,
        path="/",
        secure=settings.public_url.startswith("https://"),
        httponly=True,
        samesite="lax",
    )


def from_our_page(request: Request, settings: Settings) -> bool:
    """Whether a form may have come from our own page.

    Under the ``no-referrer`` policy a browser writes ``Origin: null`` on our own plain forms too, so there the fetch
    metadata decides, and for browsers without them the Lax cookie, which a form of another site does not bring.
    """
    origin = request.headers.get("origin", "")
    if not origin:
        return True
    if origin == "null":
        site = request.headers.get("sec-fetch-site", "")
        return site in OURS if site else bool(token_of(request))
    ours = {_host(settings.public_url), request.headers.get("host", "").lower()}
    return _host(origin) in ours - {""}


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""
