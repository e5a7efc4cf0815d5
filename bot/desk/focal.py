"""Which case that a case worker may hold is better with somebody trained for protection.

A threat that is not for tonight is no P0, so it may be anybody's; a child's once stayed with an agent whom nothing told to
pass it on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from content.levels import ADULT_FROM, URGENT_LEVELS
from content.person import flat

BY_SOMEBODY: Final = frozenset({"threatened", "exploited", "ill_treated", "controlled", "recent_assault"})
"""Reasons that are what others do to the person."""


def is_for_focal_point(level: str, reasons: Iterable[str], facts: Mapping[str, Any]) -> bool:
    """``reasons`` as the case keeps them, several in one with commas; ``facts`` of the talk. Of who is under age whatever is
    urgent (protection A10).
    """
    if level not in URGENT_LEVELS:
        return False
    under_age = flat(facts).get("age", ADULT_FROM) < ADULT_FROM
    return under_age or any(BY_SOMEBODY & set(reason.split(",")) for reason in reasons)
