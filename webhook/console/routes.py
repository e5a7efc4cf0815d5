"""The console's pages that only show: queue, conversation, files."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from bot.desk.find import TYPED_MAX, find
from bot.desk.open_tasks import of_organisation
from bot.desk.queue import queue, version
from bot.desk.queue_reasons import reasons_in_queue
from bot.desk.reminders import due_for
from bot.desk.staff import can
from bot.desk.stubs import open_stubs
from bot.media import file_of
from bot.records.ids import plausible
from webhook.console import (
    audit,
    audit_files,
    canned,
    changes,
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
from webhook.console.door import Visit, secured, visit
from webhook.console.form import posted
from webhook.console.freshness import is_unchanged
from webhook.console.home import home_of
from webhook.console.look import look
from webhook.media import served

router = APIRouter()
ROOMS = (
    entry,
    locked,
    security,
    me,
    go,
    count,
    changes,
    drafts,
    notes,
    handling,
    canned,
    voices,
    wording,
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


@router.get("/desk/queue", include_in_schema=False)
async def queue_page(request: Request, part: str = "", v: str = "") -> Response:
    """Who waits. ``?part=1&v=VERSION``: only the list, and 204 while nothing is new; such a poll is not activity."""
    who = await visit(request, active=not part)
    if not can(who.worker, "see_queue"):
        return show.nothing(request, who)
    seen = await request.app.state.db.read(version, who.worker)
    if part and v == seen:
        return show.unchanged(request)
    return await _queue(request, who, seen, part=bool(part))


@router.post("/desk/find", include_in_schema=False)
async def find_by_code(request: Request) -> Response:
    """On to the conversation of a code that was read out. Sent as a form, so that no address holds what opens a request."""
    who, form = await posted(request)
    if not can(who.worker, "read_conversation"):
        return show.nothing(request, who)
    db = request.app.state.db
    found = await db.read(find, who.worker, form["code"])
    if found:
        return show.go(request, f"/desk/c/{found}")
    seen = await db.read(version, who.worker)
    return await _queue(request, who, seen, part=False, sought=form["code"][:TYPED_MAX])


async def _queue(request: Request, who: Visit, seen: str, *, part: bool, sought: str = "") -> Response:
    db, house = request.app.state.db, request.app.state.house
    waiting = await db.write(queue, who.worker)
    left = await db.read(open_stubs, who.worker)
    beside = show.Beside(
        await db.read(reasons_in_queue, house, who.worker, [one.id for one in waiting]),
        await db.read(of_organisation, who.worker) if can(who.worker, "refer") else (),
        await db.read(due_for, who.worker),
        sought,
    )
    return show.queue(request, who, waiting, left, seen, part=part, beside=beside)


@router.get("/desk/c/{conversation}", include_in_schema=False)
async def conversation_page(
    request: Request, conversation: str, part: str = "", v: str = "", before: str = ""
) -> Response:
    """Thread, context card, reply. ``?part=1&v=VERSION`` as for the queue; ``?before=LINE``: what was said earlier."""
    who = await visit(request, active=not part)
    if part and await is_unchanged(request, who, conversation, v):
        return show.unchanged(request)
    opened = await look(request, who, conversation, read=not part, before=before, part=bool(part))
    if opened is None:
        return show.nothing(request, who)
    return show.thread(request, who, opened) if part else show.conversation(request, who, opened)


@router.get("/desk/media/{media}", include_in_schema=False)
async def file(request: Request, media: str) -> Response:
    """A voice note or picture, for a worker who may read its conversation."""
    who = await visit(request)
    state = request.app.state
    found = await state.db.read(file_of, state.house.vault, media) if plausible(media) else None
    if found is None or await look(request, who, found.conversation, read=True) is None:
        return show.nothing(request, who)
    return secured(served(request, found), state.settings)
