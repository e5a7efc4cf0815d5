"""One picture of the numbers page: a drawing, and the table that stands behind it for who cannot see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

Row = tuple[str, ...]
Word = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Picture:
    """``name`` is an id on the page and a sheet in the workbook; ``rows`` stand behind the drawing, under ``head``."""

    name: str
    title: str
    note: str
    svg: Markup
    head: Row
    rows: tuple[Row, ...]


def picture(word: Word, name: str, drawn: str, head: Sequence[str], rows: Sequence[Row]) -> Picture:
    """Put together under its name, with its title and note in words."""
    # Every piece of text in it was escaped where it was drawn (bot/figures/svg.py).
    return Picture(name, word(name), word(f"{name}_note"), Markup(drawn), tuple(head), tuple(rows))  # noqa: S704


def number(word: Word, count: int | None) -> str:
    """A count as it is read; what is hidden is said to be so."""
    return word("hidden") if count is None else f"{count:,}".replace(",", "\u202f")
