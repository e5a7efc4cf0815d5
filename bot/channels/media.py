"""Files that people send: how large, of which kind, and what to say when one cannot be had.

A failed fetch is loud: it raises, the caller keeps the message's words and tells a human that a file is missing.
"""

from __future__ import annotations

from bot.channels.magic import content_type

MEDIA_BYTES_MAX = 16 * 1024 * 1024  # Twilio's limit for WhatsApp; Telegram's own is 20 MB (getFile)


class MediaRefusedError(Exception):
    """This file will never be taken; ``str()`` is one sentence for operators, without address or secret."""


class MediaUnreachableError(Exception):
    """The file could not be had now; trying later may work."""


def checked(data: bytes) -> bytes:
    """``data`` itself when its size and first bytes are acceptable, else raises ``MediaRefusedError``."""
    if len(data) > MEDIA_BYTES_MAX:
        raise MediaRefusedError(f"the file is larger than {MEDIA_BYTES_MAX} bytes")
    if not data:
        raise MediaRefusedError("the file is empty")
    if not content_type(data):
        raise MediaRefusedError("the file is of a kind that Sira does not take")
    return data
