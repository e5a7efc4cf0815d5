"""Reading a form that brings files: bounded in bytes, fields and time, and held in memory alone (protection C3).

A voice is never on disk unsealed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Final

from fastapi import Request
from python_multipart.exceptions import FormParserError
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from bot.channels.media import MEDIA_BYTES_MAX
from webhook.body import BODY_MAX, FIELDS_MAX, TooLargeError, UnreadableError

UPLOAD_SECONDS: Final = 120.0  # two minutes of speech over a slow line
MULTIPART: Final = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Upload:
    """The fields, and the files under the names of theirs; of a repeated name the first. ``empty``: where a file with a
    name was chosen that holds nothing; a browser sends a field that was left alone without any name.
    """

    fields: dict[str, str]
    files: dict[str, bytes]
    empty: frozenset[str] = frozenset()


def kind_of(request: Request) -> str:
    """The content type, without what follows it."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def upload(request: Request, files_max: int = 1) -> Upload:
    """The form. Raises ``TooLargeError``, for a file above 16 MB or all above that; or ``UnreadableError``."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > MEDIA_BYTES_MAX + BODY_MAX:
        raise TooLargeError
    parser = MultiPartParser(
        request.headers, _metered(request), max_files=files_max, max_fields=FIELDS_MAX, max_part_size=BODY_MAX
    )
    parser.spool_max_size = MEDIA_BYTES_MAX + BODY_MAX
    try:
        async with asyncio.timeout(UPLOAD_SECONDS):
            form = await parser.parse()
    except (MultiPartException, FormParserError, TimeoutError, ValueError, KeyError) as error:
        raise error if isinstance(error, TooLargeError) else UnreadableError from error
    try:
        fields = {name: value for name, value in reversed(form.multi_items()) if isinstance(value, str)}
        if sum(len(value.encode("utf-8", "replace")) for value in fields.values()) > BODY_MAX:
            raise TooLargeError
        return Upload(fields, await _files(form), _empty(form))
    finally:
        await form.close()


async def _metered(request: Request) -> AsyncGenerator[bytes, None]:
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MEDIA_BYTES_MAX + BODY_MAX:
            raise TooLargeError
        yield chunk


def _empty(form: FormData) -> frozenset[str]:
    files = ((name, value) for name, value in form.multi_items() if isinstance(value, UploadFile))
    return frozenset(name for name, value in files if value.filename and not value.size)


async def _files(form: FormData) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for name, value in reversed(form.multi_items()):
        if isinstance(value, UploadFile):
            files[name] = await value.read()
            if len(files[name]) > MEDIA_BYTES_MAX:
                raise TooLargeError
    return files
