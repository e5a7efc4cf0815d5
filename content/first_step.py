"""What to begin with, and why: the order of the documents' good practice, as one readable table of cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from content.levels import URGENT_LEVELS, Level
from content.phrases import phrase
from content.wish import Wish
from locales.text import Text

StepName = Literal[
    "training",
    "skills_check",
    "business_after_equipment_check",
    "job_matching",
    "quick_income",
    "pre_departure",
    "protection_first",
]


@dataclass(frozen=True, slots=True)
class FirstStep:
    """The step with its reason in words."""

    value: StepName
    reasons: tuple[Text, ...]


def first_step(facts: Mapping[str, Any], wish: Wish, level: Level) -> FirstStep:
    """The first step for flat facts. Safety before all, then where the person is, then what presses, then the wish."""
    value = _value(facts, wish, level)
    return FirstStep(value, (phrase(f"first_step.{value}"),))


def _value(facts: Mapping[str, Any], wish: Wish, level: Level) -> StepName:
    if wish.protection or level.value in URGENT_LEVELS:
        return "protection_first"
    if facts.get("in") == "niger":
        return "pre_departure"
    if wish.presses:
        return "quick_income"
    if wish.unproven and (not wish.needs or wish.needs[0] in {"skills", "job", "business", "unsure"}):
        return "skills_check"
    return _by_need(facts, wish)


def _by_need(facts: Mapping[str, Any], wish: Wish) -> StepName:
    match wish.needs[0] if wish.needs else "unsure":
        case "business":
            return "business_after_equipment_check"
        case "job" | "skills":
            return "job_matching"
        case "unsure" if facts.get("certificate") == "yes" or facts.get("schooling") in {"cap", "bac", "higher"}:
            return "job_matching"
        case _:
            return "training"
