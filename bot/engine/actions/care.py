"""Protection: what helps at once, noted needs, places where care is. Never ranked, never screened for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine.turn import Turn
from bot.engine.urgent import block
from content.card import care_lines
from content.near import CHILD_NEED, places_of_help
from content.plights import plights_of
from flows.limits import QUIET_SECONDS

CARE = "care_said"
"""The note of which need was typed: past the private-moment question (protection A8) nobody chooses it again."""
PLACES_SHOWN = 3
PLACES_AT = "told_places_at"
"""The note of when the places of help were read that come before any search."""
CHILD = "child"


def emergency(turn: Turn, with_: Mapping[str, Any]) -> str:
    """The emergency block for where the person is; ``called``: the flow calls the team right after.

    ``plight``: what they just chose to say, for its own lines, and without what they have read minutes ago.
    """
    plights = frozenset({with_["plight"]}) if "plight" in with_ else frozenset()
    turn.send(block(turn, plights, called=bool(with_.get("called")), brief=bool(plights)), kind="safety")
    return "done"


def care_said(turn: Turn, _with: Mapping[str, Any]) -> str:
    """The need that was typed before this flow was opened, once; ``none`` for who came by a button."""
    return str(turn.notes.pop(CARE, "")) or "none"


def note_need(turn: Turn, with_: Mapping[str, Any]) -> str:
    """Keep the need and the sign that the person chose, so that nobody asks again; ``told``: what they have read once."""
    needs = tuple(turn.facts.get("need", ()))
    if "need" in with_ and with_["need"] not in needs:
        turn.learn({"need": [*needs, with_["need"]]})
    for name in ("sign", "also"):
        if name in with_:
            turn.learn({f"signs.{with_[name]}": "yes"})
    if "children" in with_ and "children" not in turn.facts:
        turn.learn({"children": with_["children"]})
    if "told" in with_:
        turn.notes[f"told_{with_['told']}"] = "yes"
    return "done"


def protection_services(turn: Turn, with_: Mapping[str, Any]) -> str:
    """Where this need is met, nearest first; ``child``: where children alone are received, whatever the need. ``brief``: not
    what was read minutes ago. « Parlez à un agent » is said once in a turn.
    """
    child = with_["need"] == CHILD or CHILD in plights_of(frozenset(), turn.facts)
    need = CHILD_NEED if with_["need"] == CHILD else with_["need"]
    if with_.get("brief") and turn.moment.at - int(turn.notes.get(PLACES_AT, 0)) <= QUIET_SECONDS:
        return "done"
    near = places_of_help(turn.book.directory, turn.facts, need, turn.today, child=child, draw=turn.moment.draw)
    if not near:
        turn.send((turn.book.phrase("protection_none"),), kind="safety")
        return "done"
    waits = turn.facts.get("in") == "niger"
    there = "protection_intro_mali" if turn.told_where else "protection_intro_return"
    lines = [turn.book.phrase(there if waits else "protection_intro")]
    for one in near[:PLACES_SHOWN]:
        lines.extend(care_lines(one, turn.today))
    if with_.get("brief"):
        turn.jot(PLACES_AT, turn.moment.at)
    turn.send_lines(tuple(lines), kind="safety")
    return "done"
