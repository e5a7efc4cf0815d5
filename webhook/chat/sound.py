"""The voice that a page brings, as it is kept: what phones cannot play everywhere is written anew."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Final

from bot.channels.media import MediaRefusedError
from bot.desk.sound import SoundRefusedError, voice_note
from bot.media import voice_type
from webhook.body import TooLargeError
from webhook.chat.form import Posted

WAVE: Final = "audio/wav"
NOTE: Final = "audio/ogg"


async def voiced(form: Posted) -> tuple[Posted, str]:
    """The form with a sound that every phone plays, and its content type; "" where nothing was spoken.

    Raises ``MediaRefusedError`` for what is no sound, an empty file too; ``TooLargeError`` for one that lasts too long.
    """
    if form.voiceless:
        raise MediaRefusedError("the file is empty")
    kind = voice_type(form.voice) if form.voice else ""
    if kind != WAVE:
        return form, kind
    try:
        return replace(form, voice=await asyncio.to_thread(voice_note, form.voice)), NOTE
    except SoundRefusedError as error:
        raise (TooLargeError if error.why == "too_long" else MediaRefusedError)(error.why) from error
