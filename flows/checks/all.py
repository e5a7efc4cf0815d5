"""The registry of checks."""

from __future__ import annotations

from flows.checks import meaning, safety, structure, wording
from flows.checks.known import Known
from flows.checks.misfit import Misfit

FIT = (
    wording.labels,
    wording.alike,
    wording.previews,
    wording.consent,
    wording.heard_whole,
    wording.heard_in_a_minute,
)
"""What a translation may break though the flow is sound."""
CHECKS = (
    structure.targets,
    structure.starts,
    structure.opened,
    structure.reached,
    structure.ways_on,
    structure.circles,
    structure.first_help_is_near,
    structure.person_is_near,
    meaning.facts,
    meaning.over,
    meaning.actions,
    meaning.placeholders,
    meaning.numbers,
    meaning.spans,
    *FIT,
    wording.examples,
    wording.private_moment,
    safety.marked,
)


def problems(known: Known) -> list[str | Misfit]:
    """Everything to mend, each with file and line where there is one."""
    return [found for check in CHECKS for found in check(known)]


def misfits(known: Known, language: str) -> list[Misfit]:
    """What does not fit in ``language`` alone: asked of flows and catalogues, of which nothing else need be known."""
    found = (one for check in FIT for one in check(known))
    return [one for one in found if isinstance(one, Misfit) and one.language == language]
