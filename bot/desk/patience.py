"""How long a next try must wait: guessing gets slower, an honest slip costs nothing."""

from __future__ import annotations

FREE_FAILURES = 3  # tries without delay
DELAY_MAX_SECONDS = 900


def delay(failures: int) -> int:
    """Seconds before the next try counts: nothing for the first three, then doubling to a quarter of an hour."""
    if failures <= FREE_FAILURES:
        return 0
    return min(1 << min(failures - FREE_FAILURES, DELAY_MAX_SECONDS.bit_length()), DELAY_MAX_SECONDS)
