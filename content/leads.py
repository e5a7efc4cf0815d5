"""Which organisation and team a conversation belongs to, from the centre or the region of the person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from content.parts import Frozen, Phone


class Lead(Frozen):
    """One team of one organisation."""

    organisation: str
    team: str


class Leads(Frozen):
    """The teams by centre and region. ``name``: who runs Sira here, as a person reads it before saying yes; may be empty.

    ``phones``: the telephone of a team, which an organisation reads that is asked to receive somebody; only real ones.
    """

    name: str = ""
    phones: dict[str, Phone] = Field(default_factory=dict)
    default: Lead
    centres: dict[str, Lead] = Field(default_factory=dict)
    regions: dict[str, Lead] = Field(default_factory=dict)

    def first(self, facts: Mapping[str, Any], entry: str = "") -> Lead:
        """The team that answers: of the entry code's centre, the person's centre, the region, else the default."""
        centre = self.centres.get(entry) or self.centres.get(str(facts.get("centre", "")))
        return centre or self.regions.get(str(facts.get("region", ""))) or self.default

    def second(self, facts: Mapping[str, Any], entry: str = "") -> Lead | None:
        """For somebody in a centre, the team of the region of return; it sees the file only after consent (R1)."""
        if entry not in self.centres and str(facts.get("centre", "")) not in self.centres:
            return None
        return self.regions.get(str(facts.get("region", "")))
