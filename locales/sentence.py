"""Somebody's own sentence, which carries what has been read in it: whoever asks for its words, they are parted once.

A message is read for danger, commands, topics, age, places and trades, whole and clause by clause; one of 1,500 letters
was folded hundreds of times. What was read stays in the sentence and goes with it when the turn is over: the process
keeps nothing of what people write, and nothing read can be older than the words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Self, TypeVar

T = TypeVar("T")
SHORT: Final = 32
"""Letters up to which words are everybody's, « 1 », « oui », « menu »: what they mean may be kept by the process."""


class Sentence(str):
    """The words as they were typed, equal to the same words as a plain string; made by ``sentence``."""

    __slots__ = ("_readings",)
    _readings: dict[tuple[object, ...], Any]

    def __new__(cls, text: str) -> Self:
        """``text`` with nothing read in it yet."""
        made = super().__new__(cls, text)
        made._readings = {}
        return made

    def read(self, reads: Callable[..., T], *more: object) -> T:
        """``reads(self, *more)``, pure, done once."""
        asked = (reads, *more)
        if asked not in self._readings:
            self._readings[asked] = reads(self, *more)
        found: T = self._readings[asked]
        return found


def sentence(text: str) -> str:
    """``text`` to be read by many; a short one stays as it is."""
    return Sentence(text) if len(text) > SHORT else text


def cut(text: str, part: str) -> str:
    """``part`` of ``text``, itself to be read by many where ``text`` is."""
    return sentence(part) if isinstance(text, Sentence) else part
