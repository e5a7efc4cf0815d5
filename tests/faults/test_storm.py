"""Processes are killed every few seconds, updates come twice or late, Redis forgets: nobody is lost, nothing is done twice."""

from __future__ import annotations

import os
import random
from pathlib import Path

from tests.faults.crowd import Trouble
from tests.faults.stage import Stage
from tests.faults.storm import Storm, over

SEED = int(os.environ.get("SIRA_FAULT_SEED", "0")) or random.SystemRandom().randrange(1, 1_000_000)
SHORT = Storm(SEED, seconds=15.0, people=12, trouble=Trouble(twice=0.1, overtaken=0.05))
"""Nothing that waits for a minute's round, no server that others use: `make storm` blows the whole one."""


async def test_in_a_storm_nobody_is_lost_and_nothing_is_done_twice(stage: Stage, tmp_path: Path) -> None:
    async with over(stage, tmp_path, SHORT) as weather:
        blown = await weather.blow()
    print(f"SIRA_FAULT_SEED={SEED}: {blown}")
    assert blown.account.holds, f"SIRA_FAULT_SEED={SEED} blows it again\n" + "\n".join(blown.account.faults)
    assert blown.account.answered == blown.account.sent
    assert blown.account.urgent_seen == blown.account.urgent
