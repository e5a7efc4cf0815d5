"""What somebody who is not safe is in, from their own words: each plight has the lines that fit it, and no others.

Who writes that they want to die is not sent to the police, who is hungry not to a hospital. Nothing is asked to find out.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final, Literal

from content.levels import ADULT_FROM, CHILD_ALONE
from content.person import flat

Plight = Literal["dark", "distress", "child", "violence", "tonight", "ill", "missing", "any"]
"""``dark``: does not want to live; ``tonight``: no food or no bed; ``missing``: somebody of
theirs is lost or locked up; ``any``: help was asked for and nothing else said."""
OF_SIGN: Final[Mapping[str, Plight]] = {
    "wants_to_die": "dark",
    "distress": "distress",
    CHILD_ALONE: "child",
    "danger": "violence",
    "threatened": "violence",
    "ill_treated": "violence",
    "exploited": "violence",
    "no_shelter": "tonight",
    "no_food": "tonight",
    "very_ill": "ill",
    "ill": "ill",
    "pregnant": "ill",
    "missing": "missing",
}
ALONE: Final = frozenset({"dark", "distress", "child"})
"""Who is in one of these and in no other needs company, and no list of everything that there is."""


def plights_of(signs: AbstractSet[str], facts: Mapping[str, Any]) -> frozenset[Plight]:
    """The plights that ``signs`` tell of, with what is known of the person's age; ``any`` where they tell of none."""
    found = {OF_SIGN[sign] for sign in signs if sign in OF_SIGN}
    known = flat(facts)
    alone = "alone" in signs or known.get("signs.alone") == "yes"
    if alone and known.get("age", ADULT_FROM) < ADULT_FROM:
        found.add("child")
    return frozenset(found) or frozenset({"any"})
