"""Protection: what helps at once, noted needs, places where care is. Never ranked, never screened for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine.turn import Turn
from bot.engine.urgent import block
from content.card import care_lines
from content.match import match

PLACES_SHOWN = 3


def emergency(turn: Turn, with_: Mapping[str, Any]) -> str:
    """The emergency block for where the person is; ``called``: the flow calls the team right after."""
    turn.send(block(turn, called=bool(with_.get("called"))), kind="safety")
    return "done"


def note_need(turn: Turn, with_: Mapping[str, Any]) -> str:
    """Keep the need and the sign that the person chose, so that nobody asks again."""
    needs = tuple(turn.facts.get("need", ()))
    if "need" in with_ and with_["need"] not in needs:
        turn.learn({"need": [*needs, with_["need"]]})
    for name in ("sign", "also"):
        if name in with_:
            turn.learn({f"signs.{with_[name]}": "yes"})
    if "children" in with_ and "children" not in turn.facts:
        turn.learn({"children": with_["children"]})
    return "done"


def protection_services(turn: Turn, with_: Mapping[str, Any]) -> str:
    """Where this need is met, nearest first. Refused services are left out; nothing else is weighed."""
    facts = {**turn.facts, "need": [with_["need"]]}
    found = match(turn.book.directory, facts, turn.today, rotation=turn.seq)
    near = [one for one in found.services if one.service.kind == "protection" and with_["need"] in one.prepared.needs]
    if not near:
        turn.send((turn.book.phrase("protection_none"),), kind="safety")
        return "done"
    lines = [turn.book.phrase("protection_intro")]
    for one in near[:PLACES_SHOWN]:
        lines.extend(care_lines(one, turn.today))
    turn.send_lines(tuple(lines), kind="safety")
    return "done"
