"""A number that somebody is not: « pas encore 18 ans », « plus de 30 », « presque 18 », *n si tɛ san 18 bɔ*.

Read as their age, it makes a grown-up of a child who says that they are none.
"""

from __future__ import annotations

import re
from typing import Final

from locales.fold import words
from locales.numbers import plain_digits
from locales.numberwords import RISKY, is_and, is_number_word

_PARTS: Final = re.compile(r"[,;:.!?\n]+")
_APART: Final = re.compile(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")
_BETWEEN: Final = frozenset(words("encore de d tout à fait même les mes san"))
_NOT: Final = frozenset(words("pas jamais plus moins moin presque bientôt aurai aura avant dépasse dépassé atteint"))
_NOT_YET: Final = frozenset(words("tɛ ma se"))
"""*Tɛ*, *ma*: not; *se*: reach. Before *san* only: « ma » is French too."""
_YEARS: Final = words("san")[0]


def is_bound(text: str) -> bool:
    """Whether the first number of some part of ``text`` is a bound, and not the number itself.

    >>> is_bound("j'ai pas encore 18 ans"), is_bound("n si tɛ san 18 bɔ"), is_bound("plus de trente ans")
    (True, True, True)
    >>> is_bound("je n'ai que 17 ans"), is_bound("je sais pas, 22"), is_bound("n si ye san 18 ye")
    (False, False, False)
    """
    return any(_begins_with_a_bound(words(_APART.sub(" ", part))) for part in _PARTS.split(plain_digits(text)))


def _begins_with_a_bound(said: tuple[str, ...]) -> bool:
    at = next((place for place, word in enumerate(said) if word.isdecimal() or _counts(word)), 0)
    while at and (is_number_word(said[at - 1]) or is_and(said[at - 1])):
        at -= 1  # *tan ni seegin* begins with a word that alone may be no number
    before = said[:at]
    if before[-1:] == (_YEARS,) and before[-2:-1] != () and before[-2] in _NOT_YET:
        return True
    told = next((word for word in reversed(before) if word not in _BETWEEN), "")
    return told in _NOT


def _counts(word: str) -> bool:
    """« Pas un diplôme » counts nothing."""
    return is_number_word(word) and word not in RISKY
