"""The same words in the same place of other messages: « Non » on a button is asked once, for who wants it so.

Whoever answers decides to answer for all; each sentence keeps an answer of its own, which can be changed alone. What is
about safety is always read in its message.
"""

from __future__ import annotations

from collections.abc import Container

from bot.speakers.catalogue import Reviewing
from locales.sheet.line import Line, Shown


def alike(found: Reviewing, answered: Container[str], shown: Shown, line: Line) -> tuple[str, ...]:
    """Keys of the other sentences with this French, this translation and this part of a message that nobody answered."""
    if shown.safety or not line.entry.words:
        return ()
    return tuple(
        other.entry.key
        for message in found.shown
        if not message.safety
        for other in message.lines
        if _same(other, line) and other.entry.key not in answered and other.entry.key != line.entry.key
    )


def _same(one: Line, other: Line) -> bool:
    return (one.entry.french, one.entry.words, one.part) == (other.entry.french, other.entry.words, other.part)
