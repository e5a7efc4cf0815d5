"""Who answers no requests comes after equals, and loses nothing else."""

from __future__ import annotations

from datetime import date

from content.directory import Directory
from content.match import match
from content.rank import PARTS

TODAY = date(2026, 11, 21)
SILENCE = PARTS.index("answers")


def test_a_silent_organisation_comes_after_its_equals_alone(directory: Directory) -> None:
    moved = 0
    for service in directory.services.values():
        person = service.examples[0].who
        usual, later = (
            [(one.id, one.rank[:SILENCE]) for one in match(directory, person, TODAY, silent=silent).services]
            for silent in (frozenset(), frozenset({service.org}))
        )
        assert sorted(usual) == sorted(later), "nothing is lost"
        moved += usual != later
    assert moved, "somebody has equals"
