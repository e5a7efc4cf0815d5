"""The console's rooms in their order, and its pages that only show: conversation, files."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from bot.desk.complaint_made import taken_out
from bot.media import file_of
from bot.records.ids import plausible
from webhook.console import (
    account_requests,
    audit,
    audit_files,
    canned,
    changes,
    complain,
    complaints,
    count,
    drafts,
    entry,
    first_yes,
    go,
    handling,
    locked,
    me,
    notes,
    number_sheets,
    numbers,
    partners,
    people,
    propose,
    queue,
    referral_changes,
    referral_links,
    referrals,
    requests,
    security,
    shifts,
    show,
    stubs,
    voices,
    wording,
)
from webhook.console.door import visit
from webhook.console.for_change import why_unsent
from webhook.console.freshness import is_unchanged
from webhook.console.headers import secured
from webhook.console.home import home_of
from webhook.console.look import look
from webhook.media import served

router = APIRouter()
ROOMS = (
    entry,
    locked,
    security,
    me,
    queue,
    go,
    count,
    changes,
    drafts,
    notes,
    handling,
    canned,
    voices,
    wording,
    complain,
    complaints,
    numbers,
    number_sheets,
    stubs,
    propose,
    first_yes,
    referrals,
    referral_links,
    referral_changes,
    partners,
    requests,
    people,
    account_requests,
    shifts,
    audit,
    audit_files,
)
ROUTERS = (*(room.router for room in ROOMS), router)
"""Of the whole console, in the order in which they are tried."""


@router.get("/desk", include_in_schema=False)
@router.get("/desk/", include_in_schema=False)
async def desk(request: Request) -> Response:
    """The console begins at the first page that the worker may open."""
    who = await visit(request)
    return show.go(request, home_of(who.worker))


@router.get("/desk/c/{conversation}", include_in_schema=False)
async def conversation_page(
    request: Request, conversation: str, part: str = "", v: str = "", w: str = "", before: str = "", unsent: str = ""
) -> Response:
    """Thread, context card, reply. ``?part=1&v=VERSION&w=WORKER`` as for the queue, and whose page asks: somebody else may
    have signed in since; ``?before=LINE``: what was said earlier; ``?unsent=WHY``: an answer that was just not sent.
    """
    who = await visit(request, active=not part)
    if part and w in {"", who.worker.id} and await is_unchanged(request, who, conversation, v):
        return show.unchanged(request)
    opened = await look(request, who, conversation, read=not part, before=before, part=bool(part))
    if opened is None:
        return show.nothing(request, who)
    if part:
        return show.thread(request, who, opened)
    return show.conversation(request, who, opened, message=why_unsent(request, unsent))


@router.get("/desk/media/{media}", include_in_schema=False)
async def file(request: Request, media: str) -> Response:
    """A voice note or picture, for a worker who may read its conversation."""
    who = await visit(request)
    state = request.app.state
    found = await state.db.read(file_of, state.house.vault, media) if plausible(media) else None
    if (
        found is None
        or await state.db.read(taken_out, media)
        or await look(request, who, found.conversation, read=True) is None
    ):
        return show.nothing(request, who)
    return secured(served(request, found), state.settings)
