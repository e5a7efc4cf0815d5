"""Sounds as recorders make them: a tone in any container, written by the same library that reads them."""

from __future__ import annotations

import io
import math
from array import array

import av

RATE = 48_000
PIECE = 960
CODECS = {"webm": "libopus", "ogg": "libopus", "mp3": "libmp3lame", "ipod": "aac", "adts": "aac"}


def tone(container: str = "webm", seconds: float = 1.0, *, stereo: bool = False, title: str = "") -> bytes:
    """``seconds`` of a tone in ``container``."""
    written = io.BytesIO()
    layout = "stereo" if stereo else "mono"
    with av.open(written, "w", format=container) as target:
        if title:
            target.metadata["title"] = title
        sound = target.add_stream(CODECS[container], rate=RATE, layout=layout)
        fitted = av.AudioResampler(
            format=sound.codec_context.format,
            layout=layout,
            rate=RATE,
            frame_size=sound.codec_context.frame_size or None,
        )
        for number in range(int(seconds * RATE / PIECE)):
            frame = av.AudioFrame(format="s16", layout="mono", samples=PIECE)
            frame.sample_rate, frame.pts = RATE, number * PIECE
            wave = (int(9000 * math.sin((number * PIECE + n) * 0.06)) for n in range(PIECE))
            frame.planes[0].update(array("h", wave).tobytes())
            for piece in fitted.resample(frame):
                target.mux(sound.encode(piece))
        for piece in fitted.resample(None):
            target.mux(sound.encode(piece))
        target.mux(sound.encode(None))
    return written.getvalue()


def silence(seconds: float) -> bytes:
    """A small file that unfolds to much."""
    written = io.BytesIO()
    with av.open(written, "w", format="ogg") as target:
        sound = target.add_stream("libopus", rate=RATE, layout="mono")
        sound.bit_rate = 6000
        for number in range(int(seconds * RATE) // PIECE):
            frame = av.AudioFrame(format="s16", layout="mono", samples=PIECE)
            frame.sample_rate, frame.pts = RATE, number * PIECE
            frame.planes[0].update(bytes(2 * PIECE))
            target.mux(sound.encode(frame))
        target.mux(sound.encode(None))
    return written.getvalue()
