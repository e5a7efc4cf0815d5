"""Sound that the team sends: whatever a browser or a phone recorded becomes one Ogg/Opus voice note, mono and small.

Every phone of every channel plays that. Writing it anew also leaves behind what a recorder wrote beside the sound
(place, device, title).
"""

from __future__ import annotations

import io
from typing import Final

from bot.channels.media import MediaRefusedError
from bot.media import voice_type
from bot.voices.form import BYTES_MAX

SECONDS_MAX: Final = 150  # at the rate of our voices below BYTES_MAX
CONTAINERS: Final = {
    "audio/ogg": "ogg",
    "audio/webm": "matroska",
    "audio/mp4": "mov",
    "audio/mpeg": "mp3",
    "audio/aac": "aac",
    "audio/amr": "amr",
    "audio/wav": "wav",
}
"""The reader is named, never guessed: a playlist that leads to other files or addresses is then no sound at all."""


class SoundRefusedError(ValueError):
    """This file is not sent; ``why`` is a stable word: not_sound, too_long."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def voice_note(data: bytes) -> bytes:
    """``data`` as Ogg/Opus. Takes seconds of CPU for minutes of speech: not for the loop's own thread.

    Raises ``SoundRefusedError``.
    """
    from av.error import FFmpegError  # noqa: PLC0415 — FFmpeg is heavy to load, and few processes need it

    try:
        container = CONTAINERS[voice_type(data)]
    except MediaRefusedError as error:
        raise SoundRefusedError("not_sound") from error
    try:
        return _written_anew(data, container)
    except (FFmpegError, IndexError, ValueError) as error:
        raise error if isinstance(error, SoundRefusedError) else SoundRefusedError("not_sound") from error


def _written_anew(data: bytes, container: str) -> bytes:
    """Decoded and encoded piece by piece: a small file that unfolds to hours is stopped as soon as it is too long."""
    import av  # noqa: PLC0415 — as above

    from bot.voices.opus import Writer  # noqa: PLC0415 — as above

    writer, heard = Writer(), 0.0
    with av.open(io.BytesIO(data), "r", format=container) as source:
        for frame in source.decode(source.streams.audio[0]):
            heard += frame.samples / frame.sample_rate
            if heard > SECONDS_MAX:
                raise SoundRefusedError("too_long")
            writer.write(frame)
    if not heard:
        raise SoundRefusedError("not_sound")
    written = writer.close()
    if len(written) > BYTES_MAX:
        raise SoundRefusedError("too_long")
    return written
