"""French by ear: « chofeur », « elevaj », « reparation telefon », « mopty ».

Many write a word as they hear it. Two spellings are held to be one word when they sound alike; what is got that way is
only compared with the short lists of a question, never stored or shown, and only where letters have found nothing.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from rapidfuzz.distance import OSA

from locales.fold import apart
from locales.remembered import remembered

HEARD_FROM: Final = 4
"""Letters of sound from which a word is told from others: « Alger » has three."""
SLIP_FROM: Final = 6
"""Letters of sound from which one of them may be another: « menuzié »."""

_ALIKE: Final = tuple(
    (re.compile(pattern), heard)
    for pattern, heard in (
        ("ph", "f"),
        ("e?au", "o"),
        ("ou", "u"),
        ("tion", "sion"),
        ("sch|ch|sh", "x"),
        ("gn", "ni"),
        ("gu(?=[eiy])", "G"),
        ("ge(?=[aou])|g(?=[eiy])", "j"),
        ("qu|q|ck", "k"),
        ("c(?=[eiy])", "s"),
        ("c", "k"),
        ("z", "s"),
        ("h", ""),
        ("y", "i"),
        ("a[iî]|ei", "e"),
        ("[ae][mn](?![aeioumn])", "an"),
        ("om(?=[bp])", "on"),
        ("im(?=[bp])", "in"),
        (r"(?P<twice>\D)(?P=twice)+", r"\g<twice>"),
    )
)
_UNHEARD: Final = re.compile("(?<=..[^aeiou])(?:er|ez|et|e)s?$|(?<=..i)(?:er|ez|e)s?$|(?<=..[^s])[stdx]$")
_WHOLE: Final = str.maketrans({"œ": "oe", "ç": "ss", "ɛ": "e", "ɔ": "o", "ɲ": "ni"})


@remembered
def sound(word: str) -> str:
    """How one word sounds, in a spelling of our own; digits and signs of other scripts stay as they are.

    >>> sound("chofeur") == sound("Chauffeur"), sound("élevage") == sound("elevaj"), sound("mopty") == sound("Mopti")
    (True, True, True)
    """
    return _UNHEARD.sub("", voiced(letters(word))).lower()


def letters(word: str) -> str:
    """The letters and digits of one word, small and without accents."""
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_WHOLE))
    return "".join(sign for sign in plain if sign.isalnum())


def voiced(plain: str) -> str:
    """How letters sound, those at the end that nobody hears still there; *g* and *G* are two sounds."""
    for alike, as_heard in _ALIKE:
        plain = alike.sub(as_heard, plain)
    return plain


def sounds(text: str) -> str:
    """How the words of ``text`` sound one after the other; ``""`` for none."""
    return "".join(map(sound, apart(text)))


def sound_alike(typed: str, written: str) -> bool:
    """Whether both sounds, as ``sounds`` gives them, are one to the ear, and long enough to be told from others."""
    if typed == written:
        return len(typed) >= HEARD_FROM
    return min(len(typed), len(written)) >= SLIP_FROM and OSA.distance(typed, written, score_cutoff=1) <= 1
