"""From a voice's name to its sound: recordings are read once, put end to end in a few milliseconds, and kept.

What is kept is named by what it holds: a voice that was recorded anew is another voice, here and at the providers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import structlog

from bot.voices.form import SLOW
from bot.voices.naming import BREATH, is_slower, recordings_in
from locales.voices.shelf import Shelf

if TYPE_CHECKING:
    from bot.voices.opus import Packets

RECORDINGS_KEPT: Final = 4096  # all of one language; 20 kB each at the most common length
VOICES_KEPT: Final = 512  # questions that many people hear in an hour; about 40 kB each
STAMP_DIGITS: Final = 32
SLOWED: Final = f"atempo={SLOW}"
"""FFmpeg's filter that keeps the pitch: a voice drawn out stays the same person's."""

log = structlog.get_logger()


class Sounds:
    """The sounds of one shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._recording = lru_cache(maxsize=RECORDINGS_KEPT)(_read)
        self._joined: Callable[[str, str], bytes] = lru_cache(maxsize=VOICES_KEPT)(self._join)

    def stamp(self, name: str) -> str:
        """What tells the sound of ``name`` from every other; "" when one of its recordings is not there any more."""
        sounds = [SLOWED] if is_slower(name) else []
        for language, key in recordings_in(name):
            entry = self._shelf.entries(language).get(key) if language else None
            if entry is None and language:
                return ""
            sounds.append(entry.sound if entry else "")
        return hashlib.sha256("|".join(sounds).encode()).hexdigest()[:STAMP_DIGITS] if sounds else ""

    def sound(self, name: str) -> bytes | None:
        """The voice note; None when it cannot be made."""
        stamp = self.stamp(name)
        if not stamp:
            return None
        try:
            return self._joined(name, stamp)
        except (OSError, ValueError) as error:  # a file that went away or was broken by hand
            log.warning("voice_not_made", error=type(error).__name__)
            return None

    def _join(self, name: str, _stamp: str) -> bytes:
        from bot.voices.opus import packed, silence  # noqa: PLC0415 — sound is heavy to load, and few processes need it

        pieces = []
        for one in recordings_in(name):
            if one == BREATH:
                pieces.append(silence())
                continue
            language, key = one
            entry = self._shelf.entries(language)[key]
            pieces.append(self._recording(self._shelf.path(language, key), entry.sound))
        return _slowed(packed(pieces)) if is_slower(name) else packed(pieces)


def _slowed(data: bytes) -> bytes:
    from bot.voices.heard import filtered, samples_of, written  # noqa: PLC0415 — as above

    return written(filtered(samples_of(data), SLOWED))


def _read(path: Path, _sound: str) -> Packets:
    from bot.voices.opus import unpacked  # noqa: PLC0415 — as above

    return unpacked(path.read_bytes())
