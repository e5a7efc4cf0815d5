"""The page that shows nothing: after fifteen idle minutes, or because the worker leaves the screen (D3)."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.desk.sessions import lock
from webhook.console.door import LOCKED, LOGIN, Visit, back_to, check_form, present
from webhook.console.entry import REFUSED, enter, signed_in
from webhook.console.form import form_of, posted
from webhook.console.headers import secured
from webhook.console.home import home_of
from webhook.pages import page

router = APIRouter()


@router.get(LOCKED, include_in_schema=False)
async def locked_page(request: Request, to: str = "", kept: str = "") -> Response:
    """Whose page it is, and the way back in. Asking for it is no activity; who is not locked goes on. ``kept``: words that
    came too late wait there.
    """
    found = await present(request)
    if found is None:
        return _go(request, LOGIN)
    who, locked = found
    return _form(request, who, to, "", kept=kept) if locked else _go(request, back_to(to))


@router.post(LOCKED, include_in_schema=False)
async def unlock(request: Request) -> Response:
    """Password and code, as at the door; the session is a new one."""
    found = await present(request)
    if found is None:
        return _go(request, LOGIN)
    who, _ = found
    form = await form_of(request)
    check_form(request, who.token, form["csrf"])
    entered = await signed_in(request, form, who.worker.login)
    if entered is None:
        return _form(request, who, form["to"], REFUSED, kept=form["kept"], status=401)
    return await enter(request, entered, back_to(form["to"]) if form["to"] else home_of(entered.worker))


@router.post("/desk/lock", include_in_schema=False)
async def leave(request: Request) -> Response:
    """Close the page now; ``to``: where it was."""
    who, form = await posted(request)
    await request.app.state.db.write(lock, who.token)
    return _go(request, f"{LOCKED}?{urlencode({'to': form['to']})}" if form["to"] else LOCKED)


def _form(request: Request, who: Visit, to: str, error: str, *, kept: str = "", status: int = 200) -> Response:
    settings = request.app.state.settings
    html = page(
        request, "console/locked.html",
        login=who.worker.login, csrf=who.csrf, to=to, kept=kept and "1", error=error,
        production=settings.production, enrolled=who.worker.enrolled,
    )  # fmt: skip
    return secured(HTMLResponse(html, status_code=status), settings)


def _go(request: Request, address: str) -> Response:
    return secured(RedirectResponse(address, status_code=303), request.app.state.settings)
