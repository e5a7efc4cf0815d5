"""The console's pages, first pass: sign-in, queue, conversation, claim, reply, end."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.desk.claim import claim, release
from bot.desk.end import OUTCOMES, end
from bot.desk.queue import queue, version
from bot.desk.reach import note, reach
from bot.desk.reply import NotReplied, reply
from bot.desk.signin import Refused, change_password, open_again, sign_in, sign_out
from bot.desk.staff import PASSWORD_LENGTH_MIN, can
from bot.engine.events import HandoverEnded
from bot.media import file_of
from bot.records.clock import now as clock_now
from webhook.console.door import TurnedAwayError, Visit, check_form, cookie_name, csrf_of, secured, set_cookie, visit
from webhook.console.look import Opened, looked_at
from webhook.media import served
from webhook.pages import page

router = APIRouter()

Field = Annotated[str, Form()]
ID_LENGTH = 32


@router.get("/desk", include_in_schema=False)
async def desk() -> RedirectResponse:
    """The console begins at the queue."""
    return RedirectResponse("/desk/queue", status_code=303)


@router.get("/desk/login", include_in_schema=False)
async def login_page(request: Request) -> Response:
    """The sign-in form."""
    return _login(request, "")


@router.post("/desk/login", include_in_schema=False)
async def login(request: Request, login: Field = "", password: Field = "", code: Field = "") -> Response:
    """Sign in. One sentence for every failure."""
    state = request.app.state
    found = await state.db.write(
        lambda conn: sign_in(conn, state.house.vault, login, password, code, second_factor=state.settings.production)
    )
    if isinstance(found, Refused):
        words = "Identifiant, mot de passe ou code incorrect."
        if found.wait:
            words += f" Attendez {found.wait} s avant de réessayer."
        return _login(request, words, status=401)
    response = RedirectResponse("/desk/queue", status_code=303)
    set_cookie(response, state.settings, found.token)
    return secured(response, state.settings)


@router.post("/desk/logout", include_in_schema=False)
async def logout(request: Request, csrf: Field = "") -> Response:
    """End the session."""
    state = request.app.state
    token = request.cookies.get(cookie_name(state.settings), "")
    check_form(request, token, csrf)
    await state.db.write(sign_out, token)
    response = RedirectResponse("/desk/login", status_code=303)
    response.delete_cookie(cookie_name(state.settings), path="/")
    return secured(response, state.settings)


@router.get("/desk/password", include_in_schema=False)
async def password_page(request: Request) -> Response:
    """Choose a password of one's own."""
    who = await visit(request)
    return _page(request, "console/password.html", who, error="")


@router.post("/desk/password", include_in_schema=False)
async def password(request: Request, new: Field = "", csrf: Field = "") -> Response:
    """Set it; other sessions end."""
    who = await visit(request)
    check_form(request, who.token, csrf)
    state = request.app.state
    if not await state.db.write(change_password, who.worker.id, new):
        return _page(request, "console/password.html", who, error=f"Au moins {PASSWORD_LENGTH_MIN} caractères.")
    response = RedirectResponse("/desk/queue", status_code=303)
    set_cookie(response, state.settings, await state.db.write(open_again, who.worker.id))
    return secured(response, state.settings)


@router.get("/desk/queue", include_in_schema=False)
async def queue_page(request: Request, part: str = "") -> Response:
    """Who waits. ``?part=1``: only the list, for freshness."""
    who = await visit(request, active=not part)
    if not can(who.worker, "see_queue"):
        return _nothing(request, who)
    db = request.app.state.db
    waiting = await db.write(queue, who.worker)
    seen = await db.read(version, who.worker)
    name = "console/_queue.html" if part else "console/queue.html"
    return _page(request, name, who, waiting=waiting, seen=seen)


@router.get("/desk/version", include_in_schema=False)
async def freshness(request: Request, v: str = "") -> Response:
    """204 while nothing changed; else the new version. A poll is not activity."""
    who = await visit(request, active=False)
    seen = await request.app.state.db.read(version, who.worker)
    state = request.app.state
    if seen == v:
        return secured(Response(status_code=204), state.settings)
    return secured(Response(seen, media_type="text/plain"), state.settings)


@router.get("/desk/c/{conversation}", include_in_schema=False)
async def conversation_page(request: Request, conversation: str, part: str = "") -> Response:
    """Thread, context card, reply."""
    who = await visit(request, active=not part)
    opened = await _look(request, who, conversation, read=not part)
    if opened is None:
        return _nothing(request, who)
    return _conversation(request, who, opened, part=bool(part))


@router.post("/desk/c/{conversation}/claim", include_in_schema=False)
async def take(request: Request, conversation: str, csrf: Field = "") -> Response:
    """Take the conversation; if somebody was quicker, say so."""
    who, opened = await _for_change(request, conversation, csrf)
    if opened is None:
        return _nothing(request, who)
    if not can(who.worker, "claim", opened.organisation, opened.level):
        return _conversation(
            request, who, opened, status=403, message="Ce niveau est réservé au point focal protection."
        )
    if not await request.app.state.db.write(claim, conversation, who.worker):
        again = await _look(request, who, conversation)
        return _conversation(
            request, who, again or opened, status=409, message="Une autre personne vient de la prendre."
        )
    await _audit(request, who, "claim", conversation)
    return _back(request, conversation)


@router.post("/desk/c/{conversation}/release", include_in_schema=False)
async def give_up(request: Request, conversation: str, csrf: Field = "") -> Response:
    """Put it back into the queue."""
    who, opened = await _for_change(request, conversation, csrf)
    if opened is None:
        return _nothing(request, who)
    await request.app.state.db.write(release, conversation, who.worker)
    await _audit(request, who, "release", conversation)
    return _back(request, conversation)


@router.post("/desk/c/{conversation}/reply", include_in_schema=False)
async def answer(
    request: Request, conversation: str, text: Field = "", version: Field = "", csrf: Field = ""
) -> Response:
    """Send words to the person. Words that could not be sent stay in the form."""
    who, opened = await _for_change(request, conversation, csrf)
    if opened is None:
        return _nothing(request, who)
    if not can(who.worker, "reply", opened.organisation, opened.level):
        return _conversation(
            request, who, opened, status=403, draft=text, message="Ce niveau est réservé au point focal protection."
        )
    state = request.app.state
    seen = int(version) if version.isdigit() else opened.version

    def send(conn: object) -> object:
        row = reach(conn, conversation, who.worker)  # type: ignore[arg-type]
        return None if row is None else reply(conn, state.house, row, who.worker, text, seen)  # type: ignore[arg-type]

    sent = await state.db.write(send)
    if sent is None:
        return _nothing(request, who)
    if isinstance(sent, NotReplied):
        again = await _look(request, who, conversation)
        return _conversation(request, who, again or opened, status=409, draft=text, message=WHY_NOT[sent.why])
    await _audit(request, who, "reply", conversation)
    state.runner.wake(conversation)
    return _back(request, conversation)


@router.post("/desk/c/{conversation}/end", include_in_schema=False)
async def finish(request: Request, conversation: str, outcome: Field = "", csrf: Field = "") -> Response:
    """Give the conversation back to the bot, with an outcome."""
    who, opened = await _for_change(request, conversation, csrf)
    if opened is None:
        return _nothing(request, who)
    if outcome not in OUTCOMES:
        return _conversation(request, who, opened, status=400, message="Choisissez une issue avant de terminer.")
    if not await request.app.state.db.write(end, conversation, who.worker, outcome):
        again = await _look(request, who, conversation)
        return _conversation(request, who, again or opened, status=409, message="Prenez d'abord la conversation.")
    await _audit(request, who, f"end:{outcome}", conversation)
    await request.app.state.runner.happen(conversation, HandoverEnded(outcome))
    return secured(RedirectResponse("/desk/queue", status_code=303), request.app.state.settings)


@router.get("/desk/media/{media}", include_in_schema=False)
async def file(request: Request, media: str) -> Response:
    """A voice note or picture, for a worker who may read its conversation."""
    who = await visit(request)
    state = request.app.state
    found = await state.db.read(file_of, state.house.vault, media) if len(media) == ID_LENGTH else None
    if found is None or await _look(request, who, found.conversation, read=True) is None:
        return _nothing(request, who)
    return secured(served(request, found), state.settings)


WHY_NOT = {
    "taken": "Une autre personne tient cette conversation. Votre texte est gardé ici.",
    "stale": "La conversation a changé pendant que vous écriviez. Relisez, puis envoyez à nouveau : votre texte est gardé.",
    "empty": "Écrivez quelques mots d'abord.",
    "too_long": "Ce texte est trop long (3000 caractères au plus). Il est gardé ici.",
    "stopped": "La personne ne veut plus de messages. Rien n'est envoyé.",
    "changed_hands": "Quelqu'un d'autre utilise maintenant ce téléphone. Rien n'est envoyé ; cherchez un autre moyen.",
}


async def _for_change(request: Request, conversation: str, csrf: str) -> tuple[Visit, Opened | None]:
    who = await visit(request)
    check_form(request, who.token, csrf)
    return who, await _look(request, who, conversation)


async def _look(request: Request, who: Visit, conversation: str, *, read: bool = False) -> Opened | None:
    if len(conversation) != ID_LENGTH or not can(who.worker, "read_conversation"):
        return None
    state = request.app.state
    found: Opened | None = await state.db.write(looked_at, state.house, who.worker, conversation, read)
    return found


async def _audit(request: Request, who: Visit, action: str, thing: str) -> None:
    await request.app.state.db.write(lambda conn: note(conn, who.worker.id, action, thing, clock_now(conn)))


def _conversation(
    request: Request,
    who: Visit,
    opened: Opened,
    *,
    status: int = 200,
    message: str = "",
    draft: str = "",
    part: bool = False,
) -> Response:
    name = "console/_thread.html" if part else "console/conversation.html"
    return _page(request, name, who, status=status, c=opened, message=message, draft=draft, outcomes=OUTCOME_WORDS)


OUTCOME_WORDS = {
    "answered": "Question répondue",
    "referred": "Mise en contact faite",
    "not_reached": "Personne non jointe",
    "moved": "Passée à une autre équipe",
    "other": "Autre",
}


def _login(request: Request, error: str, status: int = 200) -> Response:
    settings = request.app.state.settings
    html = page(request, "console/login.html", error=error, production=settings.production, csrf=csrf_of(request, ""))
    return secured(HTMLResponse(html, status_code=status), settings)


def _page(request: Request, name: str, who: Visit, *, status: int = 200, **values: object) -> Response:
    html = page(
        request, name, "fr", who=who.worker, csrf=who.csrf, demo=not request.app.state.settings.production, **values
    )
    return secured(HTMLResponse(html, status_code=status), request.app.state.settings)


def _nothing(request: Request, who: Visit) -> Response:
    """What does not exist, and what is not for this worker, look the same (D4)."""
    return _page(request, "console/nothing.html", who, status=404)


def _back(request: Request, conversation: str) -> Response:
    return secured(RedirectResponse(f"/desk/c/{conversation}", status_code=303), request.app.state.settings)


async def turned_away(_request: Request, error: Exception) -> Response:
    """The answer that a ``TurnedAwayError`` carries."""
    if not isinstance(error, TurnedAwayError):
        raise error
    return error.response
