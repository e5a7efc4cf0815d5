"""The web chat's addresses. A GET only shows; everything that is said comes by POST and goes through the inbox."""

from __future__ import annotations

import asyncio
from typing import Final

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from bot.channels.inbound import Inbound, MediaRef
from bot.channels.media import MediaRefusedError
from bot.channels.untrusted import entry_code
from bot.desk.erase import LastWord
from bot.house import House
from bot.media import file_of, keep_incoming
from bot.records.down import DatabaseDown
from webhook.body import TooLargeError, UnreadableError
from webhook.chat import door, pages
from webhook.chat.form import Posted, posted
from webhook.chat.sitting import ACCOUNT, CHANNEL, sitting, voice_in
from webhook.chat.sitting import may_hear as may_hear_file
from webhook.chat.sound import voiced
from webhook.media import served, spoken

router = APIRouter()
log = structlog.get_logger()

SCRIPTED: Final = "x-sira-chat"
"""Sent by our script: it wants the news as the answer, not a new page."""
HOLDER: Final = 16  # hex digits of the sender's hash: enough that two browsers' nonces never meet


@router.get("/", include_in_schema=False)
async def page(request: Request, f: str = "", c: str = "", r: str = "") -> Response:
    """The chat. ``f``: the language in which to say what was erased, ``r``: not everything; ``c``: the code of a poster."""
    state = request.app.state
    if state.house.standstill.since:  # nothing goes out, and the page says so
        return pages.trouble(state.house, state.settings, "frozen", 503, entry=entry_code(c))
    token = door.token_of(request)
    try:
        seen = await state.db.read(sitting, state.house.vault, token)
    except DatabaseDown:
        return pages.trouble(state.house, state.settings, "down", 503, entry=entry_code(c))
    response = pages.page(state.house, state.settings, seen, forgotten=f, stub=bool(r), entry=entry_code(c))
    if not token:
        door.give(response, door.fresh_token(), state.settings)
    return response


@router.get("/chat/news", include_in_schema=False)
async def news(request: Request, v: str = "") -> Response:
    """What is new since version ``v``; 204 when nothing is."""
    state = request.app.state
    if state.house.standstill.since:
        return Response(status_code=204, headers={**pages.headers(state.settings), pages.GO: "/"})
    try:
        seen = await state.db.read(sitting, state.house.vault, door.token_of(request))
    except DatabaseDown:
        return Response(status_code=503, headers=pages.headers(state.settings))
    if seen.version == v:
        return Response(status_code=204, headers=pages.headers(state.settings))
    return pages.news(state.house, state.settings, seen, v)


@router.get("/chat/media/{media_id}", include_in_schema=False)
async def media(request: Request, media_id: str) -> Response:
    """A voice or picture of the present sitting, for the one who holds its cookie."""
    state = request.app.state
    try:
        allowed = await state.db.read(may_hear_file, state.house.vault, door.token_of(request), media_id)
        file = await state.db.read(file_of, state.house.vault, media_id) if allowed else None
    except DatabaseDown:
        return Response(status_code=503)
    return served(request, file)


@router.get("/chat/voice/{line}", include_in_schema=False)
async def voice(request: Request, line: str) -> Response:
    """What a line of the present sitting sounds like, made when somebody touches it."""
    state = request.app.state
    try:
        name = await state.db.read(voice_in, state.house.vault, door.token_of(request), line)
    except DatabaseDown:
        return Response(status_code=503)
    return served(request, await asyncio.to_thread(spoken, state.sounds, name) if name else None)


@router.get("/chat/farewell/{language}", include_in_schema=False)
async def farewell(request: Request, language: str, r: str = "") -> Response:
    """That everything is erased (``r``: not everything), aloud: who cannot read must learn it too. The same for everybody."""
    state = request.app.state
    name = pages.farewell_voice(state.house, language, stub=bool(r))
    return served(request, await asyncio.to_thread(spoken, state.sounds, name) if name else None)


@router.get("/chat", include_in_schema=False)
async def again(request: Request) -> Response:
    """Where forms go; who opens the address itself, as after a page of trouble, wants the talk."""
    return RedirectResponse("/", 303, pages.headers(request.app.state.settings))


@router.post("/chat", include_in_schema=False)
async def say(request: Request) -> Response:
    """Take what was written, touched or spoken; answered by 303 once it is stored."""
    state = request.app.state
    house, settings = state.house, state.settings
    if not door.from_our_page(request, settings):
        return pages.trouble(house, settings, "elsewhere", 403)
    try:
        form = await posted(request)
        form, sound = await voiced(form)
    except TooLargeError:
        return pages.trouble(house, settings, "large", 413)
    except UnreadableError:
        return pages.trouble(house, settings, "unreadable", 400)
    except MediaRefusedError:
        return pages.trouble(house, settings, "sound", 400, language=form.language)
    known = door.token_of(request)
    token = known or door.fresh_token()
    try:
        last = await _accept(request, token, form, sound)
    except DatabaseDown:
        log.error("not_stored", channel=CHANNEL)
        return pages.trouble(house, settings, "down", 503, language=form.language, again=form)
    if last is not None:
        token, known = door.fresh_token(), ""
    response = await _answer(request, token, form, last)
    if not known:
        door.give(response, token, settings)
    return response


async def _accept(request: Request, token: str, form: Posted, sound: str) -> LastWord | None:
    """Store and answer it. Words that come with a voice are a message of their own, so that they are read.

    Returns what is left to say to who asked to be erased, and was.
    """
    state = request.app.state
    holder = state.house.vault.address_hash(CHANNEL, ACCOUNT, token)[:HOLDER]
    item = Inbound(CHANNEL, ACCOUNT, f"{holder}.{form.nonce}", token, "text", text=form.text, entry=form.entry)
    last = None
    if form.choice or form.text:
        done = await state.runner.accept(_tap(item, form.choice) if form.choice else item)
        last = done.carried.last_word
    if sound:
        spoken = Inbound(CHANNEL, ACCOUNT, f"{holder}.{form.nonce}.voice", token, "voice")
        media_id = await state.db.write(keep_incoming, state.house, spoken, form.voice, sound)
        await state.runner.accept(_heard(spoken, media_id, sound, len(form.voice)))
    return last


def _tap(item: Inbound, choice: str) -> Inbound:
    return Inbound(item.channel, item.account, item.provider_id, item.sender, "pick", choice=choice, entry=item.entry)


def _heard(item: Inbound, media_id: str, sound: str, size: int) -> Inbound:
    file = MediaRef(media_id, sound, size)
    return Inbound(item.channel, item.account, item.provider_id, item.sender, "voice", media=(file,))


def _farewell(house: House, last: LastWord) -> str:
    return f"/?f={pages.spoken(house, last.language)}{'&r=1' if last.stub else ''}"


async def _answer(request: Request, token: str, form: Posted, last: LastWord | None) -> Response:
    state = request.app.state
    headers = pages.headers(state.settings)
    place = _farewell(state.house, last) if last is not None else "/"
    if SCRIPTED not in request.headers:
        return RedirectResponse(place, 303, headers)
    if last is not None or state.house.standstill.since:
        return Response(status_code=204, headers={**headers, pages.GO: place})
    try:
        seen = await state.db.read(sitting, state.house.vault, token)
    except DatabaseDown:
        return Response(status_code=204, headers=headers)  # stored all the same; the page asks again by itself
    return pages.news(state.house, state.settings, seen, form.version)
