"""What was not suggested: why not this one, and what fails in one thing only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine.actions.suggest import found_for
from bot.engine.by_name import service_named
from bot.engine.turn import Turn
from bot.engine.values import VALUES
from content.costs import LOANS
from content.explain import tell_label
from content.levels import level_of
from content.wish import IN_DEBT


def why_not(turn: Turn, _with: Mapping[str, Any]) -> str:
    """Why a service that the person names was not shown: the failing or open conditions, in words."""
    one = service_named(turn, found_for(turn), str(turn.notes.get("asked_service", "")))
    if one is None or (one.outcome == "refused" and not one.blocking):
        turn.note(turn.book.phrase("unknown_service"))
        return "unknown"
    if one.service.instrument in LOANS and turn.facts.get("debts") in IN_DEBT:
        turn.note(turn.book.phrase("debts_first"))
    if one.outcome == "depends":
        missing = tuple(tell_label(name) for name in one.ask)
        turn.send((turn.book.phrase("fits_after", service=one.service.name.text, facts=missing), *one.reasons))
    elif one.outcome != "refused":
        turn.send(
            (
                turn.book.phrase("fits_already", service=one.service.name.text, to_person=VALUES["to_person"](turn)),
                *one.reasons,
            )
        )
    else:
        turn.send(
            tuple(
                turn.book.phrase("why_not_line", service=one.service.name.text, reason=reason)
                for reason in one.blocking
            )
        )
    return "told"


def nearest_misses(turn: Turn, _with: Mapping[str, Any]) -> str:
    """Services that fail in one thing only, and the thing; ``urgent``: something else comes first."""
    if level_of(turn.facts).value == "P0":
        return "urgent"
    misses = found_for(turn).misses
    if not misses:
        return "urgent" if turn.moment.urgent else "none"
    lines = [
        turn.book.phrase("nearest_line", service=one.service.name.text, reason=one.blocking[0])
        for one in misses
        if one.blocking
    ]
    turn.send_lines((turn.book.phrase("nearest_intro"), *lines))
    return "some"
