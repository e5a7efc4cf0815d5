"""A flow as people walk it: its states from top to bottom, arcs for the ways between them, and who goes no further."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.figures.svg import BOLD, LINE, WIDTH, box, lines, picture, tag, words, wrapped
from bot.figures.veil import FEW

ROW, THICK, LEFT = 34, 28, 56
ARC_MAX = 48.0
WAYS_MAX = 120
"""Arcs on one picture; the least walked are left out, so that the page stays small."""
THICKEST = 5.0


@dataclass(frozen=True, slots=True)
class Step:
    """One state. ``arrived`` and ``left``: how many came, and how many of them went no further; None when hidden."""

    name: str
    words: str
    asks: bool
    arrived: int | None
    left: int | None

    @property
    def share(self) -> float | None:
        """Of those who came, how many went no further."""
        return None if self.arrived is None or self.left is None else self.left / self.arrived


def steps(
    order: Sequence[tuple[str, str, bool]], walked: Mapping[tuple[str, str], int], ends: frozenset[str]
) -> tuple[Step, ...]:
    """``order``: name, words and whether it asks, of each state from the first one; ``walked``: by (from, to).

    Who takes a command or comes back later leaves and arrives like everybody, so no state can lose more than came to it.
    Beside the number that came, who went no further would tell the few who did go on: then both are hidden.
    """
    came: Counter[str] = Counter()
    went: Counter[str] = Counter()
    for (source, target), count in walked.items():
        came[target] += count
        went[source] += count
    found = []
    for name, said, asks in order:
        lost = 0 if name in ends else max(0, came[name] - went[name])
        few = came[name] < FEW
        veiled = few or lost < FEW or came[name] - lost < FEW
        found.append(Step(name, said, asks, None if few else came[name], None if veiled else lost))
    return tuple(found)


def walks(name: str, title: str, told: str, rows: Sequence[Step], walked: Mapping[tuple[str, str], int]) -> str:
    """The picture: boxes in order, arcs on the left, a red part where people go no further."""
    named = [wrapped(row.words, WIDTH - LEFT - 16 - BOLD * len(_told(row))) for row in rows]
    tops = list(accumulate((ROW + LINE * (len(label) - 1) for label in named), initial=0))
    place = {row.name: number for number, row in enumerate(rows)}
    middle = [top + (THICK + LINE * (len(label) - 1)) / 2 for top, label in zip(tops, named, strict=False)]
    ways = [(count, *way) for way, count in walked.items() if count >= FEW and way[0] in place and way[1] in place]
    ways = sorted(((n, a, b) for n, a, b in ways if a != b), reverse=True)[:WAYS_MAX]
    most = max((count for count, _, _ in ways), default=1)
    drawn = [_arc(place[source], place[target], middle, count / most) for count, source, target in ways]
    for row, label, top in zip(rows, named, tops, strict=False):
        drawn.extend(_box(row, label, top))
    return picture(name, title, told, max(tops[-1], ROW), *drawn)


def _told(row: Step) -> str:
    """How many came, and which part of them went no further."""
    said = "–" if row.arrived is None else str(row.arrived)
    return said if row.share is None else f"{said} −{round(100 * row.share)} %"


def _arc(source: int, target: int, middle: Sequence[float], share: float) -> str:
    """Further to the left the further it goes; dashed when it leads back."""
    y1, y2 = middle[source], middle[target]
    out = min(ARC_MAX, 8 + 6 * abs(target - source))
    path = f"M{LEFT} {y1:.0f}C{LEFT - out:.0f} {y1:.0f} {LEFT - out:.0f} {y2:.0f} {LEFT} {y2:.0f}"
    return tag("path", d=path, cls="way" if target > source else "way back", stroke_width=f"{1 + THICKEST * share:.1f}")


def _box(row: Step, label: Sequence[str], y: float) -> list[str]:
    width, thick = WIDTH - LEFT, THICK + LINE * (len(label) - 1)
    parts = [box(LEFT, y, width, thick, "state asks" if row.asks else "state")]
    if row.share is not None:
        parts.append(box(LEFT + width * (1 - row.share), y, width * row.share, thick, "bar late"))
    return [*parts, *lines(LEFT + 6, y + 18, label), words(WIDTH - 5, y + 18, _told(row), "said", "end")]
