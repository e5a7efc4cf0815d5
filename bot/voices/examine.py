"""Whether a recording can be used, and what to do when not; then the same sound, trimmed and as loud as all others.

A voice is examined before it is kept, because nobody who could say « I hear nothing » is asked later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.voices.form import BYTES_MAX, LOUDNESS, RATE
from bot.voices.refused import VoiceRefusedError
from locales.numbers import decimal

PEAK: Final = 0.89  # −1 dB: Opus may overshoot what it was given
SILENT: Final = 328  # of 32,768: −40 dB; a sentence whose loudest moment is below was not spoken into the phone
CLIPPED_FROM: Final = 32_700
CLIPPED_SHARE: Final = 0.0005  # of all samples; a single hard sound may touch the limit
SECONDS_MIN: Final = 0.15  # shorter than « un »
WORDS_A_SECOND_MAX: Final = 6.0  # nobody speaks faster: the beginning or the end is missing
WORDS_A_SECOND_MIN: Final = 0.8  # slower than the slowest reader: something else was recorded too
SLACK_SECONDS: Final = 2.5  # to breathe, and for single words
SECONDS_MAX: Final = 60.0  # languages.md: an information in pieces of at most a minute
TRIM: Final = (
    "silenceremove=start_periods=1:start_threshold=-45dB:start_silence=0.08,areverse,"
    "silenceremove=start_periods=1:start_threshold=-45dB:start_silence=0.12,areverse"
)


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
    from bot.voices.heard import filtered, loudness_of, samples_of, written  # noqa: PLC0415 — FFmpeg is heavy to load

    samples = samples_of(data)
    _check_least(len(samples) / RATE, words)  # first: in a split second nothing is heard, however near the telephone
    loudest = max(max(samples, default=0), -min(samples, default=0))
    if loudest < SILENT:
        raise VoiceRefusedError("on n'entend rien : parlez plus près du téléphone, puis enregistrez de nouveau.")
    trimmed = filtered(samples, TRIM)
    seconds = len(trimmed) / RATE
    _check_least(seconds, words)  # before the loudness: of half a word that was shouted, « speak softer » is wrong
    _check_most(seconds, words)
    clipped = sum(sample >= CLIPPED_FROM or sample <= -CLIPPED_FROM for sample in samples)
    if clipped > CLIPPED_SHARE * len(samples):
        raise VoiceRefusedError("le son sature : éloignez un peu le téléphone, ou parlez moins fort.")
    loudness = loudness_of(trimmed)
    louder = filtered(trimmed, f"volume={LOUDNESS - loudness:.2f}dB,alimiter=limit={PEAK}:level=disabled")
    made = written(louder)
    if len(made) > BYTES_MAX:
        raise VoiceRefusedError("le fichier est trop lourd (512 Ko au plus) : enregistrez plus court.")
    return Examined(made, round(seconds, 2), round(loudness_of(louder), 1))


def _check_least(seconds: float, words: str) -> None:
    many = len(words.split())
    if seconds < max(SECONDS_MIN, many / WORDS_A_SECOND_MAX):
        raise VoiceRefusedError(
            f"trop court ({decimal(seconds)} s pour {many} mots) : attendez un instant avant et après, et lisez toute la phrase."
        )


def _check_most(seconds: float, words: str) -> None:
    longest = min(SECONDS_MAX, len(words.split()) / WORDS_A_SECOND_MIN + SLACK_SECONDS)
    if seconds > longest:
        raise VoiceRefusedError(
            f"trop long ({seconds:.0f} s, {longest:.0f} s au plus) : lisez seulement la phrase, sans rien ajouter."
        )
