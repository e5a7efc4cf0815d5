"""Which organisation and team a conversation belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from content.directory import Directory


def belongs_to(directory: Directory, facts: Mapping[str, Any], entry: str = "") -> dict[str, str]:
    """The columns of the conversation: of the entry code's centre, else of the place, else the default."""
    lead = directory.leads.first(facts, entry)
    return {"organisation": lead.organisation, "team": lead.team}
