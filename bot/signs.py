"""Signs for numbers that people read aloud over a bad line."""

from __future__ import annotations

from typing import Final

SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0 and O, no 1, I and L: they are heard and read as each other."""
MANY: Final = 6
"""Of a receipt or a case: 31⁶ are enough for both, and six are kept in mind."""
