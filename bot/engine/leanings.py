"""What counts for the order of ideas alone, beside the facts: it is never saved and never shared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine.families import FAMILIES, most_taught
from bot.engine.turn import Turn
from content.arrange import ABROAD
from content.trades import FIELD
from content.wish import LOST

PREFERRED: Mapping[str, str] = {"soon": "job", "learn": "trade", "own": "business"}
"""What who does not know looks for first, by what they prefer (flows/interests.yaml)."""


def with_leanings(turn: Turn) -> dict[str, Any]:
    """The facts, with work abroad where that was asked of leaving, the preference of who does not know, and where no trade
    is known, the trade of the chosen family that most centres teach: it stands for its family.
    """
    facts, notes = dict(turn.facts), turn.notes
    if notes.get("leaving") == "contract":
        facts[ABROAD] = "yes"
    preferred = PREFERRED.get(str(notes.get("prefers", "")))
    needs = facts.get("need", ())
    if preferred is not None and LOST in needs:
        facts["need"] = (preferred, *needs)
    family = str(notes.get("family", ""))
    if family in FAMILIES and not (facts.get("trade") or facts.get("skill")):
        _stand_for(turn, facts, FAMILIES[family])
    return facts


def _stand_for(turn: Turn, facts: dict[str, Any], sectors: tuple[str, ...]) -> None:
    directory = turn.book.directory
    known = most_taught(directory, turn.facts.get("region"))
    best = next((trade for trade in known if directory.trades[trade].sector in sectors), None)
    if best is not None:
        facts[FIELD] = sectors
        facts["skill" if "skills" in facts.get("need", ()) else "trade"] = best
