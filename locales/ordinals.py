"""Which of the numbered choices: « 2 », « 2️⃣ », « le deuxième », « filanan », « choix n° 2 », « fɔlɔ »."""

from __future__ import annotations

import re
from typing import Final

from locales.fold import exact, fold, words
from locales.numbers import eight_is_sure, plain_digits
from locales.numberwords import is_and, said_in
from locales.remembered import remembered

MOST_CHOICES: Final = 99
"""No list is longer: WhatsApp shows 10 rows, Telegram 100 buttons; a greater number is not a choice."""

_ORDINALS: Final = {
    1: "premier première premiere prems fɔlɔ fɔlɔfɔlɔ kelennan",
    2: "deuxième deuxieme second seconde filanan",
    3: "troisième troisieme sabanan",
    4: "quatrième quatrieme naaninan",
    5: "cinquième cinquieme duurunan",
    6: "sixième sixieme wɔɔrɔnan",
    7: "septième septieme wolonwulanan wolonfilanan",
    8: "huitième huitieme seeginnan",
    9: "neuvième neuvieme kɔnɔntɔnnan",
    10: "dixième dixieme tannan",
}
_BY_WORD: Final = {fold(word): place for place, said in _ORDINALS.items() for word in said.split()}
_LAST_WORDS: Final = frozenset(words("dernier dernière laban labanna"))
_AROUND: Final = frozenset(
    words(
        "le la l les numéro num no n° n o choix choisis réponse option je j ce c est prends veux voudrais pour moi svp"
        " merci s il vous plaît nimɔrɔ jaabi sugandi in min o a ye nin dɔrɔn"
    )
)
_SEEGIN: Final = 8
_COME_BACK: Final = fold("segin")
_NUMBERED = re.compile(r"(\d{1,2})(?:ers?|ères?|eres?|e|è|ᵉ|ème|eme|ièmes?|iemes?|nde?|nan)?", re.IGNORECASE)
_GLUED = re.compile(r"(?<=[^\W\d])(?=\d)|°")  # « n°2 », « no2 », « choix2 »
_BREATH = re.compile(r"\bhu+n", re.IGNORECASE)  # *huun*, between yes and no, folds like *un*
_SIGNED = re.compile(r"(?<!\w)[-−+]\s*\d|\d[.,/]\d")


@remembered
def ordinal_in(text: str, count: int = MOST_CHOICES) -> int | None:
    """The place (from 1) that the whole message names in a list of ``count`` choices; None when it says more or less.

    >>> ordinal_in("2️⃣"), ordinal_in("premier"), ordinal_in("Fɔlɔ"), ordinal_in("le dernier", 4), ordinal_in("25 ans")
    (2, 1, 1, 4, None)
    """
    plain = plain_digits(text)
    if _SIGNED.search(plain) or _BREATH.search(plain):
        return None
    tokens = [token for token in _words_as_typed(plain) if fold(token) not in _AROUND]
    place = _place(tokens, count) if tokens else None
    if place == _SEEGIN and fold(text) == _COME_BACK and not eight_is_sure(text):
        return None
    return place if place is not None and 1 <= place <= count else None


def _words_as_typed(text: str) -> list[str]:
    return [token for token in re.split(r"[\s'’.,;:!?()«»\"-]+", _GLUED.sub(" ", exact(text))) if fold(token).isalnum()]


def _place(tokens: list[str], count: int) -> int | None:
    if len(tokens) == 1:
        numbered = _NUMBERED.fullmatch(tokens[0])
        if numbered:
            return int(numbered.group(1))
        word = fold(tokens[0])
        if word in _LAST_WORDS:
            return count
        if word in _BY_WORD:
            return _BY_WORD[word]
    said = words(" ".join(tokens))
    if not said or is_and(said[0]) or is_and(said[-1]):
        return None
    numbers = said_in(said)
    return numbers[0] if len(numbers) == 1 else None
