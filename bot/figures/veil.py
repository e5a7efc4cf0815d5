"""Counts under five are hidden, and with them what would tell them: four people can be somebody (protection B6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FEW = 5
"""Below this nothing is shown (protection B6)."""


QUARTERS = ("rarely", "sometimes", "often", "always")
"""What ``quarter`` finds, as the words under ``figures`` call it (bot/desk/words.yaml)."""


@dataclass(frozen=True, slots=True)
class Veiled:
    """``cells``: None where hidden; ``total`` of all of them, None when it is too small itself."""

    cells: tuple[int | None, ...]
    total: int | None


def veil(counts: Sequence[int]) -> Veiled:
    """The parts of a whole, ready to be shown beside their total.

    A single hidden part could be computed from the total, and few hidden ones that hold fewer than five together would be
    a small count again: then the next smallest part is hidden too, until neither is so.
    """
    total = sum(counts)
    smallest = sorted(range(len(counts)), key=lambda place: (counts[place], place))
    hidden = [place for place in smallest if counts[place] < FEW]
    for place in smallest[len(hidden) :]:
        if not hidden or (len(hidden) > 1 and sum(counts[one] for one in hidden) >= FEW):
            break
        hidden.append(place)
    cells = tuple(None if place in hidden else count for place, count in enumerate(counts))
    return Veiled(cells, total if total >= FEW else None)


def veil_stages(stages: Sequence[int]) -> tuple[int | None, ...]:
    """Ever smaller parts of the first number. One that is too near to the shown one before it would tell how few were
    lost between the two; it is hidden like one that is too small itself.
    """
    shown: list[int | None] = []
    before: int | None = None
    for count in stages:
        if count < FEW or (before is not None and before - count < FEW):
            shown.append(None)
        else:
            shown.append(count)
            before = count
    return tuple(shown)


def quarter(part: int, whole: int) -> int | None:
    """In which quarter of the whole a part lies, 0 to 3; None when the whole is too small for that to hide anybody.

    A share in quarters says how it stands without telling a count, so that those who always or never answer can be named.
    """
    return None if whole < 2 * FEW else min(3, 4 * part // whole)
