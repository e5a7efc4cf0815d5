"""Reading a request's body before anybody is trusted: bounded in size and time (protection C3)."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Final

from fastapi import Request

BODY_MAX: Final = 256 * 1024
READ_SECONDS: Final = 10.0
FIELDS_MAX: Final = 200
NAME_DIGITS: Final = 40


class TooLargeError(ValueError):
    """More than 256 KB."""


class UnreadableError(ValueError):
    """Not what this address takes."""


async def bounded(request: Request) -> bytes:
    """The body. Raises ``TooLargeError``, or ``UnreadableError`` for a sender that stops in the middle."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > BODY_MAX:
        raise TooLargeError
    try:
        async with asyncio.timeout(READ_SECONDS):
            chunks: list[bytes] = []
            size = 0
            async for chunk in request.stream():
                size += len(chunk)
                if size > BODY_MAX:
                    raise TooLargeError
                chunks.append(chunk)
    except TimeoutError as error:
        raise UnreadableError from error
    return b"".join(chunks)


def name_of(body: bytes) -> str:
    """A name for a genuine message that bears none, so that its repetition is known: an error would block that chat at
    the provider for hours.
    """
    return f"unnamed-{hashlib.sha256(body).hexdigest()[:NAME_DIGITS]}"
