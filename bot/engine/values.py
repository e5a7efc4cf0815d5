"""What fills the ``{placeholders}`` of flow texts: a closed list, so that a check can know every name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from bot.engine.turn import Turn
from content.bands import age_band
from locales.text import Text, Value

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@lru_cache(maxsize=4096)
def placeholders(french: str) -> tuple[str, ...]:
    """The names in braces of a text."""
    return tuple(_PLACEHOLDER.findall(french))


def filled(turn: Turn, text: Text | None) -> Text:
    """``text`` with the values of this talk."""
    if text is None:
        raise TypeError("this state has no text")
    names = placeholders(text.fr)
    if not names:
        return text
    return Text(text.key, text.fr, {name: VALUES[name](turn) for name in names})
