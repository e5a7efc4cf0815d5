"""Whether a recording can be used, and what to do when not; then the same sound, trimmed and as loud as all others.

A voice is examined before it is kept, because nobody who could say « I hear nothing » is asked later.
"""

from __future__ import annotations

import io
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import av
from av.error import FFmpegError

from bot.channels.magic import content_type
from bot.channels.media import MediaRefusedError, checked
from bot.desk.sound import CONTAINERS
from bot.media import SOUNDS
from bot.voices.opus import BYTES_MAX, PACKET_SAMPLES, RATE, encoded

LOUDNESS: Final = -16.0  # LUFS, what podcasts and phones' players expect (AES TD1008, speech for mobile listening)
PEAK: Final = 0.89  # −1 dB: Opus may overshoot what it was given
SILENT: Final = 328  # of 32,768: −40 dB; a sentence whose loudest moment is below was not spoken into the phone
CLIPPED_FROM: Final = 32_700
CLIPPED_SHARE: Final = 0.0005  # of all samples; a single hard sound may touch the limit
SECONDS_MIN: Final = 0.15  # shorter than « un »
WORDS_A_SECOND_MAX: Final = 6.0  # nobody speaks faster: the beginning or the end is missing
WORDS_A_SECOND_MIN: Final = 0.8  # slower than the slowest reader: something else was recorded too
SLACK_SECONDS: Final = 2.5  # to breathe, and for single words
SECONDS_MAX: Final = 60.0  # languages.md: an information in pieces of at most a minute
DECODED_MAX: Final = 150.0  # a small file that unfolds to hours is not read to its end
READ: Final = {**CONTAINERS, "audio/wav": "wav"}
"""What a dictaphone or a machine writes, besides what people send."""
COVERS: Final = frozenset({"mjpeg", "png", "bmp", "gif"})  # the picture of an MP3 is no film
MEASURED_SECONDS: Final = 1.0  # loudness is measured over 0.4 s (EBU R 128): shorter sounds are repeated for it
TRIM: Final = (
    "silenceremove=start_periods=1:start_threshold=-45dB:start_silence=0.08,areverse,"
    "silenceremove=start_periods=1:start_threshold=-45dB:start_silence=0.12,areverse"
)


class VoiceRefusedError(ValueError):
    """This recording is not kept; ``str()`` is one line for the speaker that says what to do."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A recording as it is kept: Ogg/Opus, its length, and how loud it was made (LUFS)."""

    data: bytes
    seconds: float
    loudness: float


def examined(data: bytes, words: str) -> Examined:
    """``data`` as a voice that says ``words``. Takes a tenth of a second or more: not for the loop's own thread.

    Raises ``VoiceRefusedError``.
    """
    samples = _samples(data)
    loudest = max(max(samples, default=0), -min(samples, default=0))
    if loudest < SILENT:
        raise VoiceRefusedError("on n'entend rien : parlez plus près du téléphone, puis enregistrez de nouveau.")
    clipped = sum(sample >= CLIPPED_FROM or sample <= -CLIPPED_FROM for sample in samples)
    if clipped > CLIPPED_SHARE * len(samples):
        raise VoiceRefusedError("le son sature : éloignez un peu le téléphone, ou parlez moins fort.")
    trimmed = _filtered(samples, TRIM)
    seconds = len(trimmed) / RATE
    _check_length(seconds, words)
    loudness = _loudness(trimmed)
    louder = _filtered(trimmed, f"volume={LOUDNESS - loudness:.2f}dB,alimiter=limit={PEAK}:level=disabled")
    made = encoded(_frames(louder))
    if len(made) > BYTES_MAX:
        raise VoiceRefusedError("le fichier est trop lourd (512 Ko au plus) : enregistrez plus court.")
    return Examined(made, round(seconds, 2), round(_loudness(louder), 1))


def _check_length(seconds: float, words: str) -> None:
    many = len(words.split())
    if seconds < max(SECONDS_MIN, many / WORDS_A_SECOND_MAX):
        raise VoiceRefusedError(
            f"trop court ({seconds:.1f} s pour {many} mots) : attendez un instant avant et après, et lisez toute la phrase."
        )
    longest = min(SECONDS_MAX, many / WORDS_A_SECOND_MIN + SLACK_SECONDS)
    if seconds > longest:
        raise VoiceRefusedError(
            f"trop long ({seconds:.0f} s, {longest:.0f} s au plus) : lisez seulement la phrase, sans rien ajouter."
        )


def _samples(data: bytes) -> array[int]:
    """Every sample of the sound in ``data``: mono, 48 kHz."""
    try:
        kind = content_type(checked(data))
        container = READ[SOUNDS.get(kind, kind)]
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


def _filtered(samples: array[int], filters: str) -> array[int]:
    found = array("h")
    _add(found, _through(samples, filters))
    return found


def _loudness(samples: array[int]) -> float:
    """Integrated loudness in LUFS (EBU R 128)."""
    repeats = max(1, int(MEASURED_SECONDS * RATE / max(1, len(samples))) + 1)
    said = [frame.metadata.get("lavfi.r128.I") for frame in _through(samples * repeats, "ebur128=metadata=1")]
    return float(next((one for one in reversed(said) if one), LOUDNESS))
