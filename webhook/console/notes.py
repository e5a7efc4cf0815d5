"""Notes aside: written beside a conversation, read by colleagues, sent to nobody."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from bot.desk import drafts, notes
from bot.desk.claim import renew
from bot.desk.reach import reach
from bot.desk.staff import can
from bot.records.ids import plausible
from webhook.console import show
from webhook.console.door import visit
from webhook.console.for_change import again, for_change, why, with_words
from webhook.console.gone import tell_why_not
from webhook.console.headers import secured
from webhook.console.late_words import in_conversation
from webhook.console.look import look

router = APIRouter()


@router.post("/desk/c/{conversation}/note", include_in_schema=False)
async def add(request: Request, conversation: str) -> Response:
    """Keep a note. Words that were not kept stay in the form."""
    who, opened, form = await for_change(request, conversation)
    if opened is None or not can(who.worker, "note", opened.organisation):
        return show.nothing(request, who)
    state = request.app.state

    def write(conn: Connection) -> str | None:
        row = reach(conn, conversation, who.worker)
        if row is None:
            return None
        key = state.house.vault.unwrap(row["person_id"], row["wrapped"])
        refused = notes.write(conn, key, conversation, who.worker, form["note"].replace("\r\n", "\n"))
        if not refused:
            drafts.keep_note(conn, key, conversation, who.worker, "")
        return refused

    refused = await state.db.write(write)
    if refused is None:
        return show.nothing(request, who)
    if refused:
        told = why(request, f"note_{refused}")
        return await again(request, who, opened, told, status=400, near="note", note=form["note"])
    return show.go(request, f"/desk/c/{conversation}#notes")


@router.post("/desk/c/{conversation}/note/draft", include_in_schema=False)
async def keep(request: Request, conversation: str) -> Response:
    """Keep what is written so far, for our script: it waits in the note's form for this worker alone."""
    who, form = await with_words(request, conversation)
    state = request.app.state

    def kept(conn: Connection) -> bool:
        allowed = plausible(conversation) and can(who.worker, "note")
        row = reach(conn, conversation, who.worker) if allowed else None
        if row is None:
            return False
        renew(conn, conversation, who.worker)
        key = state.house.vault.unwrap(row["person_id"], row["wrapped"])
        drafts.keep_note(conn, key, conversation, who.worker, form["note"].replace("\r\n", "\n"))
        return True

    if await state.db.write(kept):
        return secured(Response(status_code=204), state.settings)
    late = await in_conversation(request, conversation)(who.worker, form)
    await tell_why_not(request, who, conversation, kept=late)
    return show.nothing(request, who)


@router.get("/desk/c/{conversation}/notes", include_in_schema=False)
async def older(request: Request, conversation: str, before: str = "") -> Response:
    """The notes that have no room beside the conversation."""
    who = await visit(request)
    opened = await look(request, who, conversation, read=True, part=True)
    if opened is None:
        return show.nothing(request, who)
    state = request.app.state

    def find(conn: Connection) -> notes.Notes:
        row = reach(conn, conversation, who.worker)
        if row is None:
            return notes.Notes(())
        key = state.house.vault.unwrap(row["person_id"], row["wrapped"])
        since = before if plausible(before) else ""
        return notes.notes_of(conn, key, conversation, who.worker, before=since, room=notes.PAGE_BYTES)

    found = await state.db.write(find)
    return show.shown(request, "console/notes.html", who, c=opened, found=found)
