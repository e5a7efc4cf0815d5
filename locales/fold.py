"""One spelling for what people type.

Nobody has ɛ ɔ ɲ ŋ on a cheap phone, and Bambara is written by school, by ear and by French habit: *dɛmɛ*, *demè*,
*deme*; *cɛ*, *tiè*, *tché*. A closed list (choices, yes, no, commands) is folded on both sides and looked up whole.
What is folded is only compared: never stored, never shown. Where letters decide (*seegin*, eight, and *segin*, come
back) the list of exact forms is asked first, with ``exact``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from locales.remembered import remembered

_LETTERS = str.maketrans(
    {
        "ε": "e",  # Greek, found on many keyboards before ɛ is
        "є": "e",  # Cyrillic
        "ɛ": "e",
        "ɜ": "e",
        "ͻ": "o",  # Greek lunate sigma, an ɔ in old fonts
        "ɔ": "o",
        "ɲ": "ny",
        "ŋ": "ng",
        "œ": "oe",
        "æ": "ae",
        "ı": "i",
    }
)
_ENYE = re.compile("ñ|n\u0303")
_SOUNDS = {"tch": "c", "ty": "c", "ti": "c", "dj": "j", "dy": "j", "di": "j", "gn": "ny", "gu": "g", "sh": "s"} | {
    "ch": "s",
    "sy": "s",
    "ou": "u",
    "z": "j",
    "h": "",
    "ay": "ai",
    "ayi": "ai",
}
_SOUND = re.compile(
    r"(?P<twice>\D)(?P=twice)+|tch|ty|ti(?=[aeou])|dj|dy|di(?=[aeou])|gn|ou|gu(?=[ei])|sh|ch|sy|z|h|ayi?$"
)
_SIGNS = re.compile("[^a-z0-9]+")
_WORD_BREAK = re.compile(r"[\s\-‐-―_'’‘ʼ`´.,;:!?…/()«»\"“”]+")


@remembered
def exact(text: str) -> str:
    """The message as typed, but for case, outer signs and the number of spaces: for lists where letters decide."""
    return " ".join(unicodedata.normalize("NFC", text).replace("’", "'").lower().strip(' \t\r\n.,;:!?…«»"').split())


@remembered
def words(text: str) -> tuple[str, ...]:
    """The message as folded words; an apostrophe or a hyphen parts words, since half of the people leave it out."""
    return tuple(folded for word in apart(text) if (folded := fold(word)))


@remembered
def apart(text: str) -> tuple[str, ...]:
    """The words as they are typed, parted as ``words`` parts them."""
    return tuple(word for word in _WORD_BREAK.split(text) if word)


@remembered
def fold(text: str) -> str:
    """The whole message in one spelling, without spaces; ``""`` when nothing but signs is left. Folding twice is once.

    >>> fold("Awɔ !"), fold("N b'a fɛ"), fold("Tiɛ"), fold("OUAGADOUGOU"), fold("3️⃣")
    ('awo', 'nbafe', 'ce', 'wagadugu', '3')
    """
    while True:
        folded = _same_sounds(_plain_letters(text))
        if folded == text:
            return folded
        text = folded


def _plain_letters(text: str) -> str:
    """Lower-case letters without accents, digits of any script as 0–9, symbols; no signs, no spaces, no marks."""
    if text.isascii():
        return _SIGNS.sub("", text.lower())
    text = _ENYE.sub("ny", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFKD", text).translate(_PLAIN)


class _Plain(dict[int, str]):
    """What is left of each sign, by its code point: worked out when first met, kept for the scripts of a few languages."""

    kept: Final = 4096

    def __missing__(self, code: int) -> str:
        left = _plain(chr(code)).translate(_LETTERS)
        if len(self) < self.kept:
            self[code] = left
        return left


_PLAIN: Final = _Plain()


def _plain(sign: str) -> str:
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    return "" if unicodedata.category(sign)[0] in "MPZC" or unicodedata.category(sign) == "Sk" else sign


def _same_sounds(text: str) -> str:
    """One pass over the spellings that sound alike; it only ever shortens, so that ``fold`` may repeat it."""
    return _SOUND.sub(_sound, text)


def _sound(found: re.Match[str]) -> str:
    seen = found.group()
    if seen == "ou" and found.string[found.end() : found.end() + 1] in {"a", "e", "i", "o"}:
        return "w"
    return found.group("twice") or _SOUNDS[seen]
