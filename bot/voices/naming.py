"""The name of a voice, taken apart and put together: a list of recordings with breaths between sentences. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from locales.voices.parts import WORD
from locales.voices.shelf import BETWEEN, IN, PAUSE

BREATH: Final = ("", "")
_SLOWER: Final = f"slower{BETWEEN}"
"""Begins the name of a voice that is drawn out: no recording of any language is called so."""


def joined(voices: Iterable[str]) -> str:
    """Several voices as one: the first question in every language."""
    return f"{BETWEEN}{PAUSE}{BETWEEN}".join(voice for voice in voices if voice)


def recordings_in(name: str) -> tuple[tuple[str, str], ...]:
    """Language and key of each recording of the voice ``name``, ``BREATH`` between sentences."""
    pieces = (piece.partition(IN) for piece in name.removeprefix(_SLOWER).split(BETWEEN) if piece)
    return tuple(BREATH if language == PAUSE else (language, key) for language, _, key in pieces)


def slower(name: str) -> str:
    """The voice ``name`` for who asked for it more slowly."""
    return f"{_SLOWER}{name}" if name else ""


def is_slower(name: str) -> bool:
    """Whether the voice ``name`` is drawn out."""
    return name.startswith(_SLOWER)


def spells(name: str) -> bool:
    """Whether the voice ``name`` says somebody's receipt or number, letter by letter."""
    return any(key.startswith(WORD) and len(key) == len(WORD) + 1 for _, key in recordings_in(name))
