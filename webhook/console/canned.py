"""Ready answers: listed, heard, added, changed and removed by who may; put into an answer by who writes one."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from bot.desk import canned as ready
from bot.desk.canned import LANGUAGES, Canned
from bot.desk.sound import SoundRefusedError, voice_note
from bot.desk.staff import can
from bot.media import File
from bot.records.ids import plausible
from bot.voices.form import CONTENT_TYPE
from webhook.console import show
from webhook.console.door import Visit, visit
from webhook.console.for_change import why
from webhook.console.form import posted
from webhook.console.headers import secured
from webhook.media import served

router = APIRouter()

NEW = Canned("", "", "", "")


@router.get("/desk/canned", include_in_schema=False)
async def listed(request: Request) -> Response:
    """All of the organisation, and a form for a new one."""
    who = await visit(request)
    if not can(who.worker, "edit_canned"):
        return show.nothing(request, who)
    return await _page(request, who, NEW)


@router.post("/desk/canned", include_in_schema=False)
async def add(request: Request) -> Response:
    """A new one."""
    return await _saved(request, "")


@router.get("/desk/canned/{canned}", include_in_schema=False)
async def one(request: Request, canned: str) -> Response:
    """The form to change one."""
    who = await visit(request)
    found = await _found(request, who, canned)
    return show.nothing(request, who) if found is None else await _page(request, who, found)


@router.post("/desk/canned/{canned}", include_in_schema=False)
async def change(request: Request, canned: str) -> Response:
    """Change one."""
    return await _saved(request, canned)


@router.post("/desk/canned/{canned}/remove", include_in_schema=False)
async def remove(request: Request, canned: str) -> Response:
    """Take one away."""
    who, _ = await posted(request)
    if await _found(request, who, canned) is None:
        return show.nothing(request, who)
    await request.app.state.db.write(ready.remove, who.worker, canned)
    return show.go(request, "/desk/canned")


@router.get("/desk/canned/{canned}/voice/{language}", include_in_schema=False)
async def voice(request: Request, canned: str, language: str) -> Response:
    """How it sounds, for who may change it and for who may send it."""
    who = await visit(request)
    if not plausible(canned) or not (can(who.worker, "edit_canned") or can(who.worker, "reply")):
        return show.nothing(request, who)
    state = request.app.state
    data = await state.db.read(ready.voice_of, state.house.vault, who.worker, canned, language)
    if not data:
        return show.nothing(request, who)
    return secured(served(request, File("", CONTENT_TYPE, data)), state.settings)


@router.get("/desk/canned/{canned}/words", include_in_schema=False)
async def words(request: Request, canned: str, lang: str = "") -> Response:
    """For the page's script: what is put into an answer to who speaks ``lang``."""
    who = await visit(request)
    found = await request.app.state.db.read(ready.one, who.worker, canned) if plausible(canned) else None
    if found is None or not can(who.worker, "reply"):
        return show.nothing(request, who)
    body = {"id": found.id, "title": found.title, "text": found.words(lang), "voice": found.spoken(lang)}
    return secured(JSONResponse(body), request.app.state.settings)


async def _saved(request: Request, canned_id: str) -> Response:
    who, form = await posted(request, files_max=len(LANGUAGES))
    if not can(who.worker, "edit_canned") or (canned_id and await _found(request, who, canned_id) is None):
        return show.nothing(request, who)
    title, fr, bm = (form[name].replace("\r\n", "\n").strip() for name in ("title", "fr", "bm"))
    given = Canned(canned_id, title, fr, bm)
    voices: dict[str, bytes | None] = {language: None for language in LANGUAGES if form[f"without_{language}"]}
    try:
        for language in LANGUAGES:
            if data := form.file(f"voice_{language}"):
                voices[language] = await asyncio.to_thread(voice_note, data)
    except SoundRefusedError as error:
        return await _page(request, who, given, why(request, f"sound_{error.why}"))
    state = request.app.state
    refused = await state.db.write(ready.save, state.house.vault, who.worker, given, voices)
    if refused:
        kept = replace(given, id="") if refused == "gone" else given
        reason, _, passing = refused.partition(":")
        return await _page(request, who, kept, why(request, f"canned_{reason}").format(words=passing))
    return show.go(request, "/desk/canned")


async def _page(request: Request, who: Visit, given: Canned, message: str = "") -> Response:
    """The list, and the form with ``given`` in it; ``message``: why it was not kept."""
    every = await request.app.state.db.read(ready.canned_of, who.worker)
    kept = next((found for found in every if found.id == given.id), NEW)
    return show.shown(
        request, "console/canned.html", who, status=400 if message else 200,
        every=every, given=given, spoken=kept.voices, message=message,
    )  # fmt: skip


async def _found(request: Request, who: Visit, canned_id: str) -> Canned | None:
    if not plausible(canned_id) or not can(who.worker, "edit_canned"):
        return None
    found: Canned | None = await request.app.state.db.read(ready.one, who.worker, canned_id)
    return found
