"""« Efface tout »: to ask for it, and to say yes to it."""

from __future__ import annotations

from typing import Final

from locales.fold import apart, fold, words
from locales.lexicon import lexicon
from locales.sound import sound

_WHOLE: Final = frozenset(
    words("tout tous tou toute toutes mes données donnée réponses messages discussion conversation bɛɛ")
)
"""« Effacez-le » may be said of anything."""
_REQUEST: Final = frozenset(words("demande demandes"))


def says_erase(text: str) -> bool:
    """Whether the message says to erase and nothing else: each word is known, so that no « pas » can hide among them.

    Ask only where « do you want to erase everything? » is open.

    >>> says_erase("oui efface tout stp"), says_erase("oui"), says_erase("n'efface pas")
    (True, False, False)
    """
    said, known = frozenset(words(text)), lexicon()
    return not said.isdisjoint(known.erase) and said <= known.erase | known.beside_erase


def asks_to_erase(text: str) -> bool:
    """« Eface tou », « supprime mes données »: it is asked whether they mean it, so that the ear may help. A request is
    withdrawn elsewhere.

    >>> asks_to_erase("eface tou"), asks_to_erase("efface ma demande"), asks_to_erase("efface")
    (True, False, False)
    """
    known = lexicon()
    said = [(fold(word), sound(word)) for word in apart(text)]
    erases = [folded in known.erase or heard in known.erase_heard for folded, heard in said]
    others = {folded for (folded, _), one in zip(said, erases, strict=True) if not one}
    asked = any(erases) and others <= known.beside_erase and not others.isdisjoint(_WHOLE)
    return asked and others.isdisjoint(_REQUEST)
