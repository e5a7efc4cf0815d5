"""Who read or spoke stands in files that everybody sees: as a role and a place, never as a name or a number."""

from __future__ import annotations

import re
from typing import Final

from content.anonymous import FAMILIES, people_in
from locales.fold import fold

EXAMPLE: Final = "locutrice, Kayes"
_SHAPE: Final = re.compile(r"[^\d@:{}\[\]\"\\,]*[^\s\d@:{}\[\]\"\\,](?: ?\d{1,2})?(?:, [^\d@:{}\[\]\"\\,]+)?")
_LENGTH: Final = range(3, 61)
_ROLES: Final = frozenset(
    fold(one)
    for one in (
        "locuteur", "locutrice", "lecteur", "lectrice", "relecteur", "relectrice", "traducteur", "traductrice",
        "interprète", "linguiste", "enseignant", "enseignante", "conseiller", "conseillère", "agent", "agente",
        "animateur", "animatrice", "médiateur", "médiatrice", "comédien", "comédienne", "conteur", "conteuse", "griot",
        "griotte", "journaliste", "bénévole", "équipe", "éditeur", "éditrice", "point", "personne", "autre",
    )
)  # fmt: skip
"""Words with which a role begins."""


def is_role(who: str) -> bool:
    """Whether ``who`` says what somebody does, and where, and not who they are.

    >>> is_role("locutrice, Kayes"), is_role("agent de centre 2"), is_role("Aminata"), is_role("locutrice Aminata")
    (True, True, False, False)
    """
    if len(who) not in _LENGTH or not _SHAPE.fullmatch(who) or people_in(who):
        return False
    does, _, place = who.partition(", ")
    first, *others = does.split() or [""]
    named = any(other[0].isupper() for other in others) or any(fold(word) in FAMILIES for word in place.split())
    return fold(first) in _ROLES and not named


def not_a_role(option: str, who: str) -> str:
    """What is said to who wrote something else after ``option``."""
    return f"{option} « {who} » : écrivez un rôle et un lieu, jamais un nom ni un numéro, par exemple « {EXAMPLE} »."
