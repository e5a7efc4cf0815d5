"""Whether a language can be printed with the packaged font, asked before a page is drawn.

A letter that the font lacks leaves a hole in a word, and a script that joins its letters or runs from right to left comes
out as loose signs in the wrong order: a sheet like that looks printed and cannot be read.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from bot.speakers.paper import Paper
from locales.writing import direction

SHOWN: Final = 20


class UnprintableError(ValueError):
    """``str()`` says why this language is not printed."""


def unprintable(language: str, words: str) -> str:
    """Why ``words`` cannot be printed, "" when they can; signs that are no letters are left out and harm nothing."""
    if direction(language) == "rtl":
        return f"le PDF ne sait pas écrire {language} de droite à gauche"
    lost = sorted({sign for sign in words if sign.isalpha() and ord(sign) not in _letters()})
    return f"la police du PDF ne connaît pas {len(lost)} lettre(s) : {' '.join(lost[:SHOWN])}" if lost else ""


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    from fpdf import FPDF  # noqa: PLC0415 — heavy, and only for who prints
    from fpdf.fonts import TTFFont  # noqa: PLC0415

    pdf = FPDF()
    known = Paper.of(pdf).known
    for font in pdf.fonts.values():
        if isinstance(font, TTFFont):
            font.close()
    return known
