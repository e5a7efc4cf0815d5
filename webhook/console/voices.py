"""One sentence at a time for a speaker with only a phone: read, record, listen, keep; without scripts a file is chosen.

Our script (`static/voices.js`) sends a take in the background and wants no page: a page that did not come, or that refused,
would take the recording with it.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from bot.desk import audit
from bot.desk.staff import can
from bot.engine.book import Book
from bot.media import File
from bot.records.clock import now as clock_now
from bot.speakers.prepared import prepared, recordable
from bot.speakers.rooms import RECURRING, room_title
from bot.voices import counts
from bot.voices.examine import SECONDS_MAX
from bot.voices.keeping import keep
from bot.voices.refused import VoiceRefusedError
from bot.voices.repertoire import ANNOUNCED, Item, repertoire
from locales.languages import names
from locales.voices.parts import PLACEHOLDER, SUM
from locales.voices.shelf import Shelf
from webhook.console import show
from webhook.console.by_script import asks
from webhook.console.door import Visit, visit
from webhook.console.for_change import why
from webhook.console.form import posted
from webhook.console.headers import secured
from webhook.media import VOICE_TYPE, served

router = APIRouter()

Spoken = Literal["", "person", "machine"]
ADDRESS = "/desk/voices"
HOLE = "…"
"""Where a name or a number will be said."""
LANGUAGE = "bm"
SPEAKERS = ("locutrice", "locuteur")
"""Who speaks stands in the list of voices as a role, never as a name."""


@dataclass(frozen=True, slots=True)
class _Room:
    """The sentences of one flow in one language, and the one that is read now. ``whole``: of a piece, what stands around it."""

    language: str
    reach: counts.Reach
    rooms: list[counts.Count]
    room: str
    item: Item
    whole: str
    spoken: Spoken
    number: int
    total: int
    following: str


@router.get(ADDRESS, include_in_schema=False)
async def look(request: Request, lang: str = LANGUAGE, room: str = "", key: str = "", by: str = "") -> Response:
    """The sentence asked for, or the first that has no voice yet."""
    who = await visit(request)
    return await _page(request, who, lang, room, key, by)


@router.get(f"{ADDRESS}/sound", include_in_schema=False)
async def sound(request: Request, lang: str = LANGUAGE, key: str = "") -> Response:
    """What is recorded of one sentence."""
    who = await visit(request)
    book: Book = request.app.state.house.book
    allowed = can(who.worker, "see_requests" if key.startswith(ANNOUNCED) else "edit_content")
    if not allowed or key not in book.voices.entries(lang):
        return show.nothing(request, who)
    try:
        data = await asyncio.to_thread(book.voices.path(lang, key).read_bytes)
    except OSError:
        return show.nothing(request, who)
    return secured(served(request, File("", VOICE_TYPE, data)), request.app.state.settings)


@router.post(ADDRESS, include_in_schema=False)
async def record(request: Request) -> Response:
    """Examine what was recorded, keep it, and go on to the next sentence."""
    who, form = await posted(request, files_max=1)
    lang, room, key = form["lang"] or LANGUAGE, form["room"], form["key"]
    by = form["by"] if form["by"] in SPEAKERS else SPEAKERS[0]
    here = await asyncio.to_thread(_here, request.app.state.house.book, lang, room, key)
    if here is None or not can(who.worker, "edit_content"):
        return show.nothing(request, who)
    if here.item.part.key != key or here.item.part.text != form["text"]:
        return await _refused(request, who, lang, room, key, by, why(request, "wording_changed"))
    if not form.file("voice"):
        return await _refused(request, who, lang, room, key, by, why(request, "voice_none"))
    book: Book = request.app.state.house.book
    try:
        await asyncio.to_thread(keep, form.file("voice"), key, book.voices, lang, {key: here.item}, by)
    except VoiceRefusedError as refused:
        told = str(refused)
        return await _refused(request, who, lang, room, key, by, told[0].upper() + told[1:])
    except OSError:
        return await _refused(request, who, lang, room, key, by, why(request, "voice_no_place"))
    await request.app.state.db.write(
        lambda conn: audit.note(conn, who.worker.id, "voice", f"{lang}:{key}", clock_now(conn))
    )
    following = f"{ADDRESS}?{urlencode({'lang': lang, 'room': room, 'key': here.following, 'by': by})}"
    if asks(request):
        return secured(JSONResponse({"go": following}), request.app.state.settings)
    return show.go(request, following)


async def _refused(request: Request, who: Visit, lang: str, room: str, key: str, by: str, message: str) -> Response:
    """Why it is not kept: a line for our script, whose page still holds the take; else the page with the line on it."""
    if asks(request):
        return secured(PlainTextResponse(message, 400), request.app.state.settings)
    return await _page(request, who, lang, room, key, by, message)


async def _page(request: Request, who: Visit, lang: str, room: str, key: str, by: str, message: str = "") -> Response:
    book: Book = request.app.state.house.book
    if not can(who.worker, "edit_content"):
        return show.nothing(request, who)
    here = await asyncio.to_thread(_here, book, lang, room, key)
    if here is None:
        return show.nothing(request, who)
    return show.shown(
        request, "console/voices.html", who, status=400 if message else 200,
        at=here, title=room_title, french=PLACEHOLDER.sub(HOLE, here.item.part.french),
        known=names(recordable()), speakers=SPEAKERS, by=by,
        recurring=RECURRING, sums=SUM, sound_seconds=int(SECONDS_MAX), message=message,
    )  # fmt: skip


def _here(book: Book, language: str, room: str, key: str) -> _Room | None:
    """None for a language or flow that is not there; a language may be in preparation. Without ``key`` the first sentence
    that nobody has said: what a machine says waits for a person.
    """
    own = prepared(book, language)
    if own is None:
        return None
    book = own
    items = repertoire(book, language)
    rooms = counts.counts(book, language, book.voices, items)
    chosen = room or (
        items[key].room if key in items else next((r.room for r in rooms if r.by_people < r.wanted), rooms[0].room)
    )
    among = [item for item in items.values() if item.room == chosen]
    if not among:
        return None
    by = {item.part.key: _spoken(book.voices, item, language) for item in among}
    todo = [item for item in among if by[item.part.key] != "person"]
    item = next((one for one in among if one.part.key == key), (todo or among)[0])
    place = among.index(item)
    following = next((one for one in (*among[place + 1 :], *among[:place]) if one in todo), item)
    return _Room(
        language,
        counts.reach(book, language, rooms),
        rooms,
        chosen,
        item,
        _whole(item, among),
        by[item.part.key],
        place + 1,
        len(among),
        following.part.key,
    )


def _spoken(shelf: Shelf, item: Item, language: str) -> Spoken:
    """Who says these very words now: a person, a machine in their place, nobody."""
    if not shelf.has(item.part, language):
        return ""
    return "machine" if shelf.entries(language)[item.part.key].synthetic else "person"


def _whole(item: Item, among: list[Item]) -> str:
    """The sentence around a piece, with a hole for each value; "" for what is recorded in one go."""
    stem, piece, _ = item.part.key.partition("~")
    return f" {HOLE} ".join(one.part.words for one in among if one.part.key.startswith(f"{stem}~")) if piece else ""
