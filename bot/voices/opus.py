"""Writing and joining voices of one form (`bot/voices/form.py`): what is alike can be put end to end.

It loads FFmpeg, which costs a process that handles no sound time and memory: it is imported where sound is made.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import av

from bot.voices.form import BIT_RATE, PACKET_SAMPLES, RATE
from locales.voices.shelf import PAUSE_SECONDS


class Writer:
    """Encodes frames as they come; ``data`` when closed."""

    def __init__(self) -> None:
        self._written = io.BytesIO()
        self._target = av.open(self._written, "w", format="ogg")
        self._sound = self._target.add_stream("libopus", rate=RATE, layout="mono")
        self._sound.bit_rate = BIT_RATE
        self._sound.codec_context.options = {"application": "voip", "vbr": "constrained"}
        size = self._sound.codec_context.frame_size
        self._evened = av.AudioResampler(format="s16", layout="mono", rate=RATE, frame_size=size)

    def write(self, frame: av.AudioFrame | None) -> None:
        """One more frame, of any shape; None after the last."""
        if frame is not None:
            frame.pts = None  # recorders of phones leave gaps in time; what is heard has none
        for piece in self._evened.resample(frame):
            self._target.mux(self._sound.encode(piece))

    def close(self) -> bytes:
        """The whole file."""
        self.write(None)
        self._target.mux(self._sound.encode(None))
        self._target.close()
        return self._written.getvalue()


def encoded(frames: Iterable[av.AudioFrame]) -> bytes:
    """``frames`` as one file."""
    writer = Writer()
    for frame in frames:
        writer.write(frame)
    return writer.close()


@dataclass(frozen=True, slots=True)
class Packets:
    """One recording, taken out of its file but not decoded: what is put end to end costs no sound."""

    data: tuple[bytes, ...]

    @property
    def seconds(self) -> float:
        """How long it lasts, to 20 ms."""
        return len(self.data) * PACKET_SAMPLES / RATE


def unpacked(data: bytes) -> Packets:
    """The packets of a file that ``Writer`` made. Raises ``av.error.FFmpegError``."""
    with av.open(io.BytesIO(data), "r", format="ogg") as source:
        return Packets(tuple(bytes(packet) for packet in source.demux(source.streams.audio[0]) if packet.size))


def packed(pieces: Iterable[Packets]) -> bytes:
    """``pieces`` end to end as one file. Each begins and ends in silence, so that no seam is heard."""
    written = io.BytesIO()
    with av.open(written, "w", format="ogg") as target:
        sound = target.add_stream("libopus", rate=RATE, layout="mono")
        sound.bit_rate = BIT_RATE
        at = 0
        for piece in pieces:
            for data in piece.data:
                packet = av.Packet(data)
                packet.stream, packet.time_base = sound, Fraction(1, RATE)
                packet.pts = packet.dts = at
                packet.duration = PACKET_SAMPLES
                target.mux_one(packet)
                at += PACKET_SAMPLES
    return written.getvalue()


@cache
def silence(seconds: float = PAUSE_SECONDS) -> Packets:
    """A breath."""
    frame = av.AudioFrame(format="s16", layout="mono", samples=int(seconds * RATE))
    frame.sample_rate = RATE
    frame.planes[0].update(bytes(2 * frame.samples))
    return unpacked(encoded([frame]))
