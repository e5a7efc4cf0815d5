"""Writing SVG: elements with escaped text and attributes, colours by class only, so that the page's own style paints it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from textwrap import wrap

WIDTH = 340
"""Of every picture, in its own units: as wide as a phone shows it, so that its letters are never too small there."""
LETTER = 7.4
"""Width of a letter of 13 units in a wide face (DejaVu Sans); in a narrower one there is room to spare."""
BOLD = 8.4
LINE = 16
"""From one line of words to the next."""


def tag(name: str, *inside: str, **attributes: object) -> str:
    """One element. ``inside`` is markup already; an attribute's ``_`` becomes ``-``, and ``cls`` is the class."""
    written = "".join(
        f' {"class" if key == "cls" else key.replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value != ""
    )
    return f"<{name}{written}>{''.join(inside)}</{name}>" if inside else f"<{name}{written}/>"


def words(x: float, y: float, text: str, cls: str = "", anchor: str = "") -> str:
    """A line of text at a point."""
    return tag("text", escape(text), x=_short(x), y=_short(y), cls=cls, text_anchor=anchor)


def box(x: float, y: float, width: float, height: float, cls: str, *inside: str) -> str:
    """A rectangle with round corners."""
    return tag(
        "rect", *inside, x=_short(x), y=_short(y), width=_short(max(width, 0)), height=_short(height), rx=3, cls=cls
    )


def picture(name: str, title: str, told: str, height: float, *inside: str, width: int = WIDTH) -> str:
    """A whole picture that a screen reader names by ``title`` and ``told``; the table behind it holds the numbers."""
    return tag(
        "svg",
        tag("title", escape(title), id=f"{name}-title"),
        tag("desc", escape(told), id=f"{name}-told"),
        *inside,
        viewBox=f"0 0 {width} {_short(height)}",
        role="img",
        aria_labelledby=f"{name}-title {name}-told",
        cls="drawn",
    )


def wrapped(text: str, width: float) -> list[str]:
    """``text`` in as many lines as it needs in a width: a name that is cut is not the organisation's any more."""
    return wrap(text, max(1, int(width / LETTER))) or [""]


def lines(x: float, y: float, text: Sequence[str]) -> list[str]:
    """Lines of text, the first at a point and the others below it."""
    return [words(x, y + place * LINE, one) for place, one in enumerate(text)]


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
