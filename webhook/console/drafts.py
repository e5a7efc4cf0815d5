"""The answer that is being written: kept while it is typed, filled from a ready answer or from words that failed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection, RowMapping, update

from bot.desk import canned, drafts
from bot.desk.answers import keep_late, keep_unsent
from bot.desk.claim import renew
from bot.desk.reach import reach
from bot.desk.staff import can
from bot.desk.thread import words_of_own
from bot.house import House
from bot.media import File, keep, opened
from bot.records.ids import plausible
from bot.records.seal import PersonKey
from bot.records.tables import media
from bot.voices.form import CONTENT_TYPE
from webhook.console import show
from webhook.console.answer_form import version_of, written
from webhook.console.by_script import asks
from webhook.console.door import Visit, visit
from webhook.console.for_change import for_change, with_words
from webhook.console.form import Form
from webhook.console.gone import tell_why_not
from webhook.console.headers import secured
from webhook.console.late_words import closing, conversation_page, in_conversation, voice_in
from webhook.media import served

router = APIRouter()

Fill = Callable[[Connection, PersonKey, RowMapping, drafts.Draft], drafts.Draft]

BETWEEN = "\n\n"


@router.post("/desk/c/{conversation}/draft", include_in_schema=False)
async def save(request: Request, conversation: str) -> Response:
    """Keep what is written so far, also of a page that its worker closes now (``lock``).

    A script gets 204, or 409 when another page of the same worker is newer.
    """
    who, form = await with_words(request, conversation, files_max=1)
    given = written(form, await voice_in(form))

    def kept(conn: Connection) -> bool | None:
        found = _reached(request, conn, who, conversation)
        if found is None:
            return None
        row, key = found
        renew(conn, conversation, who.worker)
        if form["drop"]:
            drafts.drop_voice(conn, key, conversation, who.worker)
        if given.voice:
            keep_late(conn, key, row, who.worker, given, "")
            return True
        if not asks(request):  # by hand: nothing of it is thrown away, whatever is newer
            keep_unsent(conn, key, row, who.worker, given)
            return True
        made = drafts.Draft(given.text, given.seen, given.canned, version=given.version, page=given.page)
        return drafts.keep(conn, key, row["id"], who.worker, made)

    saved = await request.app.state.db.write(kept)
    late = saved is None and await in_conversation(request, conversation)(who.worker, form)
    if "lock" in request.query_params:
        kept_here = bool((saved or late) and (given.text.strip() or given.voice))
        return await closing(request, who, conversation_page(conversation), kept=kept_here)
    if saved is None:
        await tell_why_not(request, who, conversation, kept=late)
        return show.nothing(request, who)
    if asks(request):
        return secured(Response(status_code=204 if saved else 409), request.app.state.settings)
    return show.go(request, f"/desk/c/{conversation}")


@router.post("/desk/c/{conversation}/canned", include_in_schema=False)
async def put_in(request: Request, conversation: str) -> Response:
    """Put a ready answer behind what is written, in the person's language."""
    who, found, form = await for_change(request, conversation, files_max=1)
    if found is None:
        return show.nothing(request, who)

    def fill(conn: Connection, key: PersonKey, row: RowMapping, before: drafts.Draft) -> drafts.Draft:
        del key
        ready = canned.one(conn, who.worker, form["canned"])
        if ready is None:
            return before
        voice = ready.id if ready.spoken(row["language"]) else before.canned
        return replace(before, text=_behind(before.text, ready.words(row["language"])), canned=voice)

    return await _filled(request, who, conversation, form, fill)


@router.post("/desk/c/{conversation}/again", include_in_schema=False)
async def take_up(request: Request, conversation: str) -> Response:
    """Take up words that did not arrive: they stand in the answer again, with their voice, and nothing is sent yet."""
    who, found, form = await for_change(request, conversation)
    if found is None:
        return show.nothing(request, who)
    house: House = request.app.state.house

    def fill(conn: Connection, key: PersonKey, row: RowMapping, before: drafts.Draft) -> drafts.Draft:
        words = words_of_own(conn, key, conversation, form["line"])
        if words is None:
            return before
        voice = ""
        data = opened(conn, house.vault, words.media.media_id) if words.media is not None else None
        if data:
            voice = keep(conn, key, conversation, data, kind=CONTENT_TYPE, channel=row["channel"])
            conn.execute(update(media).where(media.c.id == voice).values(state=drafts.UNSENT_VOICE))
        return replace(before, text=_behind(before.text, words.text), voice=voice, version=row["version"])

    return await _filled(request, who, conversation, None, fill)


@router.get("/desk/c/{conversation}/voice", include_in_schema=False)
async def voice(request: Request, conversation: str) -> Response:
    """The recorded voice that waits with this worker's own draft."""
    who = await visit(request)

    def waiting(conn: Connection) -> File | None:
        found = _reached(request, conn, who, conversation)
        if found is None:
            return None
        _row, key = found
        media_id = drafts.draft_of(conn, key, conversation, who.worker).voice
        sealed = media.select().where(media.c.id == media_id, media.c.state == drafts.UNSENT_VOICE)
        file = conn.execute(sealed).first() if media_id else None
        return None if file is None else File(conversation, CONTENT_TYPE, key.open(media_id, "media", file.sealed))

    file = await request.app.state.db.write(waiting)
    if file is None:
        return show.nothing(request, who)
    return secured(served(request, file), request.app.state.settings)


async def _filled(request: Request, who: Visit, conversation: str, form: Form | None, fill: Fill) -> Response:
    """Change the draft by ``fill``, beginning with what stands in ``form``, and show the page."""

    def change(conn: Connection) -> None:
        found = _reached(request, conn, who, conversation)
        if found is None:
            return
        row, key = found
        before = drafts.draft_of(conn, key, conversation, who.worker)
        if form is not None:
            given = written(form)
            before = replace(before, text=given.text, seen=given.seen, canned=given.canned, version=version_of(form))
        made = fill(conn, key, row, before)
        drafts.keep(conn, key, conversation, who.worker, made)

    await request.app.state.db.write(change)
    return show.go(request, f"/desk/c/{conversation}")


def _reached(request: Request, conn: Connection, who: Visit, conversation: str) -> tuple[RowMapping, PersonKey] | None:
    if not plausible(conversation) or not can(who.worker, "read_conversation"):
        return None
    row = reach(conn, conversation, who.worker)
    if row is None:
        return None
    return row, request.app.state.house.vault.unwrap(row["person_id"], row["wrapped"])


def _behind(text: str, more: str) -> str:
    return f"{text.rstrip()}{BETWEEN}{more}" if text.strip() else more
