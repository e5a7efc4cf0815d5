"""A process is killed at each point of a message's way: afterwards everything is as in a life that nobody disturbed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.cases import Case, chosen
from tests.faults.conftest import Score
from tests.faults.judge import faults
from tests.faults.points import MEANS
from tests.faults.stage import Stage


@pytest.mark.parametrize("case", chosen(), ids=str)
async def test_killed_at_any_point_nothing_is_lost_and_nothing_done_twice(
    case: Case, stage: Stage, score: Score, tmp_path: Path
) -> None:
    expected = await score(case)
    played = await stage.play(case, tmp_path, dies=True)
    print(f"{case}: recovered in {played.took} s, taken at try {played.tries}")
    found = faults(case, played, expected)
    what = f"{case}, killed {MEANS[case.point]}; SIRA_FAULT_SEED={case.seed} plays it again"
    assert not found, "\n".join([what, *found])
