"""Reading what the page posted: words, a choice, a voice. Bounded in bytes, fields and time (protection C3)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from fastapi import Request
from python_multipart.exceptions import FormParserError
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from bot.channels.media import MEDIA_BYTES_MAX
from bot.channels.untrusted import entry_code, text
from webhook.body import BODY_MAX, FIELDS_MAX, TooLargeError, UnreadableError, bounded

TEXT_MAX: Final = 4000  # characters: what somebody writes in one go, and below what every channel shows
CHOICE_MAX: Final = 200
NONCE_MAX: Final = 64
VERSION_MAX: Final = 120
VOICE_SECONDS: Final = 120.0  # two minutes of speech over a slow line
FORM: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Posted:
    """``nonce`` is how the browser repeats itself; ``version`` what a page with scripts already shows; ``entry`` the code
    of the poster that led to the page.
    """

    nonce: str
    text: str = ""
    choice: str = ""
    language: str = ""
    version: str = ""
    entry: str = ""
    voice: bytes = b""

    @property
    def empty(self) -> bool:
        """Nothing was said: the button was touched over an empty field."""
        return not (self.text or self.choice or self.voice)


async def posted(request: Request) -> Posted:
    """The form. Raises ``TooLargeError`` or ``UnreadableError``; nothing that a browser sends is an error."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == FORM:
        return _checked(await _plain(request), b"")
    if kind == MULTIPART:
        return await _with_file(request)
    raise UnreadableError


async def _plain(request: Request) -> dict[str, str]:
    body = await bounded(request)
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=FIELDS_MAX, errors="strict")
    except (UnicodeDecodeError, ValueError) as error:
        raise UnreadableError from error
    return dict(reversed(pairs))


async def _with_file(request: Request) -> Posted:
    """Held in memory alone: a voice is never on disk unsealed."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > MEDIA_BYTES_MAX + BODY_MAX:
        raise TooLargeError
    parser = MultiPartParser(
        request.headers, _metered(request), max_files=1, max_fields=FIELDS_MAX, max_part_size=BODY_MAX
    )
    parser.spool_max_size = MEDIA_BYTES_MAX + BODY_MAX
    try:
        async with asyncio.timeout(VOICE_SECONDS):
            form = await parser.parse()
    except (MultiPartException, FormParserError, TimeoutError, ValueError, KeyError) as error:
        raise error if isinstance(error, TooLargeError) else UnreadableError from error
    try:
        fields = {name: value for name, value in reversed(form.multi_items()) if isinstance(value, str)}
        if sum(len(value.encode("utf-8", "replace")) for value in fields.values()) > BODY_MAX:
            raise TooLargeError
        return _checked(fields, await _voice(form))
    finally:
        await form.close()


async def _metered(request: Request) -> AsyncGenerator[bytes, None]:
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MEDIA_BYTES_MAX + BODY_MAX:
            raise TooLargeError
        yield chunk


async def _voice(form: FormData) -> bytes:
    file = form.get("voice")
    if not isinstance(file, UploadFile):
        return b""
    data = await file.read()
    if len(data) > MEDIA_BYTES_MAX:
        raise TooLargeError
    return data


def _checked(fields: dict[str, str], voice: bytes) -> Posted:
    nonce = text(fields, "nonce")
    words = text(fields, "text").replace("\r\n", "\n").strip()
    choice = text(fields, "choice")
    if len(words) > TEXT_MAX:
        raise TooLargeError
    if not nonce or len(nonce) > NONCE_MAX or not nonce.isprintable() or len(choice) > CHOICE_MAX:
        raise UnreadableError
    return Posted(
        nonce=nonce,
        text=words,
        choice=choice,
        language=text(fields, "lang")[:8],
        version=text(fields, "v")[:VERSION_MAX],
        entry=entry_code(text(fields, "c")),
        voice=voice,
    )
