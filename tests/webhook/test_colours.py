"""What stands on what can be told apart, in the light and in the dark: computed from the stylesheets themselves."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

STATIC: Final = Path(__file__).parents[2] / "webhook" / "static"
SIGN_MIN: Final = 3.0  # a ring, an edge: WCAG 2.2, 1.4.11
WORDS_MIN: Final = 4.5  # letters of ordinary size: WCAG 2.2, 1.4.3
GROUNDS: Final = {"chat": ("ground", "paper", "notice"), "desk": ("paper", "card")}
WORDS: Final = {"chat": ("ink", "soft", "act"), "desk": ("ink", "soft", "green", "p0", "p1")}
LEVELS: Final = ("p0", "p1", "p2", "p3")


def _colours(sheet: str, *, dark: bool) -> dict[str, str]:
    text = (STATIC / f"{sheet}.css").read_text("utf-8")
    roots = re.findall(r":root\s*\{([^}]*)\}", text)
    assert len(roots) == 2, "one for the light, one for the dark"
    return {name: value for root in roots[: 1 + dark] for name, value in re.findall(r"--([\w-]+):\s*(#\w+)", root)}


def _contrast(one: str, other: str) -> float:
    dim, bright = sorted((_luminance(one), _luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_contrast_is_that_of_the_guideline() -> None:
    assert _contrast("#000", "#ffffff") == pytest.approx(21)
    assert _contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("sheet", GROUNDS)
def test_the_ring_around_what_is_chosen_is_seen(sheet: str, dark: bool) -> None:
    found = _colours(sheet, dark=dark)
    weak = {ground: _contrast(found["focus"], found[ground]) for ground in GROUNDS[sheet]}
    assert min(weak.values()) >= SIGN_MIN, weak


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_ring_is_seen_on_the_head_of_the_chat(dark: bool) -> None:
    text = (STATIC / "chat.css").read_text("utf-8")
    ring = re.search(r"header \{[^}]*--focus: (#\w+)", text)
    assert ring
    assert _contrast(ring[1], _colours("chat", dark=dark)["head"]) >= SIGN_MIN


@pytest.mark.parametrize("sheet", GROUNDS)
def test_every_ring_takes_the_colour_that_is_measured(sheet: str) -> None:
    text = (STATIC / f"{sheet}.css").read_text("utf-8")
    rings = re.findall(r"outline:\s*([^;}]+)", text)
    assert {ring for ring in rings if ring != "none"} == {"3px solid var(--focus)"}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("sheet", GROUNDS)
def test_words_are_read_on_every_ground(sheet: str, dark: bool) -> None:
    found = _colours(sheet, dark=dark)
    weak = {(word, ground): _contrast(found[word], found[ground]) for word in WORDS[sheet] for ground in GROUNDS[sheet]}
    assert min(weak.values()) >= WORDS_MIN, weak


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_edge_of_every_level_is_seen(dark: bool) -> None:
    found = _colours("desk", dark=dark)
    weak = {level: _contrast(found[level], found["card"]) for level in LEVELS}
    assert min(weak.values()) >= SIGN_MIN, weak
