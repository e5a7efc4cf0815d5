"""All that was shown, in one message that the person can keep or send on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine.actions.suggest import found_for
from bot.engine.options import IDEAS
from bot.engine.turn import Turn
from content.card_lines import kept_places

KEPT_MAX = 12
"""Ideas of one message: with their places they stay under the 1 600 characters of a WhatsApp text (flows/limits.py)."""


def keep_ideas(turn: Turn, _with: Mapping[str, Any]) -> str:
    """All ideas that were shown, the refused ones marked, in one message that can be kept or forwarded."""
    found = found_for(turn, dismissed=False)
    shown = turn.notes.get(IDEAS) or turn.shown
    kept = [one for one in map(found.of, shown) if one is not None][-KEPT_MAX:]
    if not kept:
        turn.send((turn.book.phrase("ideas_none"),))
        return "done"
    lines = [
        turn.book.phrase(
            "idea_refused_line" if one.id in turn.dismissed else "idea_kept_line",
            service=one.service.name.text,
            place=kept_places(one),
        )
        for one in kept
    ]
    turn.send_lines((turn.book.phrase("ideas_kept"), *lines))
    return "done"
