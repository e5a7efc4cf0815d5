"""Sound that the team sends: whatever a browser or a phone recorded becomes one Ogg/Opus voice note, mono and small.

Every phone of every channel plays that. Writing it anew also leaves behind what a recorder wrote beside the sound
(place, device, title).
"""

from __future__ import annotations

import io
from typing import Final

import av
from av.error import FFmpegError

from bot.channels.media import MediaRefusedError
from bot.media import voice_type

CONTENT_TYPE: Final = "audio/ogg"
BYTES_MAX: Final = 512 * 1024  # what a slow line carries; WhatsApp and Telegram take far more
BIT_RATE: Final = 24_000  # speech by Opus, RFC 6716 section 2.1.1: 16 to 20 kbit/s wide band, with room
SECONDS_MAX: Final = 150  # at this rate below BYTES_MAX
RATE: Final = 48_000  # Opus knows no other outside
CONTAINERS: Final = {
    "audio/ogg": "ogg",
    "audio/webm": "matroska",
    "audio/mp4": "mov",
    "audio/mpeg": "mp3",
    "audio/aac": "aac",
    "audio/amr": "amr",
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
    written = io.BytesIO()
    heard = 0.0
    with av.open(io.BytesIO(data), "r", format=container) as source, av.open(written, "w", format="ogg") as target:
        sound = target.add_stream("libopus", rate=RATE, layout="mono")
        sound.bit_rate = BIT_RATE
        sound.codec_context.options = {"application": "voip", "vbr": "constrained"}
        evened = av.AudioResampler(format="s16", layout="mono", rate=RATE, frame_size=sound.codec_context.frame_size)
        for frame in source.decode(source.streams.audio[0]):
            heard += frame.samples / frame.sample_rate
            if heard > SECONDS_MAX:
                raise SoundRefusedError("too_long")
            frame.pts = None  # recorders of phones leave gaps in time; what is heard has none
            for piece in evened.resample(frame):
                target.mux(sound.encode(piece))
        for piece in evened.resample(None):
            target.mux(sound.encode(piece))
        target.mux(sound.encode(None))
    if not heard:
        raise SoundRefusedError("not_sound")
    if written.tell() > BYTES_MAX:
        raise SoundRefusedError("too_long")
    return written.getvalue()
