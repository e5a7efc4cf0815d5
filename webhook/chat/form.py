"""Reading what the page posted: words, a choice, a voice. Bounded in bytes, fields and time (protection C3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qsl

from fastapi import Request

from bot.channels.untrusted import entry_code, text
from webhook.body import FIELDS_MAX, TooLargeError, UnreadableError, bounded
from webhook.upload import MULTIPART, kind_of, upload

TEXT_MAX: Final = 4000  # characters: what somebody writes in one go, and below what every channel shows
CHOICE_MAX: Final = 200
NONCE_MAX: Final = 64
VERSION_MAX: Final = 120
FORM: Final = "application/x-www-form-urlencoded"


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
    voiceless: bool = False  # a file was chosen and holds nothing

    @property
    def empty(self) -> bool:
        """Nothing was said: the button was touched over an empty field."""
        return not (self.text or self.choice or self.voice)


async def posted(request: Request) -> Posted:
    """The form. Raises ``TooLargeError`` or ``UnreadableError``; nothing that a browser sends is an error."""
    kind = kind_of(request)
    if kind == FORM:
        return _checked(await _plain(request), b"")
    if kind == MULTIPART:
        form = await upload(request)
        chosen = replace(_checked(form.fields, form.files.get("voice", b"")), voiceless="voice" in form.empty)
        return replace(chosen, voiceless=chosen.voiceless and not (chosen.text or chosen.choice))
    raise UnreadableError


async def _plain(request: Request) -> dict[str, str]:
    body = await bounded(request)
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=FIELDS_MAX, errors="strict")
    except (UnicodeDecodeError, ValueError) as error:
        raise UnreadableError from error
    return dict(reversed(pairs))


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
