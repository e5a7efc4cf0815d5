"""Who is at the console: session cookie, CSRF, origin, and the headers of every private page."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse
from sqlalchemy import Connection

from bot.desk.asked import to_decide
from bot.desk.sessions import is_removed, session_of
from bot.desk.staff import Worker, can
from bot.records.row_security import Scope
from bot.settings import Settings
from webhook.console.headers import secured
from webhook.records import work_for

HOME = "/desk"
QUEUE = "/desk/queue"
LOGIN = "/desk/login"
LOCKED = "/desk/locked"
PASSWORD = "/desk/password"  # noqa: S105 — an address
SECOND_FACTOR = "/desk/second-factor"
COMPLAINTS = "/desk/complaints"
ENDED = "/desk/login?ended=1"
"""The door as who has left the team finds it; our script reads it in the address."""
NUMBERS = "/desk/numbers"


class TurnedAwayError(Exception):
    """Not signed in, locked, or a request that was not made on our page; carries the answer."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status_code)
        self.response = response


class RefusedError(TurnedAwayError):
    """A form that was not taken. ``words``: why; ``then``: what to do; a browser reads them on a page of the desk
    (`webhook/console/refused.py`), a script as one line.
    """

    def __init__(self, request: Request, status: int, words: str, then: str) -> None:
        super().__init__(secured(PlainTextResponse(f"{words} {then}", status), request.app.state.settings))
        self.status, self.words, self.then = status, words, then


@dataclass(frozen=True, slots=True)
class Visit:
    """A signed-in worker's request. ``to_decide``: how many wait for their word as the second person."""

    worker: Worker
    token: str
    csrf: str
    to_decide: int = 0


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
    """The worker of this request. Raises ``TurnedAwayError`` towards the door, the locked page, or what they owe first."""
    state = request.app.state
    found = await present(request, active=active)
    if found is None:
        ended = await state.db.read(is_removed, request.cookies.get(cookie_name(state.settings), ""))
        raise TurnedAwayError(towards(request, ENDED if ended else _sign_in(request)))
    who, locked = found
    if locked:
        raise TurnedAwayError(towards(request, f"{LOCKED}?{urlencode({'to': place_of(request)})}"))
    owed = _owed(who.worker) if state.settings.production else ""
    if owed and request.url.path not in {PASSWORD, SECOND_FACTOR}:
        raise TurnedAwayError(towards(request, owed))
    work_for(scope_of(request, who.worker))
    return who


async def present(request: Request, *, active: bool = False) -> tuple[Visit, bool] | None:
    """Who is signed in here, and whether their page is locked. Without ``active`` it is a look that writes nothing."""
    state = request.app.state
    token = request.cookies.get(cookie_name(state.settings), "")
    if not token:
        return None
    ask = state.db.write if active else state.db.read

    def look(conn: Connection) -> tuple[Worker, bool, int] | None:
        found = session_of(conn, token, active=active)
        return (*found, to_decide(conn, found[0]) if active else 0) if found else None

    seen = await ask(look)
    if seen is None:
        return None
    worker, locked, waiting = seen
    return Visit(worker, token, csrf_of(request, token), waiting), locked


def place_of(request: Request) -> str:
    """Where a worker was, to come back to; empty when it was no page."""
    return request.url.path if request.method == "GET" and "part" not in request.query_params else ""


def _sign_in(request: Request) -> str:
    """The door; it leads back to the page that was asked for. A one-time link's words stand in no other address, and the
    queue is where the door leads anyway.
    """
    place = place_of(request)
    goes_on = back_to(place) == place and place.rstrip("/") not in {HOME, QUEUE} and not place.startswith(f"{HOME}/go/")
    return f"{LOGIN}?{urlencode({'to': place})}" if goes_on else LOGIN


def back_to(place: str) -> str:
    """An address of the desk's own, and no other (an open redirect leads people astray); else where the desk begins."""
    plain = place.startswith(f"{HOME}/") and place.replace("/", "").replace("-", "").isalnum() and place.isascii()
    return place if plain else HOME


def scope_of(request: Request, worker: Worker) -> Scope:
    """What the second lock opens for this request of theirs."""
    trained = can(worker, "read_conversation", level="P0")
    auditor = can(worker, "see_audit")
    return Scope(worker.organisation, worker.id, _about_complaints(request, worker), trained, auditor)


def _about_complaints(request: Request, worker: Worker) -> bool:
    """Their own pages and the search by number open the complaints, for who may see them; the figures count them."""
    place = request.url.path
    return (place.startswith((COMPLAINTS, "/desk/find")) and can(worker, "see_complaints")) or (
        place.startswith(NUMBERS) and can(worker, "see_numbers")
    )


def _owed(worker: Worker) -> str:
    """What a worker must do before anything else: a password of their own, then a second factor."""
    if worker.must_change:
        return PASSWORD
    return "" if worker.enrolled else SECOND_FACTOR


def towards(request: Request, address: str) -> Response:
    """On to one of the doors."""
    return secured(RedirectResponse(address, status_code=303), request.app.state.settings)


def check_form(request: Request, token: str, given: str) -> None:
    """A change must come from our own page (D2). Raises ``TurnedAwayError`` with 403."""
    check_origin(request)
    if not hmac.compare_digest(csrf_of(request, token).encode(), given.encode("utf-8", "replace")):
        raise expired(request)


def check_origin(request: Request) -> None:
    """A browser says from which site a form was posted. Raises ``TurnedAwayError`` for any other than ours."""
    origin = request.headers.get("origin")
    # With the no-referrer policy browsers send « null » from our own forms; then the fetch metadata decides.
    if origin == "null" and request.headers.get("sec-fetch-site") == "same-origin":
        return
    public = urlsplit(request.app.state.settings.public_url)
    ours = {f"{public.scheme}://{public.netloc}", f"{request.url.scheme}://{request.headers.get('host', '')}"}
    if origin is not None and origin not in ours:
        raise expired(request)


def expired(request: Request) -> RefusedError:
    """403, in words for the honest case: a page that lay open too long."""
    return RefusedError(request, 403, "Cette page a expiré.", "Revenez en arrière et recommencez.")


async def turned_away(_request: Request, error: Exception) -> Response:
    """The answer that a ``TurnedAwayError`` carries."""
    if not isinstance(error, TurnedAwayError):
        raise error
    return error.response
