"""Coming in and going out: sign-in, password, sign-out."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.desk.password import PASSWORD_LENGTH_MIN, fits, hashed_aside
from bot.desk.sessions import change_password, is_removed, sign_out, why_closed
from bot.desk.signin import SignedIn, attempt, judge, proves
from webhook.console import show
from webhook.console.door import LOGIN, Visit, back_to, check_form, check_origin, cookie_name, set_cookie, visit
from webhook.console.form import Form, form_of, posted
from webhook.console.go import left_for
from webhook.console.headers import secured
from webhook.console.home import OWN, home_of
from webhook.pages import page

router = APIRouter()

REFUSED = (
    "Identifiant, mot de passe ou code incorrect. Un code ne sert qu'une fois : attendez le suivant. Après plusieurs essais, "
    "attendez quelques minutes."
)
"""One sentence for every failure: it says nothing of what exists here (D3)."""
LOGIN_MAX = 40
TOO_SHORT = f"Au moins {PASSWORD_LENGTH_MIN} caractères. Rien n'a changé."
NOT_PRESENT = (
    "Le mot de passe actuel n'est pas le bon : rien n'a changé. Après plusieurs essais, attendez quelques minutes."
)
BROWSERS = (("Firefox", "Firefox"), ("Edg", "Edge"), ("SamsungBrowser", "Samsung"), ("OPR", "Opera"), ("Chrome", "Chrome"),
            ("Safari", "Safari"))  # fmt: skip
MACHINES = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
            ("Linux", "Linux"))  # fmt: skip
"""Marks in a browser's own name for itself, in the order in which the first that is found is right."""


@router.get(LOGIN, include_in_schema=False)
async def login_page(request: Request, to: str = "", kept: str = "", over: str = "") -> Response:
    """The sign-in form. ``to``: where words wait that came when the session was over (``kept``); ``over``: a page that lay
    open has come here by itself, also one whose browser no longer knows its session.
    """
    closed, ended = await _closed(request)
    return _form(request, "", to, kept, closed=closed, ended=ended, over=over)


@router.post(LOGIN, include_in_schema=False)
async def login(request: Request) -> Response:
    """Sign in; an earlier session of this browser ends."""
    check_origin(request)
    form = await form_of(request)
    found = await signed_in(request, form, form["login"])
    if found is None:
        return _form(request, REFUSED, form["to"], form["kept"], login=form["login"][:LOGIN_MAX], status=401)
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
    return _choosing(request, who)


@router.post("/desk/password", include_in_schema=False)
async def password(request: Request) -> Response:
    """Set it; every other session of the worker ends."""
    who, form = await posted(request)
    error = "" if len(form["new"]) >= PASSWORD_LENGTH_MIN else TOO_SHORT
    if not error and not _is_first(request, who) and not await _proves(request, who, form["present"]):
        error = NOT_PRESENT
    if error:
        return _choosing(request, who, error, 400)
    state = request.app.state
    kept = await hashed_aside(form["new"])
    token = await state.db.write(change_password, who.worker.id, kept, browser_of(request))
    response = RedirectResponse(home_of(who.worker) if _is_first(request, who) else f"{OWN}?done=password", 303)
    set_cookie(response, state.settings, token)
    return secured(response, state.settings)


def _choosing(request: Request, who: Visit, error: str = "", status: int = 200) -> Response:
    first = _is_first(request, who)
    return show.shown(request, "console/password.html", who, status=status, error=error, first=first)


def _is_first(request: Request, who: Visit) -> bool:
    """Whether they have just come in with a one-time password: it opens nothing any more, and they are not asked for it."""
    return bool(request.app.state.settings.production and who.worker.must_change)


async def _proves(request: Request, who: Visit, given: str) -> bool:
    """Whether the worker knows the password that is theirs now."""
    db = request.app.state.db
    tried = await db.read(attempt, who.worker.login)
    right = await fits(given, tried.password_hash)
    proved: bool = await db.write(lambda conn: proves(conn, tried, fits=right))
    return proved


async def _closed(request: Request) -> tuple[tuple[str, bool] | None, bool]:
    """Why this browser's session is over, None when it had none; and whether its worker has left the team."""
    state = request.app.state
    token = request.cookies.get(cookie_name(state.settings), "")
    return (await state.db.read(why_closed, token), await state.db.read(is_removed, token)) if token else (None, False)


def _form(
    request: Request,
    error: str,
    to: str,
    kept: str,
    *,
    login: str = "",
    status: int = 200,
    closed: tuple[str, bool] | None = None,
    ended: bool = False,
    over: str = "",
) -> Response:
    settings = request.app.state.settings
    html = page(
        request, "console/login.html",
        error=error, to=to, kept=kept and "1", closed=closed, ended=ended, over=over, login=login,
        production=settings.production,
    )  # fmt: skip
    return secured(HTMLResponse(html, status_code=status), settings)
