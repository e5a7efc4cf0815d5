"""How urgently a human is needed, from what the person chose or said; nobody is screened for it.

A level is set by rule, raised by anyone and lowered only by a human. The table is the one of the case workers.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Literal

from content.needs import PROTECTION_NEEDS
from content.person import flat
from content.phrases import phrase
from locales.text import Text

LevelName = Literal["none", "P3", "P2", "P1", "P0"]
LEVELS = ("P3", "P2", "P1", "P0")
"""What a hand-over may have, the most urgent last."""
URGENT_LEVELS = ("P0", "P1")
"""These ring: somebody of the team is called out of whatever they do, and what can wait stands behind."""
ADULT_FROM = 18
CHILD_ALONE = "child_alone"
URGENT_SIGNS = ("wants_to_die", "danger", "very_ill", CHILD_ALONE)
"""P0: first human words in 30 minutes. Beside the first: said, not facts; the engine hears them in words."""
SERIOUS_SIGNS = (
    "threatened",
    "exploited",
    "ill_treated",
    "missing",
    "ill",
    "pregnant",
    "no_shelter",
    "no_food",
    "distress",
)
"""P1: four working hours."""


@dataclass(frozen=True, slots=True)
class Level:
    """The level with its reasons, in words that a person may read."""

    value: LevelName
    reasons: tuple[Text, ...] = ()


def level_of(facts: Mapping[str, Any]) -> Level:
    """The hand-over level that the facts ask for (R12, R17, R19)."""
    known = flat(facts)
    said = {
        name.removeprefix("signs.") for name, value in known.items() if name.startswith("signs.") and value == "yes"
    }
    return _level(said, known)


def level_of_signs(signs: AbstractSet[str], facts: Mapping[str, Any]) -> LevelName:
    """The level for signs that somebody just wrote, with what is already known of them."""
    known = flat(facts)
    told = {
        name.removeprefix("signs.") for name, value in known.items() if name.startswith("signs.") and value == "yes"
    }
    return _level(told | set(signs), known).value


def _level(said: AbstractSet[str], known: Mapping[str, Any]) -> Level:
    reasons = list(_urgent(said, known))
    if reasons:
        return Level("P0", tuple(reasons))
    reasons = list(_serious(said, known))
    if reasons:
        return Level("P1", tuple(reasons))
    needs = _needs(known) & PROTECTION_NEEDS
    if needs or "disabled" in said or known.get("age", ADULT_FROM) < ADULT_FROM:
        return Level("P2", (phrase("level.help"),))
    return Level("none")


def _urgent(said: AbstractSet[str], known: Mapping[str, Any]) -> list[Text]:
    found = [phrase(f"level.{sign}") for sign in URGENT_SIGNS if sign in said]
    if "danger" in _needs(known) and "danger" not in said:
        found.append(phrase("level.danger"))
    if CHILD_ALONE not in said and "alone" in said and known.get("age", ADULT_FROM) < ADULT_FROM:
        found.append(phrase(f"level.{CHILD_ALONE}"))
    return found


def _serious(said: AbstractSet[str], known: Mapping[str, Any]) -> list[Text]:
    found = [phrase(f"level.{sign}") for sign in SERIOUS_SIGNS if sign in said]
    if "alone_with_children" in said or ("alone" in said and known.get("children", 0) > 0):
        found.append(phrase("level.alone_with_children"))
    if "shelter" in _needs(known) and "no_shelter" not in said:
        found.append(phrase("level.no_shelter"))
    return found


def _needs(known: Mapping[str, Any]) -> frozenset[str]:
    need = known.get("need") or ()
    return frozenset([need] if isinstance(need, str) else need)
