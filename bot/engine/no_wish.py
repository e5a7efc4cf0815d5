"""Words that name a wish and are none: « je veux pas apprendre à souder », « mon fils va à l'école », « j'ai pas fait l'école »."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bot.engine.whereabouts import SELF
from locales.fold import words
from locales.told import clauses
from locales.words import topic_in

_KIN: Final = frozenset(
    words("frère frères soeur soeurs père mère papa maman fils fille mari femme oncle tante cousin ami")
)
_I: Final = SELF | frozenset(words("jai jveux jveu jve g moi"))
SCHOOL: Final = "school"
"""The topic of who tells how far they went there: they named the place where one learns, and wish for nothing of it."""
_REFUSES: Final = re.compile(r"\b(?:veux|veut|veu|ve|vx|jveux|jve)\s+(?:pas|pa|plus)\b", re.IGNORECASE)


def no_wish(text: str, told: Mapping[str, object]) -> bool:
    """Whether whoever wrote this wishes for nothing in it. ``told``: the facts that the same words tell."""
    said = frozenset(words(text))
    anothers = not said.isdisjoint(_KIN) and said.isdisjoint(_I)
    school = told.get("schooling") == "none" or topic_in(text) == SCHOOL
    return school or anothers or all(_REFUSES.search(clause) for clause in clauses(text))
