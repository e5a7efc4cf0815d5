"""Bars, one below the other, each with its words above it: readable at the width of a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.figures.svg import BOLD, WIDTH, box, clipped, picture, tag, words

ROW, THICK, TOP = 42, 14, 20


@dataclass(frozen=True, slots=True)
class Bar:
    """``share`` of the width, 0 to 1; None: hidden. ``mark``: where a limit stands. ``kind``: late, good or none."""

    label: str
    said: str
    share: float | None
    mark: float | None = None
    kind: str = ""


def bars(name: str, title: str, told: str, rows: Sequence[Bar]) -> str:
    """The picture; ``name`` is unique on its page."""
    drawn = [part for place, row in enumerate(rows) for part in _row(row, place * ROW)]
    return picture(name, title, told, max(len(rows), 1) * ROW, *drawn)


def _row(row: Bar, y: float) -> list[str]:
    room = WIDTH - len(row.said) * BOLD - 8
    parts = [
        words(0, y + 14, clipped(row.label, room)),
        words(WIDTH, y + 14, row.said, "said", "end"),
        box(0, y + TOP, WIDTH, THICK, "ground"),
    ]
    if row.share is None:
        parts.append(box(0, y + TOP, WIDTH, THICK, "hidden"))
    else:
        parts.append(box(0, y + TOP, WIDTH * min(row.share, 1.0), THICK, f"bar {row.kind}".strip()))
    if row.mark is not None:
        x = WIDTH * row.mark
        parts.append(tag("line", x1=x, x2=x, y1=y + TOP - 3, y2=y + TOP + THICK + 3, cls="mark"))
    return parts
