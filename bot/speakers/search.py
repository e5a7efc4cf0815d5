"""A sentence is found by some of its words, in either language and however they are spelled, or by its key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.speakers.catalogue import Reviewing
from locales.fold import fold
from locales.sheet.line import Line

FOUND_MAX: Final = 40
"""Sentences listed at once; more are not read, and other words find fewer."""


@dataclass(frozen=True, slots=True)
class Found:
    """``lines`` with the group of each, as many as are listed; ``total``: how many there are."""

    lines: tuple[tuple[str, Line], ...]
    total: int


def search(found: Reviewing, asked: str) -> Found:
    """The sentences that say ``asked``; whole matches first, then in the order of the flows."""
    wanted, key = fold(asked), asked.strip().casefold()
    if not wanted:
        return Found((), 0)
    hits = [
        (shown.group, line)
        for shown in found.shown
        for line in shown.lines
        if key in line.entry.key.casefold() or wanted in fold(line.entry.french) or wanted in fold(line.entry.words)
    ]
    hits.sort(key=lambda hit: wanted not in {fold(hit[1].entry.french), fold(hit[1].entry.words)})
    return Found(tuple(hits[:FOUND_MAX]), len(hits))
