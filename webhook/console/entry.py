"""Coming in and going out: sign-in, password, sign-out."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.desk.password import PASSWORD_LENGTH_MIN, fits, hashed_aside
from bot.desk.sessions import change_password, sign_out, why_closed
from bot.desk.signin import SignedIn, attempt, judge
from webhook.console import show
from webhook.console.door import LOGIN, back_to, check_form, check_origin, cookie_name, secured, set_cookie, visit
from webhook.console.form import Form, form_of, posted
from webhook.console.go import left_for
from webhook.console.home import home_of
from webhook.pages import page

router = APIRouter()

REFUSED = "Identifiant, mot de passe ou code incorrect. Après plusieurs essais, attendez quelques minutes."
"""One sentence for every failure: it says nothing of what exists here (D3)."""
BROWSERS = (("Firefox", "Firefox"), ("Edg", "Edge"), ("SamsungBrowser", "Samsung"), ("OPR", "Opera"), ("Chrome", "Chrome"),
            ("Safari", "Safari"))  # fmt: skip
MACHINES = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
            ("Linux", "Linux"))  # fmt: skip
"""Marks in a browser's own name for itself, in the order in which the first that is found is right."""


@router.get(LOGIN, include_in_schema=False)
async def login_page(request: Request, to: str = "", kept: str = "") -> Response:
    """The sign-in form. ``to``: where words wait that came when the session was over (``kept``)."""
    return _form(request, "", to, kept, closed=await _closed(request))


@router.post(LOGIN, include_in_schema=False)
async def login(request: Request) -> Response:
    """Sign in; an earlier session of this browser ends."""
    check_origin(request)
    form = await form_of(request)
    found = await signed_in(request, form, form["login"])
    if found is None:
        return _form(request, REFUSED, form["to"], form["kept"], status=401)
    waiting = back_to(form["to"]) if form["to"] else ""
    return await enter(request, found, waiting or left_for(request) or home_of(found.worker))


async def signed_in(request: Request, form: Form, login_: str) -> SignedIn | None:
    """Check password and code; the same work for every failure."""
    state = request.app.state
    tried = await state.db.read(attempt, login_)
    right = await fits(form["password"], tried.password_hash)
    name = browser_of(request)
    found: SignedIn | None = await state.db.write(
        lambda conn: judge(
            conn, state.house.vault, tried, form["code"], fits=right, second_factor=state.settings.production, name=name
        )
    )
    return found


async def enter(request: Request, found: SignedIn, address: str) -> Response:
    """On to ``address`` in the fresh session; the earlier one of this browser ends."""
    state = request.app.state
    if before := request.cookies.get(cookie_name(state.settings), ""):
        await state.db.write(sign_out, before)
    response = RedirectResponse(address, status_code=303)
    set_cookie(response, state.settings, found.token)
    return secured(response, state.settings)


def browser_of(request: Request) -> str:
    """What a worker knows their session by: the browser and the machine, in a word each."""
    given = request.headers.get("user-agent", "")
    words = [next((name for mark, name in among if mark in given), "") for among in (BROWSERS, MACHINES)]
    return ", ".join(word for word in words if word)


@router.post("/desk/logout", include_in_schema=False)
async def logout(request: Request) -> Response:
    """End the session."""
    state = request.app.state
    form = await form_of(request)
    token = request.cookies.get(cookie_name(state.settings), "")
    check_form(request, token, form["csrf"])
    await state.db.write(sign_out, token)
    response = RedirectResponse(LOGIN, status_code=303)
    response.delete_cookie(cookie_name(state.settings), path="/")
    return secured(response, state.settings)


@router.get("/desk/password", include_in_schema=False)
async def password_page(request: Request) -> Response:
    """Choose a password of one's own."""
    who = await visit(request)
    return show.shown(request, "console/password.html", who, error="")


@router.post("/desk/password", include_in_schema=False)
async def password(request: Request) -> Response:
    """Set it; every other session of the worker ends."""
    who, form = await posted(request)
    if len(form["new"]) < PASSWORD_LENGTH_MIN:
        error = f"Au moins {PASSWORD_LENGTH_MIN} caractères."
        return show.shown(request, "console/password.html", who, status=400, error=error)
    state = request.app.state
    kept = await hashed_aside(form["new"])
    token = await state.db.write(change_password, who.worker.id, kept, browser_of(request))
    response = RedirectResponse(home_of(who.worker), status_code=303)
    set_cookie(response, state.settings, token)
    return secured(response, state.settings)


async def _closed(request: Request) -> tuple[str, bool] | None:
    """Why this browser's session is over; None when it had none."""
    state = request.app.state
    token = request.cookies.get(cookie_name(state.settings), "")
    found: tuple[str, bool] | None = await state.db.read(why_closed, token) if token else None
    return found


def _form(
    request: Request, error: str, to: str, kept: str, *, status: int = 200, closed: tuple[str, bool] | None = None
) -> Response:
    settings = request.app.state.settings
    html = page(
        request, "console/login.html",
        error=error, to=to, kept=kept and "1", closed=closed, production=settings.production,
    )  # fmt: skip
    return secured(HTMLResponse(html, status_code=status), settings)
