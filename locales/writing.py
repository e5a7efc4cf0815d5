"""How a language is written: which way, and what a page must call it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal

from babel import Locale, UnknownLocaleError

Direction = Literal["ltr", "rtl"]
_FROM_THE_RIGHT: Final = frozenset({"Arab", "Nkoo", "Adlm", "Hebr", "Syrc", "Thaa"})
"""Scripts by ISO 15924 that begin at the right: Arabic letters, N'Ko, Adlam and others."""
_SCRIPT_LENGTH: Final = 4


@lru_cache(maxsize=64)
def direction(language: str) -> Direction:
    """Which way the lines of ``language`` run: by its script when the code names one, else by CLDR, else from the left.

    >>> direction("ar"), direction("bm"), direction("bm_Nkoo"), direction("snk"), direction("snk_Arab")
    ('rtl', 'ltr', 'rtl', 'ltr', 'rtl')
    """
    for part in language.replace("-", "_").split("_")[1:]:
        if len(part) == _SCRIPT_LENGTH and part.isalpha():
            return "rtl" if part.title() in _FROM_THE_RIGHT else "ltr"
    try:
        return "rtl" if Locale.parse(language.replace("-", "_")).text_direction == "rtl" else "ltr"
    except (UnknownLocaleError, ValueError):
        return "ltr"


def tag(language: str) -> str:
    """The language as a page names it (BCP 47): ``bm-Nkoo`` for ``bm_Nkoo``."""
    return language.replace("_", "-")
