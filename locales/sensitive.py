"""Words that may not stand where a notification shows them (protection A3)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from locales.fold import fold
from locales.yamlfile import read

FILE = Path(__file__).with_name("sensitive.yaml")


@lru_cache(maxsize=1)
def sensitive_words() -> frozenset[str]:
    """The folded words of all languages."""
    return frozenset(fold(word) for listed in read(FILE).data.values() for word in listed)
