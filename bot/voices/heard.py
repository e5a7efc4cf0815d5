"""What can be heard in a file: every sample of it, through FFmpeg's filters, and how loud it is.

It loads FFmpeg, which costs a process that handles no sound time and memory: it is imported where sound is examined.
"""

from __future__ import annotations

import io
from array import array
from collections.abc import Iterable, Iterator
from typing import Final

import av
from av.error import FFmpegError

from bot.channels.magic import content_type
from bot.channels.media import MediaRefusedError, checked
from bot.desk.sound import CONTAINERS
from bot.media import SOUNDS
from bot.voices.form import LOUDNESS, PACKET_SAMPLES, RATE
from bot.voices.opus import encoded
from bot.voices.refused import VoiceRefusedError

DECODED_MAX: Final = 150.0  # a small file that unfolds to hours is not read to its end
COVERS: Final = frozenset({"mjpeg", "png", "bmp", "gif"})  # the picture of an MP3 is no film
MEASURED_SECONDS: Final = 1.0  # loudness is measured over 0.4 s (EBU R 128): shorter sounds are repeated for it


def samples_of(data: bytes) -> array[int]:
    """Every sample of the sound in ``data``: mono, 48 kHz."""
    try:
        kind = content_type(checked(data))
        container = CONTAINERS[SOUNDS.get(kind, kind)]
    except (MediaRefusedError, KeyError) as error:
        raise VoiceRefusedError("ce n'est pas un son : envoyez un enregistrement (OGG, WebM, M4A ou MP3).") from error
    found = array("h")
    evened = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    try:
        with av.open(io.BytesIO(data), "r", format=container) as source:
            if any(film.codec_context.name not in COVERS for film in source.streams.video):
                raise VoiceRefusedError("c'est un film : enregistrez le son seul, par exemple avec le dictaphone.")
            for frame in source.decode(source.streams.audio[0]):
                _add(found, evened.resample(frame))
                if len(found) > DECODED_MAX * RATE:
                    raise VoiceRefusedError("trop long : lisez une seule phrase par enregistrement.")
            _add(found, evened.resample(None))
    except (FFmpegError, IndexError) as error:
        raise VoiceRefusedError("le son ne se lit pas : enregistrez de nouveau.") from error
    return found


def _add(found: array[int], frames: Iterable[av.AudioFrame]) -> None:
    for frame in frames:
        found.frombytes(bytes(frame.planes[0])[: 2 * frame.samples])


def written(samples: array[int]) -> bytes:
    """``samples`` as one file of our form."""
    return encoded(_frames(samples))


def _frames(samples: array[int]) -> Iterator[av.AudioFrame]:
    for start in range(0, len(samples), PACKET_SAMPLES):
        piece = samples[start : start + PACKET_SAMPLES]
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(piece))
        frame.sample_rate, frame.pts = RATE, start
        frame.planes[0].update(piece.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
        yield frame


def _through(samples: array[int], filters: str) -> Iterator[av.AudioFrame]:
    """``samples`` through a chain of FFmpeg's filters."""
    graph = av.filter.Graph()
    last = graph.add_abuffer(sample_rate=RATE, format="s16", layout="mono", time_base=None)
    for one in (*filters.split(","), "aformat=sample_fmts=s16:channel_layouts=mono:sample_rates=48000"):
        name, _, options = one.partition("=")
        following = graph.add(name, options or None)
        last.link_to(following)
        last = following
    last.link_to(graph.add("abuffersink"))
    graph.configure()
    for frame in (*_frames(samples), None):
        graph.push(frame)
        yield from _ready(graph)


def _ready(graph: av.filter.Graph) -> Iterator[av.AudioFrame]:
    while True:
        try:
            frame = graph.pull()
        except (av.BlockingIOError, av.EOFError):
            return
        if isinstance(frame, av.AudioFrame):
            yield frame


def filtered(samples: array[int], filters: str) -> array[int]:
    """``samples`` after a chain of FFmpeg's filters."""
    found = array("h")
    _add(found, _through(samples, filters))
    return found


def loudness_of(samples: array[int]) -> float:
    """Integrated loudness in LUFS (EBU R 128)."""
    repeats = max(1, int(MEASURED_SECONDS * RATE / max(1, len(samples))) + 1)
    said = [frame.metadata.get("lavfi.r128.I") for frame in _through(samples * repeats, "ebur128=metadata=1")]
    return float(next((one for one in reversed(said) if one), LOUDNESS))
