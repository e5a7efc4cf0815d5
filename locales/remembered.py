"""What a short message means is worked out once: « 1 », « oui », « menu » come at every second turn, from everybody."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

REMEMBERED = 8192
"""Forms kept in memory by each who remembers: every label of the house fits (about 3,000), with room for common words."""
LONGEST_REMEMBERED = 32
"""Letters; what is longer is somebody's own sentence and is not kept."""

Reads = TypeVar("Reads", bound=Callable[..., Any])


def remembered(read: Reads) -> Reads:
    """``read(text, …)``, pure, its results kept for short texts."""
    kept = lru_cache(maxsize=REMEMBERED)(read)

    @wraps(read)
    def asked(text: str, *more: Any) -> Any:
        return kept(text, *more) if len(text) <= LONGEST_REMEMBERED else read(text, *more)

    return cast("Reads", asked)
