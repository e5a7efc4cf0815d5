"""What a worker does to a conversation: take it, answer, put it back, end it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from bot.desk.claim import claim, release
from bot.desk.end import OUTCOMES, end
from bot.desk.reach import reach
from bot.desk.reply import NotReplied, Replied, reply
from bot.desk.staff import can
from bot.desk.words import said
from bot.engine.events import HandoverEnded, PutBack
from webhook.console import show
from webhook.console.door import Visit, check_form, visit
from webhook.console.form import Form, form_of
from webhook.console.look import Opened, look

router = APIRouter()

VERSION_DIGITS_MAX = 10  # what the column holds


@router.post("/desk/c/{conversation}/claim", include_in_schema=False)
async def take(request: Request, conversation: str) -> Response:
    """Take the conversation; if somebody was quicker, say so."""
    who, opened, _form = await _for_change(request, conversation)
    if opened is None:
        return show.nothing(request, who)
    if not can(who.worker, "claim", opened.organisation, opened.level):
        return show.conversation(request, who, opened, status=403, message=_why(request, "reserved"))
    if not await request.app.state.db.write(claim, conversation, who.worker):
        return await _again(request, who, opened, _why(request, "taken"))
    return show.go(request, f"/desk/c/{conversation}")


@router.post("/desk/c/{conversation}/release", include_in_schema=False)
async def give_up(request: Request, conversation: str) -> Response:
    """Put it back into the queue."""
    who, opened, _form = await _for_change(request, conversation)
    if opened is None:
        return show.nothing(request, who)
    if await request.app.state.db.write(release, conversation, who.worker):
        await request.app.state.runner.happen(conversation, PutBack())
    return show.go(request, f"/desk/c/{conversation}")


@router.post("/desk/c/{conversation}/reply", include_in_schema=False)
async def answer(request: Request, conversation: str) -> Response:
    """Send words to the person. Words that could not be sent stay in the form."""
    who, opened, form = await _for_change(request, conversation)
    if opened is None:
        return show.nothing(request, who)
    if not can(who.worker, "reply", opened.organisation, opened.level):
        return show.conversation(
            request, who, opened, status=403, draft=form["text"], message=_why(request, "reserved")
        )
    state = request.app.state
    seen = _version(form["version"])

    def send(conn: Connection) -> Replied | NotReplied | None:
        row = reach(conn, conversation, who.worker)
        return None if row is None else reply(conn, state.house, row, who.worker, form["text"], seen)

    sent = await state.db.write(send)
    if sent is None:
        return show.nothing(request, who)
    if isinstance(sent, NotReplied):
        return await _again(request, who, opened, _why(request, f"unsent_{sent.why}"), form["text"])
    state.runner.wake(conversation)
    return show.go(request, f"/desk/c/{conversation}")


@router.post("/desk/c/{conversation}/end", include_in_schema=False)
async def finish(request: Request, conversation: str) -> Response:
    """Give the conversation back to the bot, with an outcome."""
    who, opened, form = await _for_change(request, conversation)
    if opened is None:
        return show.nothing(request, who)
    outcome = form["outcome"]
    if outcome not in OUTCOMES:
        return show.conversation(request, who, opened, status=400, message=_why(request, "no_outcome"))
    if not can(who.worker, "end", opened.organisation, opened.level):
        return show.conversation(request, who, opened, status=403, message=_why(request, "reserved"))
    if not await request.app.state.db.write(end, conversation, who.worker, outcome, _version(form["version"])):
        return await _again(
            request, who, opened, _why(request, "changed") if opened.mine else _why(request, "not_held")
        )
    if opened.mode != "stopped":
        await request.app.state.runner.happen(conversation, HandoverEnded(outcome))
    return show.go(request, "/desk/queue")


async def _for_change(request: Request, conversation: str) -> tuple[Visit, Opened | None, Form]:
    who = await visit(request)
    form = await form_of(request)
    check_form(request, who.token, form["csrf"])
    return who, await look(request, who, conversation, read=False), form


async def _again(request: Request, who: Visit, before: Opened, message: str, draft: str = "") -> Response:
    """The conversation as it is now, why nothing was done, and the words that were written."""
    now = await look(request, who, before.id, read=False)
    return show.conversation(request, who, now or before, status=409, message=message, draft=draft)


def _version(given: str) -> int:
    """The version of the page on which the words were written; one that no page of ours bears is stale."""
    return int(given) if given.isascii() and given.isdigit() and len(given) <= VERSION_DIGITS_MAX else -1


def _why(request: Request, name: str) -> str:
    return said(request.app.state.house.book.catalogues, "refused", name)
