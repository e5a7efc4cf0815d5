"""Whether an age is the age of whoever writes: « ma fille a 12 ans », « il y a 5 ans » and « n den si ye san duuru ye » are not.

Read as their own, a child's age sends a mother down the road of minors who are alone. So an age counts where the message
says « j'ai » or *n si*, or holds nothing but words that go with one's own age; whatever else is said is asked again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from locales.counts import other_units
from locales.fold import words
from locales.numbers import plain_digits
from locales.numberwords import RISKY, is_number_word
from locales.told import age_told

_FRENCH: Final = (
    "j je ai g gé jai moi c ce est cest suis sui jsuis jsui chui mon age âge l le de d en an ans année années anné anee"
    " berges piges mois mwa jour jours semaine semaines demi environ déjà juste seulement exactement vers"
    " passé passés révolus accomplis eu fais viens avoir né née crois pense sais pas trop exact que ne oui ok"
    " homme femme jeune adulte marié mariée célibataire pas"
    " janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
)
_BAMBARA: Final = (
    "n ne si san sanw ye bɛ be b la na ka hakɛ ni ani wo o don dɔrɔn sɔrɔ bɔ taa sera ma kalo tile dɔgɔkun awɔ ɔwɔ naamu"
    " bangera wolola ɲɔgɔn"
)
_COURTESIES: Final = "svp stp merci beaucoup bonjour bonsoir salut pardon i aw ce sɔgɔma tile"
_OWN: Final = frozenset(words(f"{_FRENCH} {_BAMBARA} {_COURTESIES}"))
_TOGETHER: Final = (words("à peu près"), words("s'il vous plaît"), words("s'il te plaît"))
"""Words that go with one's own age only side by side: « a 12 ans » alone may be said of anybody."""
_OF_ONESELF: Final = frozenset(words("suis sui jsuis jsui chui"))
_OTHERS: Final = frozenset(
    words(
        "mon ma mes notre nos son sa ses pour il elle fille fils garçon bébé mari femme"
        " den denkɛ denmuso muso cɛ dɔgɔkɛ dɔgɔmuso kɔrɔkɛ kɔrɔmuso"
    )
)
"""« Mon fils, 5 ans »."""
_PARTS: Final = re.compile(r"[,;:.!?\n]+")
_GIRL_OR_BOY: Final = frozenset(words("une un fille garçon"))


def is_own_age(text: str) -> bool:
    """Whether the age in ``text``, if there is one, can only be the age of whoever writes.

    >>> [is_own_age(said) for said in ("25", "moi j'ai 25 ans et je couds", "je suis une fille de 17 ans", "né vers 2001")]
    [True, True, True, True]
    >>> [is_own_age(said) for said in ("ma fille a 12 ans", "depuis 5 ans", "une fille de 17 ans", "a si ye san 8 ye")]
    [False, False, False, False]
    """
    return age_told(text) is not None or all(_may_stand(words(part)) for part in _PARTS.split(_apart(text)))


def _apart(text: str) -> str:
    return "".join(f" {sign} " if sign.isdecimal() else sign for sign in plain_digits(text))


def _may_stand(said: tuple[str, ...]) -> bool:
    """A part with a number says nothing but an age of one's own; one without may say anything, of oneself."""
    if not any(word.isdecimal() or (is_number_word(word) and word not in RISKY) for word in said):
        return _OTHERS.isdisjoint(said)
    units = other_units()
    beside = _GIRL_OR_BOY if _OF_ONESELF & {*said} else frozenset()
    return all(
        word.isdecimal() or word in _OWN or word in beside or word in units or is_number_word(word)
        for word in _single(said)
    )


def _single(said: tuple[str, ...]) -> Iterator[str]:
    """The words without those that belong together."""
    at = 0
    while at < len(said):
        together = next((one for one in _TOGETHER if said[at : at + len(one)] == one), None)
        if together is None:
            yield said[at]
        at += len(together or said[at : at + 1])
