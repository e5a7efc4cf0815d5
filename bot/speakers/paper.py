"""Words on paper: measured, broken into lines and drawn, with what the font does not know left out and remembered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from bot.desk.referral_form import FONT, FONTS

if TYPE_CHECKING:
    from fpdf import FPDF

Colour: TypeAlias = tuple[int, int, int]
INK: Final[Colour] = (20, 30, 28)
GREY: Final[Colour] = (95, 105, 102)
SMALL: Final = 3.6
"""Millimetres between lines of small print."""
_AIR: Final = 2.0  # a cell's own margins, left and right


@dataclass
class Paper:
    """One document while it is drawn. ``lost``: signs that the font does not know."""

    pdf: FPDF
    known: frozenset[int]
    lost: set[str] = field(default_factory=set)
    _broken: dict[tuple[str, float, float, bool], list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, pdf: FPDF) -> Paper:
        """``pdf`` with the packaged font, which knows ɛ ɔ ɲ ŋ."""
        pdf.add_font(FONT, "", FONTS / "DejaVuSans.ttf")
        pdf.add_font(FONT, "B", FONTS / "DejaVuSans-Bold.ttf")
        pdf.set_font(FONT, "", 9)
        return cls(pdf, frozenset(getattr(pdf.fonts[FONT.lower()], "cmap", ())))

    def write(
        self, x: float, y: float, width: float, words: str, size: float, ink: Colour, *,
        line: float = SMALL, bold: bool = False, align: str = "L",
    ) -> None:  # fmt: skip
        """Draw ``words`` from (``x``, ``y``) down, millimetres; the pen is left below them."""
        for said in self.lines(width, words, size, bold=bold):
            self.pdf.set_font(FONT, "B" if bold else "", size)
            self.pdf.set_text_color(*ink)
            self.pdf.set_xy(x, y)
            self.pdf.cell(width, line, said, align=align)
            y += line
        self.pdf.set_y(y)

    def measure(self, width: float, words: str, size: float, line: float, *, bold: bool = False) -> float:
        """How high ``words`` will stand, in millimetres."""
        return line * len(self.lines(width, words, size, bold=bold))

    def lines(self, width: float, words: str, size: float, *, bold: bool = False) -> list[str]:
        """The words in lines of this width; a word that is wider stands on a line of its own."""
        asked = (words, width, size, bold)
        if asked not in self._broken:
            self.pdf.set_font(FONT, "B" if bold else "", size)
            self._broken[asked] = [
                line for paragraph in self._plain(words).split("\n") for line in self._fill(paragraph, width - _AIR)
            ]
        return self._broken[asked]

    def _fill(self, paragraph: str, width: float) -> list[str]:
        found, line, used = [], "", 0.0
        space = self.pdf.get_string_width(" ")
        for word in paragraph.split(" "):
            wide = self.pdf.get_string_width(word)
            if line and used + space + wide > width:
                found.append(line)
                line, used = word, wide
            else:
                line, used = (f"{line} {word}", used + space + wide) if line else (word, wide)
        return [*found, line]

    def _plain(self, words: str) -> str:
        self.lost.update(sign for sign in words if sign != "\n" and ord(sign) not in self.known)
        return "".join(sign for sign in words if sign == "\n" or ord(sign) in self.known).strip()
