"""What was written by ear, in the house's spelling: « jve aprandr a soudé » is « je veux apprendre à souder ».

For a message that nobody understood as it stands: what it means is then looked up as if it had been written so, in the one
way there is. A word that the house writes stays as it is; another is replaced by one that sounds the same. No slip is mended
here and no word of danger is looked for: those are read by ear apart (``locales.by_ear``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from locales.fold import apart
from locales.sound import letters
from locales.spoken import SHORT, word_spoken
from locales.words import language_of

_TOGETHER: Final[Mapping[str, str]] = {
    short: meant
    for meant, written in {
        "c est": "c cé cè sé sè",
        "j ai": "g jé jè gé gè",
        "je peux": "jpeu jpe jpeux",
        "je sais": "jsé jsai jsais",
        "je veux": "jve jveu jveux jvx jveut",
        "un": "1",
        "au": "o",
        "comprends": "compren comprend compran",
        "compris": "compri",
        "des": "dé dè",
        "détails": "détay detay",
        "fait": "fé fè",
        "les": "lé lè",
        "mais": "mé mè",
        "peu": "pe",
        "pas": "pa",
        "il y a": "ya",
        "l eau": "lo",
        "d eau": "dlo",
        "moi": "mwa",
        "argent": "arjan arjen",
    }.items()
    for short in written.split()
}
"""Beside what ``spoken`` knows of a telephone: there « jé » would be heard in words of danger."""
_TWO: Final = (
    (re.compile(r"\b(?:je|j) (?:c|s[eé]|cé)\b", re.IGNORECASE), "je sais"),
    (re.compile(r"\bsa (?=va|co[uû]te|com|march|fai|fé|dur)", re.IGNORECASE), "ça "),
)
"""Words of the house that stand for others beside one of these: « je c pa », « sa va »."""
_GLUED: Final = tuple("ldjnmst")
"""« lécol », « dargent »: the word before lost its vowel."""
_EVERYDAY: Final = frozenset(("hier", "quai", "ta", "te", "toi", "ton", "tu"))
"""Words that Sira does not say, and that people do."""
_LETTERS_MIN: Final = 3
"""Of what is left of such a word, and of a word that is replaced by one that sounds the same."""


@dataclass(frozen=True, slots=True, eq=False)
class Spelling:
    """The house's French words: ``known`` by their letters, ``heard`` the one that sounds so; ``others``: not French."""

    known: frozenset[str]
    others: frozenset[str]
    heard: Mapping[tuple[str, ...], str]


def spelling(written: Iterable[str], besides: Iterable[str]) -> Spelling:
    """Of every text in ``written``: of words that sound alike the one that is said most is meant, then the first.
    ``besides``: texts of other languages, whose words stay as they are.
    """
    words = Counter(_words(written))
    heard: dict[tuple[str, ...], str] = {}
    for word, _ in words.most_common():
        heard.setdefault(word_spoken(word), word)
    return Spelling(frozenset(map(letters, words)) | _EVERYDAY, frozenset(map(letters, _words(besides))), heard)


def _words(texts: Iterable[str]) -> Iterator[str]:
    return (word.lower() for text in texts for word in apart(text) if word.isalpha())


def respelt(text: str, house: Spelling) -> str | None:
    """``text`` in the house's spelling; None when that changes nothing, or when it is written in another language."""
    if language_of(text) not in {None, "fr"}:
        return None
    typed = " ".join(apart(text))
    for alike, meant in _TWO:
        typed = alike.sub(meant, typed)
    said = " ".join(_word(word, house) for word in typed.split())
    return said if said != " ".join(apart(text)) else None


def _word(word: str, house: Spelling) -> str:
    plain = letters(word)
    if word.lower() in _TOGETHER:
        return _TOGETHER[word.lower()]
    if plain in house.known or not plain.isalpha():
        return word
    if plain in SHORT:
        return " ".join(SHORT[plain])
    if plain in house.others:
        return word
    rest = plain[1:] if plain[0] in _GLUED and len(plain) > _LETTERS_MIN and plain[1] in "aeiouyh" else ""
    if rest in house.known:
        return f"{plain[0]} {rest}"
    if len(plain) < _LETTERS_MIN:
        return word
    alike = house.heard.get(word_spoken(word))
    behind = house.heard.get(word_spoken(rest)) if len(rest) > _LETTERS_MIN else None
    return alike or (f"{plain[0]} {behind}" if behind else word)
