"""Who is at the console: session cookie, CSRF, origin, and the headers of every private page."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from bot.desk.sessions import session_of
from bot.desk.staff import Worker
from bot.settings import Settings

CSP = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
LOGIN = "/desk/login"


class TurnedAwayError(Exception):
    """Not signed in, locked, or a request that was not made on our page; carries the answer."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status_code)
        self.response = response


@dataclass(frozen=True, slots=True)
class Visit:
    """A signed-in worker's request."""

    worker: Worker
    token: str
    csrf: str


def cookie_name(settings: Settings) -> str:
    """``__Host-`` where the browser accepts it, which is over https only."""
    return "__Host-sira_desk" if settings.public_url.startswith("https://") else "sira_desk"


def set_cookie(response: Response, settings: Settings, token: str) -> None:
    """The session's cookie: not readable by scripts, never sent from another site."""
    response.set_cookie(
        cookie_name(settings),
        token,
        httponly=True,
        secure=settings.public_url.startswith("https://"),
        samesite="strict",
        path="/",
    )


def csrf_of(request: Request, token: str) -> str:
    """The form token of a session."""
    found: str = request.app.state.house.vault.token("csrf", token)
    return found


async def visit(request: Request, *, active: bool = True) -> Visit:
    """The worker of this request. Raises ``TurnedAwayError`` towards the sign-in page."""
    state = request.app.state
    token = request.cookies.get(cookie_name(state.settings), "")
    found = await state.db.write(lambda conn: session_of(conn, token, active=active)) if token else None
    if found is None or found[1]:
        raise TurnedAwayError(secured(RedirectResponse(LOGIN, status_code=303), state.settings))
    worker = found[0]
    if worker.must_change and state.settings.production and request.url.path != "/desk/password":
        raise TurnedAwayError(secured(RedirectResponse("/desk/password", status_code=303), state.settings))
    return Visit(worker, token, csrf_of(request, token))


def check_form(request: Request, token: str, given: str) -> None:
    """A change must come from our own page (D2). Raises ``TurnedAwayError`` with 403."""
    check_origin(request)
    if not hmac.compare_digest(csrf_of(request, token).encode(), given.encode("utf-8", "replace")):
        raise TurnedAwayError(expired(request))


def check_origin(request: Request) -> None:
    """A browser says from which site a form was posted. Raises ``TurnedAwayError`` for any other than ours."""
    origin = request.headers.get("origin")
    # With the no-referrer policy browsers send « null » from our own forms; then the fetch metadata decides.
    if origin == "null" and request.headers.get("sec-fetch-site") == "same-origin":
        return
    public = urlsplit(request.app.state.settings.public_url)
    ours = {f"{public.scheme}://{public.netloc}", f"{request.url.scheme}://{request.headers.get('host', '')}"}
    if origin is not None and origin not in ours:
        raise TurnedAwayError(expired(request))


def expired(request: Request) -> Response:
    """403, in words for the honest case: a page that lay open too long."""
    words = "Cette page a expiré. Revenez en arrière et recommencez."
    return secured(PlainTextResponse(words, 403), request.app.state.settings)


async def turned_away(_request: Request, error: Exception) -> Response:
    """The answer that a ``TurnedAwayError`` carries."""
    if not isinstance(error, TurnedAwayError):
        raise error
    return error.response


def secured(response: Response, settings: Settings) -> Response:
    """The headers that every page of the console bears (D1)."""
    response.headers.update(HEADERS)
    if settings.public_url.startswith("https://"):
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
