"""One line of `sira doctor`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Colour = Literal["green", "yellow", "red"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Colour, what was looked at, and in words what was found and what to do."""

    colour: Colour
    what: str
    words: str
