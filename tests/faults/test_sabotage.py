"""The suite must fail on builds in which one promise is broken; else it would prove nothing of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import takeover
from tests.faults.cases import Case
from tests.faults.conftest import Score
from tests.faults.judge import faults
from tests.faults.stage import Stage


@pytest.mark.parametrize(
    ("build", "case"),
    [
        ("no_dedupe", Case("C3", "routine", "embedded")),
        ("send_before_commit", Case("C2", "routine", "embedded")),
    ],
)
async def test_a_build_that_breaks_its_promise_does_not_pass(
    build: str, case: Case, stage: Stage, score: Score, tmp_path: Path
) -> None:
    expected = await score(case)
    ended = await stage.play(case, tmp_path, dies=True, build=build)
    found = faults(case, ended, expected)
    print(f"{build}: {found}")
    assert [one for one in found if one.startswith(("I1", "I2", "I4"))]


async def test_a_build_without_the_epoch_fence_does_not_pass(stage: Stage, tmp_path: Path) -> None:
    ended = await takeover.played(stage, tmp_path, "no_epoch_fence")
    assert takeover.said_after_the_human(ended), "the bot has talked over the human, and nobody noticed"
