"""Telephone numbers in a message, so that one touch calls: who is in danger should not have to type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

FULL: Final = r"\+\d{3}(?: \d{2}){4}"  # as content writes them: country and pairs (Mali, Niger)
SHORT: Final = r"(?<= : )\d{2,5}(?=\.?$)"  # « Police : 17 », only where numbers of help are listed
_ANYWHERE: Final = re.compile(f"({FULL})")
_OF_HELP: Final = re.compile(f"({FULL}|{SHORT})", re.MULTILINE)
SAFETY: Final = "safety"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, or a number with what to call (``tel``)."""

    text: str
    tel: str = ""


def pieces(text: str, kind: str) -> tuple[Piece, ...]:
    """``text`` cut at its telephone numbers. Short ones are numbers only in a message of safety.

    >>> [piece.tel for piece in pieces("Police : 17", "safety")], [piece.tel for piece in pieces("Âge : 17", "prompt")]
    (['', '17'], [''])
    """
    found = _OF_HELP if kind == SAFETY else _ANYWHERE
    return tuple(
        Piece(part, part.replace(" ", "") if place % 2 else "") for place, part in enumerate(found.split(text)) if part
    )
