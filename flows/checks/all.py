"""The registry of checks."""

from __future__ import annotations

from flows.checks import meaning, safety, structure, wording
from flows.checks.known import Known

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
    wording.labels,
    wording.alike,
    wording.previews,
    wording.consent,
    wording.heard_whole,
    wording.examples,
    wording.private_moment,
    safety.marked,
)


def problems(known: Known) -> list[str]:
    """Everything to mend, each with file and line where there is one."""
    return [sentence for check in CHECKS for sentence in check(known)]
