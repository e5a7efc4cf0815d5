"""Files by address: for providers by a signed link, for players in pieces."""

from __future__ import annotations

import re
from typing import Final

from fastapi import APIRouter, Request, Response

from bot.media import File, file_of, media_named
from bot.records.down import DatabaseDown
from bot.voices.links import voice_named
from bot.voices.sounds import Sounds

router = APIRouter()

PIECE: Final = re.compile(r"bytes=(\d{0,12})-(\d{0,12})", re.ASCII)
SHOWN: Final = ("audio/", "image/", "video/")
VOICE_TYPE: Final = "audio/ogg"
HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "Accept-Ranges": "bytes",
}


@router.get("/media/{token}", include_in_schema=False)
async def media(request: Request, token: str) -> Response:
    """The file that a signed link names. 404 for a link that is forged, too old, or whose file is gone."""
    state = request.app.state
    media_id = media_named(state.house.vault, token)
    try:
        file = await state.db.read(file_of, state.house.vault, media_id) if media_id else None
    except DatabaseDown:
        return Response(status_code=503)
    return served(request, file)


@router.get("/voice/{token}", include_in_schema=False)
def voice(request: Request, token: str) -> Response:
    """A recorded voice that a closed address names, for a provider. Its sound is made in a thread of its own."""
    state = request.app.state
    name = voice_named(state.house.vault, token)
    return served(request, spoken(state.sounds, name) if name else None)


def spoken(sounds: Sounds, name: str) -> File | None:
    """The voice ``name`` as a file; None when it cannot be made any more."""
    data = sounds.sound(name)
    return File("", VOICE_TYPE, data) if data else None


def served(request: Request, file: File | None) -> Response:
    """``file`` as an answer. A phone's player asks for pieces (RFC 9110, 14.2) and plays nothing without."""
    if file is None:
        return Response(status_code=404, headers=HEADERS)
    size = len(file.data)
    headers = dict(HEADERS)
    if not file.content_type.startswith(SHOWN):
        headers["Content-Disposition"] = "attachment"
    asked = PIECE.fullmatch(request.headers.get("range", ""))
    if not asked or asked[1] == asked[2] == "":
        return Response(file.data, media_type=file.content_type, headers=headers)
    first = int(asked[1]) if asked[1] else max(0, size - int(asked[2]))
    last = min(int(asked[2]), size - 1) if asked[1] and asked[2] else size - 1
    if first > last:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return Response(file.data[first : last + 1], status_code=206, media_type=file.content_type, headers=headers)
