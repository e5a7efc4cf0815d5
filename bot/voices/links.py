"""Addresses of voices for a provider that fetches them itself: closed, since a voice may say a receipt, and short-lived."""

from __future__ import annotations

import base64
import binascii
import time
import zlib
from typing import Final

from bot.media import LINK_SECONDS
from bot.records.seal import SealBroken, Vault

PURPOSE: Final = "voice link"
STAMP_BYTES: Final = 5
NAME_MAX: Final = 8192  # a name of a hundred recordings is half of it


def voice_token(vault: Vault, name: str, now: int | None = None) -> str:
    """What stands in the address of the voice ``name``, for an hour."""
    until = (int(time.time()) if now is None else now) + LINK_SECONDS
    sealed = vault.inbox_key(PURPOSE).seal("", PURPOSE, until.to_bytes(STAMP_BYTES) + zlib.compress(name.encode(), 9))
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def voice_named(vault: Vault, token: str, now: int | None = None) -> str:
    """The voice's name, or "" for a token that is forged or too old."""
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        plain = vault.inbox_key(PURPOSE).open("", PURPOSE, sealed)
        if int.from_bytes(plain[:STAMP_BYTES]) < (int(time.time()) if now is None else now):
            return ""
        return zlib.decompressobj().decompress(plain[STAMP_BYTES:], NAME_MAX).decode()
    except (SealBroken, binascii.Error, ValueError, zlib.error):
        return ""
