"""Places of help for one need, where the person lives or returns to: the nearest first, for a child those for children."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from content.directory import Directory
from content.levels import ADULT_FROM
from content.match import match
from content.rules import settled
from content.scored import Scored
from locales.text import Text, once

CHILD_NEED = "danger"
"""The need that every service for minors of the directory meets."""
CHILD_AGE = ADULT_FROM - 1
"""Of a child whose age nobody asked: what is for minors is then open, whatever its lower bound."""
TEAMS_NAMED = 3


def places_of_help(
    directory: Directory, facts: Mapping[str, Any], need: str, today: date, *, child: bool = False, draw: str = ""
) -> tuple[Scored, ...]:
    """Refused services are left out; nothing else is weighed. ``child``: what is for minors alone, if there is any (A10)."""
    known = {**facts, "need": [need]}
    if child:
        known = known if facts.get("age", ADULT_FROM) < ADULT_FROM else settled(known, "age", CHILD_AGE)
    found = match(directory, known, today, draw=draw)
    near = tuple(one for one in found.services if one.service.kind == "protection" and need in one.prepared.needs)
    if not child:
        return near
    grown = match(directory, settled(known, "age", ADULT_FROM), today)
    for_grown = {one.service.id for one in grown.services}
    return tuple(one for one in near if one.service.id not in for_grown) or near


def teams_near(
    directory: Directory, facts: Mapping[str, Any], need: str, today: date, *, child: bool = False
) -> tuple[Text, ...]:
    """Who is there, by name alone: an address stands on the card, and each is asked before anybody goes."""
    near = places_of_help(directory, facts, need, today, child=child)
    return once(one.service.org_name.text for one in near)[:TEAMS_NAMED]
