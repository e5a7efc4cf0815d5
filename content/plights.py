"""What somebody who is not safe is in, from their own words: each plight has the lines that fit it, and no others.

Who writes that they want to die is not sent to the police, who is hungry not to a hospital. Nothing is asked to find out.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final, Literal

from content.levels import ADULT_FROM, CHILD_ALONE
from content.person import flat

Plight = Literal["dark", "distress", "child", "violence", "tonight", "ill", "missing", "law", "past", "any"]
"""``dark``: does not want to live; ``tonight``: no food or no bed; ``missing``: somebody of theirs is lost or locked up;
``law``: hurt by those who should protect; ``past``: hurt, and away from it now; ``any``: help was asked for, no more said.
"""
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
THREAT: Final = "threatened"
_BY_THE_LAW: Final[frozenset[Plight]] = frozenset({"violence", "any"})
"""The plights whose lines name the police."""
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


def told_apart(plights: AbstractSet[Plight], around: AbstractSet[str], signs: AbstractSet[str]) -> frozenset[Plight]:
    """Violence by whom and when: nobody whom the police beats is sent to it, nobody hurt long ago told to flee at once.

    ``around`` as in ``locales.words.around_danger``. Who is threatened is so now, whatever happened before.
    """
    if "violence" in plights and "past" in around and THREAT not in signs:
        return frozenset(plights - {"violence"} | {"past"})
    if "law" in around and plights & _BY_THE_LAW:
        return frozenset(plights - _BY_THE_LAW | {"law"})
    return frozenset(plights)
