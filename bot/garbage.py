"""When a process looks for garbage: rarely while it loads and once it serves, since what was loaded stays."""

from __future__ import annotations

import gc
from typing import Final

LOADING: Final = 50_000
"""New objects before a look while loading: at the usual 700 a third of the start went into looking."""
SERVING: Final = 20_000
"""More objects than all turns under way hold at once. With Python's 700, each look finds turns that are still being
thought through and nothing to free: a twentieth of a turn's CPU.
"""


def look_rarely(objects: int) -> None:
    """Let so many new objects come before the next look."""
    gc.set_threshold(objects, *gc.get_threshold()[1:])


def settle_down() -> None:
    """What was loaded is kept out of every later look for garbage, and those become rare."""
    gc.collect()
    gc.freeze()
    look_rarely(SERVING)
