"""Bars, one below the other, each with its words above it: readable at the width of a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.figures.svg import BOLD, LINE, WIDTH, box, lines, picture, tag, words, wrapped

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
    """The picture; ``name`` is unique on its page. A long name takes a line more, and moves down what follows."""
    named = [wrapped(row.label, WIDTH - len(row.said) * BOLD - 8) for row in rows]
    tops = list(accumulate((ROW + LINE * (len(label) - 1) for label in named), initial=0))
    drawn = [part for row, label, top in zip(rows, named, tops, strict=False) for part in _row(row, label, top)]
    return picture(name, title, told, max(tops[-1], ROW), *drawn)


def _row(row: Bar, label: Sequence[str], y: float) -> list[str]:
    parts = [*lines(0, y + 14, label), words(WIDTH, y + 14, row.said, "said", "end")]
    y += LINE * (len(label) - 1)
    parts.append(box(0, y + TOP, WIDTH, THICK, "ground"))
    if row.share is None:
        parts.append(box(0, y + TOP, WIDTH, THICK, "hidden"))
    else:
        parts.append(box(0, y + TOP, WIDTH * min(row.share, 1.0), THICK, f"bar {row.kind}".strip()))
    if row.mark is not None:
        x = WIDTH * row.mark
        parts.append(tag("line", x1=x, x2=x, y1=y + TOP - 3, y2=y + TOP + THICK + 3, cls="mark"))
    return parts
