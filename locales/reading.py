"""How words are compared, in a list of phrases and in the message that is searched: by their letters, or by ear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from locales.fold import apart, fold
from locales.spoken import word_spoken


@dataclass(frozen=True, slots=True)
class Reading:
    """``of_word``: what is compared of one word as it is typed; several of « jsuis », none of a sign."""

    of_word: Callable[[str], tuple[str, ...]]

    def together(self, words: str) -> str:
        """``words`` in one string, as they are looked for."""
        return "".join(read for word in apart(words) for read in self.of_word(word))


def _letters(word: str) -> tuple[str, ...]:
    folded = fold(word)
    return (folded,) if folded else ()


WRITTEN: Final = Reading(_letters)
"""Letter by letter, folded."""
HEARD: Final = Reading(word_spoken)
"""By ear, French only; what has an open end is looked for by its letters alone: *excision* begins like *existe*."""
