"""What words mean is worked out once: short ones for all, since « 1 », « oui », « menu » come at every second turn from
everybody; those of a sentence for as long as it is at hand.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

from locales.sentence import SHORT, Sentence

REMEMBERED = 8192
"""Forms kept in memory by each who remembers: every label of the house fits (about 3,000), with room for common words."""

Reads = TypeVar("Reads", bound=Callable[..., Any])


def remembered(read: Reads) -> Reads:
    """``read(text, …)``, pure: its results are kept for short texts, and by a ``Sentence`` its own."""
    kept = lru_cache(maxsize=REMEMBERED)(read)

    @wraps(read)
    def asked(text: str, *more: Any) -> Any:
        if len(text) <= SHORT:
            return kept(text, *more)
        return text.read(read, *more) if isinstance(text, Sentence) else read(text, *more)

    return cast("Reads", asked)
