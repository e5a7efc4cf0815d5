"""Everyday words that are a slip away from the name of a place: « jeune » is no Djenné, « maladi » is no part of Bamako.

What Sira itself says is such a word. A name written to the letter is looked for before, so that none is lost by it.
"""

from __future__ import annotations

from functools import lru_cache

from locales.catalogue import SOURCE, Catalogues
from locales.fold import apart, fold
from locales.sound import sound

LETTERS_MIN = 4
NAMES = frozenset({"place", "cercle", "region", "centre"})
"""Parts of the catalogues that hold names."""
BESIDE = frozenset(
    apart(
        "mâle malin maligne machin bouche couche cuisse coton faim nuit maladie maladies chasse chassé lassé tire tiré sens motif mène"
        " cogne cogner cogné"
    )
)
"""Words that Sira does not say, and that people do."""
BOOKS = 2  # the book in use, and the next while it is read


def without_everyday(catalogues: Catalogues, text: str, names: frozenset[str]) -> str:
    """``text`` without its everyday words, also as they sound. ``names``: how names sound, which are none of them."""
    known, heard = _everyday(catalogues)
    return " ".join(
        one
        for one in apart(text)
        if len(one) < LETTERS_MIN or not (one.lower() in BESIDE or _is_said(one, known, heard, names))
    )


def _is_said(word: str, known: frozenset[str], heard: frozenset[str], names: frozenset[str]) -> bool:
    return sound(word) not in names and (fold(word) in known or sound(word) in heard)


@lru_cache(maxsize=BOOKS)
def _everyday(catalogues: Catalogues) -> tuple[frozenset[str], frozenset[str]]:
    """The words of the French messages, folded, and how they sound."""
    said = (_said(catalogues, names=False) | BESIDE) - _said(catalogues, names=True)
    return frozenset(map(fold, said)), frozenset(map(sound, said))


def _said(catalogues: Catalogues, *, names: bool) -> frozenset[str]:
    return frozenset(
        one.lower()
        for language in catalogues.languages
        if language != SOURCE
        for key, (french, _) in catalogues.messages[language].items()
        if (key.partition(".")[0] in NAMES) is names
        for one in apart(french)
        if len(one) >= LETTERS_MIN
    )
