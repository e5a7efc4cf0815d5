"""In which order the files of the tests are run by several at once: who waits stands beside who works."""

from __future__ import annotations

from itertools import zip_longest
from typing import Final

import pytest

WAITING: Final = ("tests/faults/", "tests/service/", "tests/runner/", "tests/broadcast/", "tests/upkeep/")
"""Folders whose tests mostly wait for processes, leases and sweeps."""
WORKING_BESIDE: Final = 2
"""How many files that keep a processor busy are begun for each that waits."""

LONG: Final = (
    "tests/service/test_suspended.py",
    "tests/faults/test_storm.py",
    "tests/service/test_up.py",
    "tests/service/test_clock_jumps.py",
    "tests/cli/test_speakers.py",
    "tests/content/sheet/test_sheet_faults.py",
    "tests/console/test_referrals.py",
    "tests/cli/test_commands.py",
    "tests/runner/test_crowd.py",
    "tests/broadcast/test_killed.py",
)
"""Few tests and half a minute or more each file, as measured on 22 November 2026: begun last, they would be waited for."""


def woven(items: list[pytest.Item]) -> list[pytest.Item]:
    """The long files first, then those with the most tests, so that none of them is begun last, and those that wait spread
    among them: by themselves they would leave the processors idle.
    """
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.nodeid.partition("::")[0], []).append(item)
    longest = sorted(files, key=lambda name: (name not in LONG, -len(files[name])))
    waiting = [name for name in longest if name.startswith(WAITING)]
    working = [name for name in longest if not name.startswith(WAITING)]
    beside = [working[start : start + WORKING_BESIDE] for start in range(0, len(working), WORKING_BESIDE)]
    order = [
        name for wait, work in zip_longest([[one] for one in waiting], beside, fillvalue=[]) for name in wait + work
    ]
    return [item for name in order for item in files[name]]
