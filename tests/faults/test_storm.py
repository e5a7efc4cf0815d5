"""Processes are killed every few seconds, updates come twice, Redis forgets: nobody is lost, nothing is done twice."""

from __future__ import annotations

import os
import random
from pathlib import Path

from tests.faults.ledger import differences
from tests.faults.stage import Stage
from tests.faults.storm import FIRST, Storm, over

SEED = int(os.environ.get("SIRA_FAULT_SEED", "0")) or random.SystemRandom().randrange(1, 1_000_000)
SECONDS, PEOPLE = 20.0, 12


async def test_in_a_storm_nobody_is_lost_and_nothing_is_done_twice(stage: Stage, tmp_path: Path) -> None:
    storm = Storm(SEED, SECONDS, PEOPLE)
    async with over(stage, tmp_path, storm) as weather:
        await weather.blow()
        ledger = weather.scene.provider.ledger
        standing = {number: await weather.scene.look.of(FIRST + number) for number in range(PEOPLE)}
        left = await weather.scene.look.unfinished()
    print(f"SIRA_FAULT_SEED={SEED}: {weather.deaths} deaths, {weather.twice} updates twice, {len(ledger.got)} messages")
    assert not ledger.waiting()
    assert not left
    longest = {lines: max((ledger.heard(FIRST + n) for n in range(PEOPLE) if storm.lines(n) == lines), key=len)
               for lines in {storm.lines(n) for n in range(PEOPLE)}}  # fmt: skip
    found = []
    for number, there in standing.items():
        lines = storm.lines(number)
        found += [f"{number}: {one}" for one in differences(longest[lines], ledger.heard(FIRST + number))]
        if there.conversation["seq"] != len(lines) or there.inbound != (("text", "done"),) * len(lines):
            found.append(f"{number}: {there.conversation['seq']} turns, {there.inbound}")
        waits = [level for level, is_open in there.handovers if is_open]
        if waits != (["P0"] if number % 3 == 0 else []):
            found.append(f"{number}: open hand-overs {waits}")
    copies = sum(
        sum(answered.values()) - len(answered) for answered in map(ledger.answered, range(FIRST, FIRST + PEOPLE))
    )
    if copies > weather.in_hand:
        found.append(f"{copies} messages came again after an answer, {weather.in_hand} were being sent at a death")
    assert not found, f"SIRA_FAULT_SEED={SEED} blows it again\n" + "\n".join(found)
